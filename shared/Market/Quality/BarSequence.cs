using Parley.Domain;

namespace Parley.Market;

/// <summary>Judges the bars of one timeframe: order, missing ones, outliers.</summary>
internal sealed class BarSequence(DataQualityOptions options)
{
    // Two candles in a row at the new price are the market.
    private const int Confirmations = 2;

    private readonly SpikeFilter spikes = new(options.CandleShareMin, options.CandleReturns, Confirmations);
    private Timestamp previousOpen;
    private Timestamp previousEnd;
    private double previousClose;

    /// <returns>What is wrong, or null. After a gap the bar is good, all else makes it unusable.</returns>
    public DataIssueKind? Judge(in Bar bar, out string detail)
    {
        detail = "";
        if (previousOpen != default && bar.OpenTime <= previousOpen)
        {
            detail = $"the bar of {bar.OpenTime} came after that of {previousOpen}";
            return bar.OpenTime == previousOpen ? DataIssueKind.Duplicate : DataIssueKind.OutOfOrder;
        }

        long missing = previousEnd == default ? 0 : (bar.OpenTime.Nanoseconds - previousEnd.Nanoseconds) / bar.Timeframe.Nanoseconds;
        previousOpen = bar.OpenTime;
        previousEnd = bar.CloseTime;
        if (!spikes.Accepts(Farthest(bar), previousClose))
        {
            detail = $"the bar of {bar.OpenTime} ({bar.Low} to {bar.High}) lies far off the close before it, {previousClose:0.########}";
            return DataIssueKind.PriceSpike;
        }

        previousClose = bar.Close.ToDouble();
        if (missing <= 0) return null;
        detail = $"{missing} bars are missing before {bar.OpenTime}";
        return DataIssueKind.Gap;
    }

    public void Sync(ref StateStream state)
    {
        spikes.Sync(ref state);
        state.Sync(ref previousOpen);
        state.Sync(ref previousEnd);
        state.Sync(ref previousClose);
    }

    /// <summary>The price of the bar farthest from the close before it: its high, its low, or for a quiet bar its close.</summary>
    private double Farthest(in Bar bar)
    {
        if (previousClose <= 0) return bar.Close.ToDouble();
        double high = bar.High.ToDouble();
        double low = bar.Low.ToDouble();
        double limit = spikes.DistanceMax;
        if (high / previousClose - 1 > limit) return high;
        return 1 - low / previousClose > limit ? low : bar.Close.ToDouble();
    }
}
