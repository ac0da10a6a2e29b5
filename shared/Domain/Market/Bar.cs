namespace Parley.Domain;

/// <summary>One closed candle.</summary>
/// <param name="OpenTime">Start, inclusive, aligned to UTC.</param>
/// <param name="Volume">Base currency traded.</param>
/// <param name="TakerBuyVolume">Part of <paramref name="Volume"/> where the taker bought; NaN when the source does not say.</param>
/// <param name="Trades">Number of trades; 0 when the source does not say or nothing traded.</param>
/// <param name="AfterGap">
/// True where the series is broken: at least one bar between the previous one and this one is missing, or this one was
/// built from shorter bars that do not cover the whole of it.
/// </param>
public readonly record struct Bar(
    Symbol Symbol,
    Timeframe Timeframe,
    Timestamp OpenTime,
    Price Open,
    Price High,
    Price Low,
    Price Close,
    double Volume,
    double TakerBuyVolume,
    int Trades,
    bool AfterGap)
{
    /// <summary>End, exclusive: the first moment at which the bar may be known.</summary>
    public Timestamp CloseTime => OpenTime + Timeframe;
}
