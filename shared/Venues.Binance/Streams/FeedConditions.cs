using System.Diagnostics.CodeAnalysis;
using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>What the desk must know of the feed's state, in order, until it is fetched.</summary>
internal sealed class FeedConditions(TimeProvider clock)
{
    private readonly Queue<VenueCondition> waiting = new();

    public void Add(Symbol symbol, string name, TradingMode demands, string reason) =>
        waiting.Enqueue(new VenueCondition(symbol, Timestamp.From(clock.GetUtcNow()), name, demands, reason));

    public bool TryTake([NotNullWhen(true)] out VenueCondition? condition) => waiting.TryDequeue(out condition);
}
