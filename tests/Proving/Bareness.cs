using Parley.Domain;
using Parley.Venues.Simulated.Binance;

namespace Parley.Proving;

/// <summary>How long positions were without a stop at the venue, by its own record of perpetuals.</summary>
public static class Bareness
{
    /// <summary>Stretches in which an instrument's position was not zero and no conditional order rested.</summary>
    public static IEnumerable<(Symbol Symbol, Timestamp From, Timestamp To)> Of(IReadOnlyList<VenueRecordEntry> record)
    {
        Dictionary<Symbol, HashSet<string>> stops = [];
        Dictionary<Symbol, Timestamp> since = [];
        foreach (VenueRecordEntry entry in record)
        {
            if (!stops.TryGetValue(entry.Symbol, out HashSet<string>? resting)) stops.Add(entry.Symbol, resting = []);
            if (entry.Kind == "algo-new") resting.Add(entry.ClientOrderId);
            else resting.Remove(entry.ClientOrderId);
            bool bare = !entry.Position.IsZero && resting.Count == 0;
            if (bare) since.TryAdd(entry.Symbol, entry.At);
            else if (since.Remove(entry.Symbol, out Timestamp from)) yield return (entry.Symbol, from, entry.At);
        }

        Timestamp end = record.Count == 0 ? default : record[^1].At;
        foreach ((Symbol symbol, Timestamp from) in since) yield return (symbol, from, end);
    }

    /// <summary>The longest part of these stretches that a desk could do something about.</summary>
    /// <param name="lives">When desks were ready, and when they ended; in order, one after the other.</param>
    public static TimeSpan Longest(IEnumerable<(Symbol Symbol, Timestamp From, Timestamp To)> stretches, IReadOnlyList<(Timestamp Ready, Timestamp Ended)> lives)
    {
        TimeSpan longest = TimeSpan.Zero;
        foreach ((_, Timestamp from, Timestamp to) in stretches)
        {
            foreach ((Timestamp ready, Timestamp ended) in lives)
            {
                TimeSpan common = (to < ended ? to : ended) - (from > ready ? from : ready);
                if (common > longest) longest = common;
            }
        }

        return longest;
    }
}
