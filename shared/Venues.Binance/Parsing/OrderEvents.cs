namespace Parley.Venues.Binance;

/// <summary>Reads order events of the user-data streams.</summary>
internal static class OrderEvents
{
    public static void ReadSpot(ref JsonCursor cursor, ExecutionReport report)
    {
        Clear(report);
        string original = "";
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("s"u8)) report.Symbol = cursor.Text();
            else if (cursor.Is("c"u8)) report.ClientId = cursor.Text();
            else if (cursor.Is("C"u8)) original = cursor.Text();
            else if (cursor.Is("S"u8)) report.Side = Words.Side(cursor.Text());
            else if (cursor.Is("o"u8)) report.Type = cursor.Text();
            else if (cursor.Is("q"u8)) report.Quantity = cursor.Quantity();
            else if (cursor.Is("x"u8)) report.Execution = cursor.Text();
            else if (cursor.Is("X"u8)) report.StatusWord = cursor.Text();
            else if (cursor.Is("r"u8)) report.RejectReason = cursor.Text();
            else if (cursor.Is("eR"u8)) report.Reason = cursor.Text();
            else if (cursor.Is("i"u8)) report.OrderId = cursor.Long();
            else if (cursor.Is("l"u8)) report.LastQuantity = cursor.Quantity();
            else if (cursor.Is("L"u8)) report.LastPrice = cursor.Price();
            else if (cursor.Is("z"u8)) report.Cumulative = cursor.Quantity();
            else if (cursor.Is("n"u8)) report.Commission = cursor.Decimal();
            else if (cursor.Is("N"u8)) report.CommissionAsset = cursor.Text();
            else if (cursor.Is("T"u8)) report.TimeMs = cursor.Long();
            else if (cursor.Is("t"u8)) report.TradeId = cursor.Long();
            else if (cursor.Is("m"u8)) report.IsMaker = cursor.Bool();
            else cursor.Pass();
        }

        // A cancel has a name of its own in c; the order it took off is named in C.
        if (original.Length > 0) report.ClientId = original;
        report.OriginalType = report.Type;
    }

    public static void ReadFutures(ref JsonCursor cursor, ExecutionReport report)
    {
        Clear(report);
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("o"u8)) ReadFuturesOrder(ref cursor, report);
            else cursor.Pass();
        }
    }

    public static AlgoReport ReadAlgo(ref JsonCursor cursor)
    {
        string symbol = "", client = "", status = "", reason = "";
        long id = 0, actual = 0, time = 0;
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("T"u8))
            {
                time = cursor.Long();
            }
            else if (cursor.Is("o"u8))
            {
                cursor.Enter();
                cursor.Object();
                while (cursor.Field())
                {
                    if (cursor.Is("caid"u8)) client = cursor.Text();
                    else if (cursor.Is("aid"u8)) id = cursor.Long();
                    else if (cursor.Is("s"u8)) symbol = cursor.Text();
                    else if (cursor.Is("X"u8)) status = cursor.Text();
                    else if (cursor.Is("ai"u8)) actual = cursor.Long();
                    else if (cursor.Is("rm"u8)) reason = cursor.Text();
                    else cursor.Pass();
                }
            }
            else
            {
                cursor.Pass();
            }
        }

        return new AlgoReport(symbol, client, id, status, actual, reason, time);
    }

    private static void ReadFuturesOrder(ref JsonCursor cursor, ExecutionReport report)
    {
        cursor.Enter();
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("s"u8)) report.Symbol = cursor.Text();
            else if (cursor.Is("c"u8)) report.ClientId = cursor.Text();
            else if (cursor.Is("S"u8)) report.Side = Words.Side(cursor.Text());
            else if (cursor.Is("o"u8)) report.Type = cursor.Text();
            else if (cursor.Is("ot"u8)) report.OriginalType = cursor.Text();
            else if (cursor.Is("q"u8)) report.Quantity = cursor.Quantity();
            else if (cursor.Is("x"u8)) report.Execution = cursor.Text();
            else if (cursor.Is("X"u8)) report.StatusWord = cursor.Text();
            else if (cursor.Is("er"u8)) report.Reason = cursor.Text();
            else if (cursor.Is("i"u8)) report.OrderId = cursor.Long();
            else if (cursor.Is("l"u8)) report.LastQuantity = cursor.Quantity();
            else if (cursor.Is("L"u8)) report.LastPrice = cursor.Price();
            else if (cursor.Is("z"u8)) report.Cumulative = cursor.Quantity();
            else if (cursor.Is("n"u8)) report.Commission = cursor.Decimal();
            else if (cursor.Is("N"u8)) report.CommissionAsset = cursor.Text();
            else if (cursor.Is("T"u8)) report.TimeMs = cursor.Long();
            else if (cursor.Is("t"u8)) report.TradeId = cursor.Long();
            else if (cursor.Is("m"u8)) report.IsMaker = cursor.Bool();
            else cursor.Pass();
        }
    }

    private static void Clear(ExecutionReport report)
    {
        report.Symbol = report.ClientId = report.Execution = report.StatusWord = report.Type = report.OriginalType = "";
        report.Reason = report.RejectReason = report.CommissionAsset = "";
        report.Side = null;
        report.OrderId = report.TradeId = report.TimeMs = 0;
        report.LastPrice = default;
        report.LastQuantity = report.Quantity = report.Cumulative = default;
        report.Commission = 0;
        report.IsMaker = false;
    }
}
