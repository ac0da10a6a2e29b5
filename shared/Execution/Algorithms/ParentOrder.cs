using System.Text.Json.Serialization;
using Parley.Domain;

namespace Parley.Execution;

/// <summary>How a parent order is worked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExecutionStyle>))]
public enum ExecutionStyle
{
    /// <summary>All at once at the market.</summary>
    Market,

    /// <summary>Rests at the touch and only makes liquidity; follows the touch a bounded number of times.</summary>
    PostOnly,

    /// <summary>Equal parts at equal times (TWAP).</summary>
    TimeSliced,

    /// <summary>Parts as a profile of volume has them, at equal times (VWAP).</summary>
    VolumeSliced,

    /// <summary>Rests at the touch and shows only a part.</summary>
    Iceberg,

    /// <summary>As much as the book bears within the slippage allowed, and the rest when it has filled up again.</summary>
    Depth,
}

/// <summary>What a decision wants done, to be worked by orders of their own. Never changes; what came of it is in its children.</summary>
/// <param name="Leg">The leg its children are named after: <c>decision.leg.attempt</c>.</param>
/// <param name="Quantity">Positive, on the grid. The children together never exceed it.</param>
/// <param name="Start">Venue time from which it is worked.</param>
public sealed record ParentOrder(
    string DecisionId, string Leg, Instrument Instrument, Side Side, Quantity Quantity, Timestamp Start, ExecutionStyle Style)
{
    public bool ReduceOnly { get; init; }

    /// <summary>Within which it is to be done. What rests is then taken off the book.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Parts of a sliced order. Parts below the venue's smallest order are sent with the next.</summary>
    public int Slices { get; init; } = 10;

    /// <summary>Volume expected in each part of the time, in any unit; empty slices evenly.</summary>
    public IReadOnlyList<double> Profile { get; init; } = [];

    /// <summary>What an iceberg shows at once.</summary>
    public Quantity Visible { get; init; }

    /// <summary>How often resting orders may follow the touch, or be refused for crossing it, before the rest is dropped.</summary>
    public int RepricingsMax { get; init; } = 3;

    /// <summary>Furthest price an order for the depth of the book may touch, as a share of the mid price.</summary>
    public decimal SlippageMax { get; init; } = 0.002m;

    public Timestamp End => Start + Duration;
}

/// <summary>The market a parent order is worked in: best levels first, empty when no book is live.</summary>
public readonly record struct BookSides(ReadOnlyMemory<BookLevel> Bids, ReadOnlyMemory<BookLevel> Asks)
{
    public bool IsLive => !Bids.IsEmpty && !Asks.IsEmpty;

    /// <summary>Best price on the side an order rests on.</summary>
    public Price Touch(Side side) => side == Side.Buy ? Bids.Span[0].Price : Asks.Span[0].Price;
}
