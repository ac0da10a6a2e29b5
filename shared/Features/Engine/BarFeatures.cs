using Parley.Domain;

namespace Parley.Features;

/// <summary>All families of one timeframe, updated by every closed bar.</summary>
internal sealed class BarFeatures
{
    private readonly BarFamily[] families;

    // Values change when a bar closes but are read on every tick: they are computed once, by the first who asks.
    private readonly double[] values;
    private bool valuesAreCurrent;
    private Timestamp lastOpen;
    private bool any;

    public BarFeatures(Timeframe timeframe)
    {
        Timeframe = timeframe;
        families =
        [
            new PriceFeatures(timeframe), new TrendFeatures(), new MomentumFeatures(), new VolatilityFeatures(timeframe),
            new ChannelFeatures(), new VolumeFeatures(), new BarProfileFeatures(),
            new StatisticsFeatures(), new PatternFeatures(), new LevelFeatures(), new CalendarFeatures(),
        ];
        Definitions = [.. families.SelectMany(f => f.Definitions)];
        values = new double[Definitions.Count];
    }

    public Timeframe Timeframe { get; }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public int Count => values.Length;

    /// <summary>Close time of the newest bar; the epoch before the first.</summary>
    public Timestamp AsOf => any ? lastOpen + Timeframe : default;

    /// <returns>False when the bar is not younger than the last, or its prices make no sense; nothing changes then.</returns>
    public bool OnBar(in Bar bar)
    {
        if (any && bar.OpenTime <= lastOpen) return false;
        if (!HasSensiblePrices(bar)) return false;
        any = true;
        lastOpen = bar.OpenTime;
        valuesAreCurrent = false;
        foreach (BarFamily family in families) family.Update(bar);
        return true;
    }

    public void CopyTo(Span<double> destination)
    {
        if (!valuesAreCurrent)
        {
            int written = 0;
            foreach (BarFamily family in families)
            {
                family.CopyTo(AsOf, values.AsSpan(written));
                written += family.Count;
            }

            valuesAreCurrent = true;
        }

        values.CopyTo(destination);
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref any);
        state.Sync(ref lastOpen);
        foreach (BarFamily family in families) family.Sync(ref state);
        if (state.IsReading) valuesAreCurrent = false;
    }

    private static bool HasSensiblePrices(in Bar bar) =>
        bar.Low.IsPositive && bar.Low <= bar.Open && bar.Low <= bar.Close
        && bar.Open <= bar.High && bar.Close <= bar.High && bar.High <= FeatureEngine.PriceMax;
}
