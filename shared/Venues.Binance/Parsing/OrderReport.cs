using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>One trade as the venue lists it.</summary>
internal readonly record struct TradeReport(
    long TradeId, long OrderId, Side? Side, Price Price, Quantity Quantity, decimal Commission, string CommissionAsset, long TimeMs, bool IsMaker);

/// <summary>An order as an answer describes it, in either book of either product.</summary>
internal sealed class OrderReport
{
    public Symbol Symbol { get; private set; }

    /// <summary>The order's number in its book.</summary>
    public long OrderId { get; private set; }

    /// <summary>The client order id; in the answer to a cancel that of the order, not of the cancel.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Whether it comes from the book of conditional orders of futures.</summary>
    public bool IsAlgo { get; private set; }

    /// <summary>The order that does a conditional order's work; 0 before it triggered.</summary>
    public long ActualOrderId { get; private set; }

    public ReportedStatus Status { get; private set; }

    public string StatusWord { get; private set; } = "";

    public Side Side { get; private set; }

    public string Type { get; private set; } = "";

    /// <summary>The type it was placed as, where triggering changed it.</summary>
    public string OriginalType { get; private set; } = "";

    public string TimeInForce { get; private set; } = "";

    public Price Price { get; private set; }

    public Price StopPrice { get; private set; }

    public Quantity Quantity { get; private set; }

    public Quantity Executed { get; private set; }

    public bool ReduceOnly { get; private set; }

    public string ExpiryReason { get; private set; } = "";

    /// <summary>When it last changed, in milliseconds of venue time; 0 where the answer does not say.</summary>
    public long TimeMs { get; private set; }

    /// <summary>Trades the answer names.</summary>
    public IReadOnlyList<TradeReport> Fills { get; private set; } = [];

    public static OrderReport Read(ReadOnlySpan<byte> body) => JsonCursor.Read(body, ReadOne);

    public static List<OrderReport> ReadMany(ReadOnlySpan<byte> body) => JsonCursor.Read(body, ReadAll);

    /// <summary>As one of our commands, for stock-taking.</summary>
    public StockedOrder ToStock()
    {
        OrderType type = Words.Type(OriginalType.Length > 0 ? OriginalType : Type);
        PlaceOrder order = new(
            new ClientOrderId(ClientId), Symbol, Side, type, Quantity,
            type == OrderType.Limit && Price.IsPositive ? Price : null,
            OrderRequestWriter.IsConditional(type) && StopPrice.IsPositive ? StopPrice : null,
            Words.TimeInForce(Type, TimeInForce), ReduceOnly);
        return new StockedOrder(order, OrderId.ToString(), Executed);
    }

    private static List<OrderReport> ReadAll(ref JsonCursor cursor)
    {
        List<OrderReport> orders = [];
        cursor.Array();
        while (cursor.Element()) orders.Add(ReadOne(ref cursor));
        return orders;
    }

    private static OrderReport ReadOne(ref JsonCursor cursor)
    {
        OrderReport report = new();
        string original = "";
        long workingTime = 0;
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("symbol"u8)) report.Symbol = new Symbol(cursor.Text());
            else if (cursor.Is("orderId"u8)) report.OrderId = cursor.Long();
            else if (cursor.Is("clientOrderId"u8)) report.ClientId = cursor.Text();
            else if (cursor.Is("origClientOrderId"u8)) original = cursor.Text();
            else if (cursor.Is("status"u8) || cursor.Is("algoStatus"u8)) report.SetStatus(cursor.Text());
            else if (cursor.Is("side"u8)) report.Side = Words.Side(cursor.Text());
            else if (cursor.Is("type"u8) || cursor.Is("orderType"u8)) report.Type = cursor.Text();
            else if (cursor.Is("origType"u8)) report.OriginalType = cursor.Text();
            else if (cursor.Is("timeInForce"u8)) report.TimeInForce = cursor.Text();
            else if (cursor.Is("price"u8)) report.Price = cursor.Price();
            else if (cursor.Is("stopPrice"u8) || cursor.Is("triggerPrice"u8)) report.StopPrice = cursor.Price();
            else if (cursor.Is("origQty"u8) || cursor.Is("quantity"u8)) report.Quantity = cursor.Quantity();
            else if (cursor.Is("executedQty"u8) || cursor.Is("actualQty"u8)) report.Executed = cursor.Quantity();
            else if (cursor.Is("reduceOnly"u8)) report.ReduceOnly = cursor.Bool();
            else if (cursor.Is("expiryReason"u8)) report.ExpiryReason = cursor.Text();
            else if (cursor.Is("transactTime"u8) || cursor.Is("updateTime"u8)) report.TimeMs = cursor.Long();
            else if (cursor.Is("workingTime"u8) || cursor.Is("time"u8) || cursor.Is("createTime"u8)) workingTime = Math.Max(workingTime, cursor.Long());
            else if (cursor.Is("fills"u8)) report.Fills = TradeReports.ReadFills(ref cursor);
            else if (cursor.Is("algoId"u8)) (report.IsAlgo, report.OrderId) = (true, cursor.Long());
            else if (cursor.Is("clientAlgoId"u8)) report.ClientId = cursor.Text();
            else if (cursor.Is("actualOrderId"u8)) report.ActualOrderId = cursor.Long();
            else cursor.Pass();
        }

        if (original.Length > 0) report.ClientId = original;
        if (report.TimeMs <= 0) report.TimeMs = Math.Max(0, workingTime);
        return report;
    }

    private void SetStatus(string word)
    {
        StatusWord = word;
        Status = Words.Status(word);
    }
}

/// <summary>Reads lists of trades.</summary>
internal static class TradeReports
{
    public static List<TradeReport> Read(ReadOnlySpan<byte> body) => JsonCursor.Read(body, ReadAll);

    /// <summary>Reads the array that is the value of the name at hand.</summary>
    public static List<TradeReport> ReadFills(ref JsonCursor cursor)
    {
        cursor.Enter();
        return ReadAll(ref cursor);
    }

    private static List<TradeReport> ReadAll(ref JsonCursor cursor)
    {
        List<TradeReport> trades = [];
        cursor.Array();
        while (cursor.Element()) trades.Add(ReadOne(ref cursor));
        return trades;
    }

    private static TradeReport ReadOne(ref JsonCursor cursor)
    {
        long id = 0, order = 0, time = 0;
        Side? side = null;
        Price price = default;
        Quantity quantity = default;
        decimal commission = 0;
        string asset = "";
        bool maker = false;
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("id"u8) || cursor.Is("tradeId"u8)) id = cursor.Long();
            else if (cursor.Is("orderId"u8)) order = cursor.Long();
            else if (cursor.Is("price"u8)) price = cursor.Price();
            else if (cursor.Is("qty"u8)) quantity = cursor.Quantity();
            else if (cursor.Is("commission"u8)) commission = cursor.Decimal();
            else if (cursor.Is("commissionAsset"u8)) asset = cursor.Text();
            else if (cursor.Is("time"u8)) time = cursor.Long();
            else if (cursor.Is("isBuyer"u8) || cursor.Is("buyer"u8)) side = cursor.Bool() ? Side.Buy : Side.Sell;
            else if (cursor.Is("isMaker"u8) || cursor.Is("maker"u8)) maker = cursor.Bool();
            else cursor.Pass();
        }

        return new TradeReport(id, order, side, price, quantity, commission, asset, time, maker);
    }
}
