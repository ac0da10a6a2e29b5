using System.Runtime.CompilerServices;
using Parley.Domain;
using static Parley.Features.Tests.MarketEvent;

namespace Parley.Features.Tests;

/// <summary>What is read from single trades.</summary>
internal static partial class FlowReference
{
    private const int Quantities = 1_000;

    // The threshold before a trade depends on nothing later: found once for each trade.
    private static readonly ConditionalWeakTable<MarketEvent, StrongBox<double>> ThresholdsBefore = [];

    private static double OverTrades(IReadOnlyList<MarketEvent> events, int back)
    {
        Trade[] trades = Market(events);
        return trades.Length > back ? (double)(trades[^1].Price.Value / trades[^(back + 1)].Price.Value - 1) : double.NaN;
    }

    private static double OverSeconds(IReadOnlyList<MarketEvent> events, Timestamp t, int seconds)
    {
        Trade[] trades = Market(events);
        long start = t.Nanoseconds / Second - seconds + 1;
        Trade[] before = [.. trades.TakeWhile(x => x.VenueTime.Nanoseconds / Second < start)];
        return before.Length > 0 ? (double)(trades[^1].Price.Value / before[^1].Price.Value - 1) : double.NaN;
    }

    /// <summary>The 990th smallest of the last 1,000, rounded down to a sixteenth of the power of two below it.</summary>
    private static double Threshold(long[] raw)
    {
        if (raw.Length < Quantities) return double.NaN;
        long quantile = raw[^Quantities..].Order().ElementAt(989);
        long power = 1;
        while (power <= quantile / 2) power *= 2;
        long step = Math.Max(power / 16, 1);
        return quantile / step * step / 1e8;
    }

    private static double Large(IReadOnlyList<MarketEvent> events, Timestamp t, Func<Trade[], double> value)
    {
        Traded[] trades = [.. events.OfType<Traded>().Where(e => e.Trade.Origin == TradeOrigin.Market)];
        if (trades.Length <= Quantities || t.Nanoseconds / Second - trades[Quantities].At.Nanoseconds / Second < 300) return double.NaN;
        var large = new List<Trade>();
        for (int i = Quantities; i < trades.Length; i++)
        {
            if (!InWindow(trades[i].Trade, t.Nanoseconds / Second, 300)) continue;
            if (!ThresholdsBefore.TryGetValue(trades[i], out StrongBox<double>? threshold))
            {
                threshold = new StrongBox<double>(Threshold([.. trades[(i - Quantities)..i].Select(x => x.Trade.Quantity.Raw)]));
                ThresholdsBefore.Add(trades[i], threshold);
            }

            if (trades[i].Trade.Quantity.ToDouble() >= threshold.Value) large.Add(trades[i].Trade);
        }

        return value([.. large]);
    }
}
