namespace Parley.Market;

/// <summary>When incoming data count as wrong. The defaults suit liquid spot and perpetual markets.</summary>
public sealed record DataQualityOptions
{
    /// <summary>No event at all for this long, by the venue's clock, makes a feed stale. Default 10 s.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Events that reach us this much later than the fastest ones did make a feed stale: their content is old, however
    /// many come. Default 5 s.
    /// </summary>
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Depth that stops for this long while other events come is mute. Default 10 s; the venue sends it every 100 ms.</summary>
    public TimeSpan DepthMuteAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Best prices that stop for this long are mute. Default 60 s; they are sent on change only.</summary>
    public TimeSpan QuoteMuteAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Trades that stop for this long are mute. Default 5 min: quiet markets are real.</summary>
    public TimeSpan TradeMuteAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A trade this share away from the market is a spike unless the market moves more than that anyway. Default 1 %.</summary>
    public double SpikeShareMin { get; init; } = 0.01;

    /// <summary>… and so many times the recent mean absolute return from trade to trade. Default 12.</summary>
    public double SpikeReturns { get; init; } = 12;

    /// <summary>So many spikes in a row that agree with each other are the market; that one is accepted. Default 3.</summary>
    public int SpikeConfirmations { get; init; } = 3;

    /// <summary>How long after a spike no new risk is taken. Default 5 s.</summary>
    public TimeSpan SpikeCalm { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A candle whose prices lie this share away from the last close is an outlier. Default 25 %.</summary>
    public double CandleShareMin { get; init; } = 0.25;

    /// <summary>… and so many times the recent mean absolute return from candle to candle. Default 25.</summary>
    public double CandleReturns { get; init; } = 25;
}
