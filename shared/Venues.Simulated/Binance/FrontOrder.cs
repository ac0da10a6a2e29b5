using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

internal enum FrontStatus
{
    New,
    PartiallyFilled,
    Filled,
    Canceled,
    Expired,
    Rejected,
}

/// <summary>An order as the protocol shows it.</summary>
internal sealed class FrontOrder
{
    public required long OrderId { get; init; }

    public required string ClientId { get; init; }

    public required Instrument Instrument { get; init; }

    public required Side Side { get; init; }

    /// <summary>On the wire: <c>LIMIT</c>, <c>MARKET</c>, <c>STOP_LOSS_LIMIT</c> …</summary>
    public required string Type { get; init; }

    /// <summary>Type under which it was placed first: of a triggered algo order the conditional's.</summary>
    public string OriginalType { get; init; } = "";

    public required string Force { get; init; }

    public required Quantity Quantity { get; init; }

    public Price? Limit { get; init; }

    public Price? Stop { get; init; }

    public bool ReduceOnly { get; init; }

    public bool ClosePosition { get; init; }

    public long QuoteQuantityRaw { get; init; }

    public required Timestamp At { get; init; }

    public Timestamp UpdatedAt { get; set; }

    public FrontStatus Status { get; set; }

    public Quantity Filled { get; set; }

    /// <summary>Σ price × quantity.</summary>
    public decimal FilledQuote { get; set; }

    /// <summary>Set by a cancellation: the id the cancellation itself was given.</summary>
    public string? CancelId { get; set; }

    /// <summary>When lookups begin to see it.</summary>
    public Timestamp VisibleAt { get; set; }

    /// <summary>Waits for its trigger here; not in the matching yet.</summary>
    public bool IsWaitingForTrigger { get; set; }

    public AlgoOrder? Algo { get; init; }

    public List<FrontTrade>? Trades { get; set; }

    public bool IsOpen => Status is FrontStatus.New or FrontStatus.PartiallyFilled;

    public Quantity Remaining => Quantity - Filled;

    public decimal AveragePrice => Filled.IsZero ? 0 : FilledQuote / Filled.Value;

    public ReadOnlySpan<byte> StatusText => Text(Status);

    public static ReadOnlySpan<byte> Text(FrontStatus status) => status switch
    {
        FrontStatus.New => "NEW"u8,
        FrontStatus.PartiallyFilled => "PARTIALLY_FILLED"u8,
        FrontStatus.Filled => "FILLED"u8,
        FrontStatus.Canceled => "CANCELED"u8,
        FrontStatus.Expired => "EXPIRED"u8,
        _ => "REJECTED"u8,
    };
}

/// <summary>One execution of an order.</summary>
internal sealed record FrontTrade(
    long TradeId, FrontOrder Order, Timestamp At, Price Price, Quantity Quantity, decimal Commission, string CommissionAsset, bool IsMaker, decimal Realised);

/// <summary>A conditional order of the futures algo service: it lives outside the matching until its trigger.</summary>
internal sealed class AlgoOrder
{
    public required long AlgoId { get; init; }

    public required string ClientId { get; init; }

    public required Instrument Instrument { get; init; }

    public required Side Side { get; init; }

    public required string Type { get; init; }

    public required string Force { get; init; }

    public Quantity Quantity { get; init; }

    public Price? Trigger { get; set; }

    public Price? Limit { get; init; }

    public bool ReduceOnly { get; init; }

    public bool ClosePosition { get; init; }

    /// <summary>Triggers on the mark price; otherwise on the last trade.</summary>
    public bool OnMark { get; init; }

    /// <summary>Percent, for trailing stops; zero otherwise.</summary>
    public decimal CallbackRate { get; init; }

    public Price? Activation { get; init; }

    public bool IsActivated { get; set; }

    public required Timestamp At { get; init; }

    public Timestamp UpdatedAt { get; set; }

    public Timestamp TriggeredAt { get; set; }

    /// <summary>When lookups begin to see it.</summary>
    public Timestamp VisibleAt { get; init; }

    /// <summary><c>NEW</c>, <c>CANCELED</c>, <c>TRIGGERED</c>, <c>FINISHED</c>, <c>REJECTED</c>, <c>EXPIRED</c>.</summary>
    public string Status { get; set; } = "NEW";

    public FrontOrder? Actual { get; set; }

    public bool IsOpen => string.Equals(Status, "NEW", StringComparison.Ordinal);

    public bool IsTrailing => CallbackRate > 0;

    /// <summary>Whether a price sets it off. Moves a trailing stop.</summary>
    public bool IsReachedBy(Price price)
    {
        if (IsTrailing)
        {
            if (!IsActivated)
            {
                IsActivated = Activation is not { } at || (Side == Side.Sell ? price >= at : price <= at);
                if (!IsActivated) return false;
            }

            decimal distance = price.Value * CallbackRate / 100;
            Price candidate = Price.FromRaw((long)((Side == Side.Sell ? price.Value - distance : price.Value + distance) * FixedPoint.Scale));
            if (Trigger is not { } now || (Side == Side.Sell ? candidate > now : candidate < now)) Trigger = candidate;
        }

        if (Trigger is not { } trigger) return false;
        bool rises = Type.StartsWith("TAKE_PROFIT", StringComparison.Ordinal) == (Side == Side.Sell);
        return rises ? price >= trigger : price <= trigger;
    }
}
