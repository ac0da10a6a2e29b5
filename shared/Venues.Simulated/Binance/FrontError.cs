namespace Parley.Venues.Simulated.Binance;

/// <summary>An error as Binance words it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Negative number; positive or zero where the venue sends text only.</param>
internal sealed record FrontError(int Status, int Code, string Message)
{
    public static readonly FrontError BadKey = new(401, -2014, "API-key format invalid.");
    public static readonly FrontError UnknownKey = new(401, -2015, "Invalid API-key, IP, or permissions for action.");
    public static readonly FrontError BadSignature = new(400, -1022, "Signature for this request is not valid.");
    public static readonly FrontError Ahead = new(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    public static readonly FrontError Late = new(400, -1021, "Timestamp for this request is outside of the recvWindow.");
    public static readonly FrontError BadWindow = new(400, -1131, "recvWindow must be less than 60000");
    public static readonly FrontError BadSymbol = new(400, -1121, "Invalid symbol.");
    public static readonly FrontError NeedsId = new(400, -1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
    public static readonly FrontError NoSuchOrder = new(400, -2013, "Order does not exist.");
    public static readonly FrontError UnknownOrder = new(400, -2011, "Unknown order sent.");
    public static readonly FrontError DuplicateSpot = new(400, -2010, "Duplicate order sent.");
    public static readonly FrontError DuplicateFutures = new(400, -4116, "ClientOrderId is duplicated.");
    public static readonly FrontError BadClientId = new(400, -1100, "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'.");
    public static readonly FrontError NoBalance = new(400, -2010, "Account has insufficient balance for requested action.");
    public static readonly FrontError NoMargin = new(400, -2019, "Margin is insufficient.");
    public static readonly FrontError WouldTriggerSpot = new(400, -2010, "Stop price would trigger immediately.");
    public static readonly FrontError WouldTriggerFutures = new(400, -2021, "Order would immediately trigger.");
    public static readonly FrontError ReduceOnlyRejected = new(400, -2022, "ReduceOnly Order is rejected.");
    public static readonly FrontError PostOnlySpot = new(400, -2010, "Order would immediately match and take.");
    public static readonly FrontError PostOnlyFutures = new(400, -5022, "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history");
    public static readonly FrontError UseAlgo = new(400, -4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");
    public static readonly FrontError BadType = new(400, -1116, "Invalid orderType.");
    public static readonly FrontError BadSide = new(400, -1117, "Invalid side.");
    public static readonly FrontError BadForce = new(400, -1115, "Invalid timeInForce.");
    public static readonly FrontError BadInterval = new(400, -1120, "Invalid interval.");
    public static readonly FrontError MarketClosedSpot = new(400, -1013, "Market is closed.");
    public static readonly FrontError SymbolClosedFutures = new(400, -4108, "Symbol is closed, pre-settling or delivering.");
    public static readonly FrontError NoListenKey = new(400, -1125, "This listenKey does not exist.");
    public static readonly FrontError OneWay = new(400, -4061, "Order's position side does not match user's setting.");
    public static readonly FrontError NoNeedMarginType = new(400, -4046, "No need to change margin type.");
    public static readonly FrontError NoNeedPositionSide = new(400, -4059, "No need to change position side.");
    public static readonly FrontError PositionSideLocked = new(400, -4068, "Position side cannot be changed if there exists position.");
    public static readonly FrontError BadLeverage = new(400, -4028, "Leverage is not valid");
    public static readonly FrontError TooManyAlgos = new(400, -4045, "Reach max stop order limit.");
    public static readonly FrontError TooManyOrders = new(429, -1015, "Too many new orders; current limit is 300 orders per TEN SECONDS.");
    public static readonly FrontError UnknownOutcome = new(408, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.");
    public static readonly FrontError NotFound = new(404, -5000, "Path not found.");

    public static FrontError Missing(string name) =>
        new(400, -1102, $"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.");

    public static FrontError NotRequired(string name) => new(400, -1106, $"Parameter '{name}' sent when not required.");

    public static FrontError Illegal(string name) => new(400, -1100, $"Illegal characters found in parameter '{name}'; legal range is '^([0-9]{{1,20}})(\\.[0-9]{{1,20}})?$'.");

    public static FrontError Filter(string name) => new(400, -1013, $"Filter failure: {name}");

    public static FrontError TooMuchWeight(int limit) => new(
        429, -1003, $"Too much request weight used; current limit is {limit} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.");

    public static FrontError Banned(long untilMilliseconds) => new(
        418, -1003, $"Way too much request weight used; IP banned until {untilMilliseconds}. Please use WebSocket Streams for live updates to avoid bans.");

    /// <summary>What a refusal of the matching is called here.</summary>
    public static FrontError ForRule(string rule, string reason, bool isFutures) => (rule, isFutures) switch
    {
        ("INSUFFICIENT_BALANCE", false) => NoBalance,
        ("INSUFFICIENT_BALANCE", true) => NoMargin,
        ("POST_ONLY", false) => PostOnlySpot,
        ("POST_ONLY", true) => PostOnlyFutures,
        ("WOULD_TRIGGER", false) => WouldTriggerSpot,
        ("WOULD_TRIGGER", true) => WouldTriggerFutures,
        ("DUPLICATE_ID", false) => DuplicateSpot,
        ("DUPLICATE_ID", true) => DuplicateFutures,
        ("UNKNOWN_SYMBOL", _) => BadSymbol,
        ("ORDER_FORM", _) => new(400, -1106, reason),
        ("PRICE_FILTER", true) => new(400, -4014, "Price not increased by tick size."),
        ("LOT_SIZE", true) => reason.Contains("minimum", StringComparison.Ordinal)
            ? new(400, -4004, "Quantity less than min quantity.")
            : new(400, -1111, "Precision is over the maximum defined for this asset."),
        ("NOTIONAL", true) => new(400, -4164, "Order's notional must be no smaller than 5 (unless you choose reduce only)."),
        _ => Filter(rule),
    };
}
