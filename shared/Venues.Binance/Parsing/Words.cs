using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Where an order stands, in either book. A word not known here is <see cref="Unknown"/>.</summary>
internal enum ReportedStatus
{
    Unknown,
    New,
    PartiallyFilled,
    Filled,
    Cancelled,
    Rejected,
    Expired,

    /// <summary>Taken off because it met an order of the same account: that part was not filled.</summary>
    ExpiredInMatch,

    /// <summary>A conditional order whose trigger was reached: another order does its work.</summary>
    Triggered,

    /// <summary>A conditional order whose work is done.</summary>
    Finished,
}

/// <summary>The venue's words for the values of enumerations.</summary>
internal static class Words
{
    public static ReportedStatus Status(string word) => word switch
    {
        "NEW" or "PENDING_NEW" or "PENDING_CANCEL" => ReportedStatus.New,
        "PARTIALLY_FILLED" => ReportedStatus.PartiallyFilled,
        "FILLED" => ReportedStatus.Filled,
        "CANCELED" => ReportedStatus.Cancelled,
        "REJECTED" => ReportedStatus.Rejected,
        "EXPIRED" => ReportedStatus.Expired,
        "EXPIRED_IN_MATCH" => ReportedStatus.ExpiredInMatch,
        "TRIGGERING" or "TRIGGERED" => ReportedStatus.Triggered,
        "FINISHED" => ReportedStatus.Finished,
        _ => ReportedStatus.Unknown,
    };

    public static Side Side(string word) => word switch
    {
        "BUY" => Domain.Side.Buy,
        "SELL" => Domain.Side.Sell,
        _ => throw new BinanceFormatException("Not the JSON expected: a side expected."),
    };

    public static bool IsConditional(string type) =>
        type.StartsWith("STOP", StringComparison.Ordinal) || type.StartsWith("TAKE_PROFIT", StringComparison.Ordinal)
        || type.StartsWith("TRAILING", StringComparison.Ordinal);

    /// <summary>The nearest of our order types, for orders somebody else may have placed.</summary>
    public static OrderType Type(string type) =>
        type.StartsWith("TAKE_PROFIT", StringComparison.Ordinal) ? OrderType.TakeProfitMarket
        : IsConditional(type) ? OrderType.StopMarket : type == "MARKET" ? OrderType.Market : OrderType.Limit;

    public static TimeInForce TimeInForce(string type, string word) =>
        type == "LIMIT_MAKER" || word == "GTX" ? Domain.TimeInForce.PostOnly
        : word is "IOC" or "FOK" ? Domain.TimeInForce.ImmediateOrCancel
        : Domain.TimeInForce.GoodTillCancelled;
}
