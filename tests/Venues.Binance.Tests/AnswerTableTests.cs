namespace Parley.Venues.Binance.Tests;

/// <summary>The whole table of answers to orders, one product after the other.</summary>
public class AnswerTableTests
{
    private const BinanceProduct Spot = BinanceProduct.Spot;
    private const BinanceProduct Futures = BinanceProduct.UsdFutures;

    private const AnswerKind Refused = AnswerKind.Refused;
    private const AnswerKind Unknown = AnswerKind.Unknown;

    public static TheoryData<BinanceProduct, int, int, string, AnswerKind, string, AnswerEffect> Rows()
    {
        TheoryData<BinanceProduct, int, int, string, AnswerKind, string, AnswerEffect> rows = [];
        foreach (BinanceProduct product in new[] { Spot, Futures })
        {
            void Row(int status, int code, string message, AnswerKind kind, string rule = "", AnswerEffect effect = AnswerEffect.None) =>
                rows.Add(product, status, code, message, kind, rule, effect);
            Row(200, 0, "", AnswerKind.Acknowledged);
            Row(201, 0, "", AnswerKind.Acknowledged);
            Row(400, -1013, "Filter failure: LOT_SIZE", Refused, "LOT_SIZE", AnswerEffect.RefreshRules);
            Row(400, -1013, "Filter failure: PERCENT_PRICE_BY_SIDE", Refused, "PERCENT_PRICE_BY_SIDE", AnswerEffect.RefreshRules);
            Row(400, -1013, "Invalid quantity.", Refused, "INVALID_MESSAGE", AnswerEffect.RefreshRules);
            Row(400, -1100, "", Refused, "PARAMETER");
            Row(400, -1111, "", Refused, "PRECISION", AnswerEffect.RefreshRules);
            Row(400, -1121, "Invalid symbol.", Refused, "PARAMETER");
            Row(400, -1130, "", Refused, "PARAMETER");
            Row(400, -1021, "", Refused, "TIMESTAMP", AnswerEffect.ResyncClock);
            Row(400, -1022, "", Refused, "SIGNATURE", AnswerEffect.KeyRejected);
            Row(401, -2014, "", Refused, "KEY", AnswerEffect.KeyRejected);
            Row(401, -2015, "", Refused, "KEY", AnswerEffect.KeyRejected);
            Row(400, -2010, "Duplicate order sent.", AnswerKind.Evidence, "DUPLICATE");
            Row(400, -2010, "Account has insufficient balance for requested action.", Refused, "INSUFFICIENT_BALANCE");
            Row(400, -2010, "Order would immediately match and take.", Refused, "POST_ONLY");
            Row(400, -2010, "Order would trigger immediately.", Refused, "STOP_WOULD_TRIGGER");
            Row(400, -2010, "Market is closed.", Refused, "MARKET_CLOSED", AnswerEffect.RefreshRules);
            Row(400, -2010, "Stop loss orders are not supported for this symbol.", Refused, "ORDER_TYPE", AnswerEffect.RefreshRules);
            Row(400, -2010, "Filter failure: MAX_POSITION", Refused, "MAX_POSITION", AnswerEffect.RefreshRules);
            Row(400, -2010, "Something said for the first time.", Refused, "NEW_ORDER_REJECTED");
            Row(429, -1003, "", Refused, "RATE_LIMIT", AnswerEffect.Throttle);
            Row(429, 0, "", Refused, "RATE_LIMIT", AnswerEffect.Throttle);
            Row(400, -1003, "", Refused, "RATE_LIMIT", AnswerEffect.Throttle);
            Row(400, -1015, "", Refused, "ORDER_RATE", AnswerEffect.Throttle);
            Row(418, -1003, "", Refused, "BANNED", AnswerEffect.Ban);
            Row(403, 0, "", Refused, "BARRED", AnswerEffect.Barred);
            Row(451, 0, "", Refused, "BARRED", AnswerEffect.Barred);
            Row(408, 0, "", Unknown);
            Row(409, -2021, "", product == Spot ? Unknown : Refused, product == Spot ? "" : "STOP_WOULD_TRIGGER");
            Row(409, -2022, "", product == Spot ? Unknown : Refused, product == Spot ? "" : "REDUCE_ONLY");
            Row(500, -1000, "", Unknown);
            Row(500, -1001, "", Unknown);
            Row(500, -1006, "", Unknown);
            Row(504, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.", Unknown);
            Row(400, -1000, "", Unknown);
            Row(400, -1001, "", Unknown);
            Row(400, -1006, "", Unknown);
            Row(400, -1007, "", Unknown);
            Row(500, 0, "", Unknown);
            Row(502, 0, "Bad Gateway", Unknown);
            Row(503, 0, "Unknown error, please check your request or try again later.", Unknown);
            Row(503, 0, "", Unknown);
            Row(503, 0, "Some text nobody has seen", Unknown);
            bool certain = product == Futures;
            Row(503, 0, "Service Unavailable.", certain ? Refused : Unknown, certain ? "BUSY" : "", certain ? AnswerEffect.Busy : AnswerEffect.None);
            Row(503, -1001, "Internal error; unable to process your request. Please try again.", certain ? Refused : Unknown, certain ? "BUSY" : "", certain ? AnswerEffect.Busy : AnswerEffect.None);
            Row(503, -1008, "Request throttled by system-level protection.", certain ? Refused : Unknown, certain ? "BUSY" : "", certain ? AnswerEffect.Busy : AnswerEffect.None);
            Row(400, -1008, "", certain ? Refused : Unknown, certain ? "BUSY" : "", certain ? AnswerEffect.Busy : AnswerEffect.None);
            Row(400, 0, "", Unknown);
            Row(302, 0, "", Unknown);
            Row(100, 0, "", Unknown);
        }

        void OfFutures(int code, AnswerKind kind, string rule, AnswerEffect effect = AnswerEffect.None) =>
            rows.Add(Futures, 400, code, "", kind, rule, effect);
        OfFutures(-2018, Refused, "INSUFFICIENT_BALANCE");
        OfFutures(-2019, Refused, "INSUFFICIENT_BALANCE");
        OfFutures(-2020, Refused, "UNABLE_TO_FILL");
        OfFutures(-2021, Refused, "STOP_WOULD_TRIGGER");
        OfFutures(-2022, Refused, "REDUCE_ONLY");
        OfFutures(-2025, Refused, "MAX_NUM_ORDERS");
        OfFutures(-2027, Refused, "LEVERAGE_BRACKET");
        OfFutures(-2028, Refused, "LEVERAGE_BRACKET");
        foreach (int code in new[] { -4003, -4004, -4005, -4023 }) OfFutures(code, Refused, "LOT_SIZE", AnswerEffect.RefreshRules);
        foreach (int code in new[] { -4001, -4002, -4013, -4014 }) OfFutures(code, Refused, "PRICE_FILTER", AnswerEffect.RefreshRules);
        foreach (int code in new[] { -4016, -4024, -4131 }) OfFutures(code, Refused, "PERCENT_PRICE", AnswerEffect.RefreshRules);
        OfFutures(-4015, Refused, "CLIENT_ORDER_ID");
        OfFutures(-4045, Refused, "MAX_NUM_ALGO_ORDERS");
        OfFutures(-4061, Refused, "POSITION_MODE");
        OfFutures(-4116, AnswerKind.Evidence, "DUPLICATE");
        OfFutures(-4120, Refused, "ENDPOINT_MOVED");
        OfFutures(-4142, Refused, "STOP_WOULD_TRIGGER");
        OfFutures(-4164, Refused, "NOTIONAL", AnswerEffect.RefreshRules);
        OfFutures(-5022, Refused, "POST_ONLY");
        OfFutures(-5028, Refused, "TIMESTAMP", AnswerEffect.ResyncClock);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Fault", "F-002")]
    [Trait("Fault", "F-003")]
    [Trait("Fault", "F-011")]
    [Trait("Fault", "F-031")]
    [Trait("Fault", "F-033")]
    [Trait("Fault", "F-036")]
    public void Row(BinanceProduct product, int status, int code, string message, AnswerKind kind, string rule, AnswerEffect effect) =>
        AnswerTable.Classify(product, status, code, message).ShouldBe(new AnswerClass(kind, rule, effect));

    /// <summary>Every number from 0 to −9,999: those the table does not list are unknown.</summary>
    [Theory]
    [InlineData(Spot)]
    [InlineData(Futures)]
    [Trait("Fault", "F-029")]
    public void What_is_not_listed_is_unknown(BinanceProduct product)
    {
        HashSet<int> listed = [-1003, -1008, -1013, -1015, -1021, -1022, -1111, -2010, -2014, -2015];
        for (int code = -1100; code >= -1130; code--) listed.Add(code);
        if (product == Spot) listed.Remove(-1008);
        else listed.UnionWith(Rows().Select(row => row.Data).Where(row => row.Item1 == Futures).Select(row => row.Item3));

        for (int code = 0; code > -10_000; code--)
        {
            if (listed.Contains(code)) continue;
            AnswerTable.Classify(product, 400, code, "anything").Kind.ShouldBe(Unknown, $"{code}");
        }
    }
}
