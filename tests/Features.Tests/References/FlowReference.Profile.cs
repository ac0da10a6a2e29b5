using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>The volume profile of the day, from all of its trades.</summary>
internal static partial class FlowReference
{
    // Seven features read the same profile: the last one is kept.
    private static (IReadOnlyList<MarketEvent> Events, Timestamp At, Levels? Levels)? known;

    private sealed record Levels(double PointOfControl, double Low, double High, double NodeAbove, double NodeBelow);

    private static Levels? Profile(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        if (known is not { } kept || !ReferenceEquals(kept.Events, events) || kept.At != t) known = kept = (events, t, FindProfile(events, t));
        return kept.Levels;
    }

    private static Levels? FindProfile(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        // Complete seconds of the day alone.
        long now = t.Nanoseconds / Second;
        Trade[] trades = [.. Market(events).Where(x =>
            x.VenueTime.Nanoseconds / Second < now && x.VenueTime.ToDateTimeOffset().Date == t.ToDateTimeOffset().Date)];
        if (trades.Length == 0) return null;
        var volumes = new SortedDictionary<int, decimal>();
        foreach (Trade x in trades) volumes[Cell(x)] = volumes.GetValueOrDefault(Cell(x)) + x.Quantity.Value;
        int control = volumes.MaxBy(v => v.Value).Key;
        (int low, int high) = (control, control);
        decimal wanted = 0.7m * volumes.Values.Sum();
        while (volumes.Where(v => v.Key >= low && v.Key <= high).Sum(v => v.Value) < wanted)
        {
            decimal below = low > volumes.Keys.First() ? volumes.GetValueOrDefault(low - 1) : -1;
            decimal above = high < volumes.Keys.Last() ? volumes.GetValueOrDefault(high + 1) : -1;
            if (below >= above) low--;
            if (above >= below) high++;
        }

        int last = Cell(trades[^1]);
        int[] nodes = [.. volumes.Keys.Where(k =>
            volumes[k] * 2 >= volumes[control]
            && volumes[k] > volumes.GetValueOrDefault(k - 1) && volumes[k] >= volumes.GetValueOrDefault(k + 1))];
        return new(
            At(control + 0.5), At(low), At(high + 1),
            nodes.Where(k => k > last).Select(k => At(k + 0.5)).FirstOrDefault(double.NaN),
            nodes.Where(k => k < last).Select(k => At(k + 0.5)).LastOrDefault(double.NaN));
    }

    private static double Position(double price, Levels levels) => price < levels.Low ? -1 : price < levels.High ? 0 : 1;

    private static int Cell(Trade trade) => (int)Math.Floor(Math.Log(trade.Price.Raw) / 0.0005);

    private static double At(double cell) => Math.Exp(cell * 0.0005) / 1e8;
}
