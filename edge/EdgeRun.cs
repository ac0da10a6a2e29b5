using Parley.Domain;
using Parley.Hosting;
using Parley.Market;
using Parley.Ports;

namespace Parley.Edge;

/// <summary>What an edge works on.</summary>
/// <param name="Speed">Market seconds per second; null for as fast as it can.</param>
/// <param name="PaceFrom">Market time before which no pace is kept.</param>
/// <param name="Until">Market time at which to stop; null runs to the end of the data.</param>
public sealed record EdgeRun(SessionPlan Plan, IMarketSource Source, double? Speed, Timestamp PaceFrom, Timestamp? Until)
{
    /// <summary>Where orders go when they leave the process; null for the simulated venue in it.</summary>
    public LiveVenue? Venue { get; init; }

    /// <summary>An edge at a venue, on the venue's own market.</summary>
    public static EdgeRun Live(ParleyConfig config, string profile, LiveVenue venue, TimeSpan? span) =>
        new(SessionPlan.Live(config, profile, venue), venue, Speed: null, default, span is { } s ? venue.Now + s : null) { Venue = venue };

    /// <summary>An edge on a live market whose orders stay in the process.</summary>
    public static EdgeRun Listening(ParleyConfig config, string profile, LiveMarket market) =>
        new(SessionPlan.For(config, profile, market.Name, market.Instruments, candles: null), market, Speed: null, default, Until: null);

    /// <summary>An edge on recorded data.</summary>
    /// <param name="span">How much of the market; null for all of it.</param>
    public static EdgeRun Replay(ParleyConfig config, string profile, ReplaySource opened, double? speed, TimeSpan? span)
    {
        SessionPlan plan = SessionPlan.For(config, profile, opened.Name, opened.Instruments, opened.Candles);
        return new(plan, opened.Source, speed, default, span is { } s ? opened.From + s : null);
    }

    /// <summary>An edge on the synthetic market.</summary>
    /// <param name="span">How much of its live part; null for all of it.</param>
    public static EdgeRun Synthetic(
        ParleyConfig config, string profile, SyntheticMarketOptions market, SyntheticMarket source, double? speed, TimeSpan? span)
    {
        SessionPlan plan = SessionPlan.For(
            config, profile, SyntheticSource.Name(market), SyntheticSource.Instruments(market, config), candles: null);
        return new(plan, source, speed, market.Start, span is { } s ? market.Start + s : null);
    }
}

/// <summary>What a run came to.</summary>
/// <param name="Unpublished">Batches left behind at the end.</param>
public sealed record EdgeSummary(
    long Epoch, long Frames, long Events, long Batches, int Unpublished, long Orders, long Fills, string LedgerRoot, long LedgerRecords);
