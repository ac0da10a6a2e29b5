using Parley.Domain;
using Parley.Network;
using Parley.Venues.Binance;

namespace Parley.Hosting;

/// <summary>Fetches the candles a live desk warms up with.</summary>
internal static class Candles
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <param name="now">The venue's time.</param>
    /// <exception cref="ConfigException">The venue did not give them.</exception>
    public static async Task<IReadOnlyList<Bar>> FetchAsync(
        ParleyConfig config, BinanceHosts hosts, IReadOnlyList<Symbol> symbols, Timestamp now, WireRouter router, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (config.Feed.History <= TimeSpan.Zero) return [];
        Timeframe shortest = config.Desk.Timeframes.Min();
        KlineHistory history = new(hosts, symbols, KlineHistory.Keeps(shortest) ? shortest : Timeframe.OneMinute, now, config.Feed.History, router);
        while (!history.IsDone)
        {
            if (history.Fault is { } fault) throw new ConfigException($"{hosts} gives no history to warm up with ({fault}); Feed.History: 0s begins without.");
            if (!router.Poll()) await Task.Delay(Pause, clock, cancellation);
        }

        return history.Bars();
    }
}
