using Parley.Domain;

namespace Parley.Market;

/// <summary>What must hold of candles before anything may rest on them.</summary>
internal sealed class CandleCheck(Timeframe timeframe)
{
    private static readonly Timeframe Week = Timeframe.Parse("1w");

    private Timestamp first;
    private Timestamp previous;

    /// <summary>Whether at least one candle between the previous row and this one is missing.</summary>
    public bool AfterGap { get; private set; }

    /// <summary>Judges the next row.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Fault(in CandleRow row) => TimeFault(row) ?? PriceFault(row) ?? VolumeFault(row);

    private string? TimeFault(in CandleRow row)
    {
        if (!EpochStamp.IsPlausible(row.OpenTime)) return $"column open time: {row.OpenTime} is not between 2009 and 2100";
        if (previous != default && row.OpenTime <= previous)
            return $"time goes backwards: the candle of {row.OpenTime} comes after that of {previous}";
        if (first == default) first = row.OpenTime;
        if (!IsOnGrid(row.OpenTime)) return $"the candle of {row.OpenTime} is off the {timeframe} grid";
        AfterGap = previous != default && row.OpenTime > previous + timeframe;
        previous = row.OpenTime;
        return null;
    }

    // Weeks start on Monday, the epoch was a Thursday; all shorter timeframes count from the epoch.
    private bool IsOnGrid(Timestamp openTime)
    {
        Timestamp origin = timeframe.Nanoseconds % Week.Nanoseconds == 0 ? first : default;
        return (openTime.Nanoseconds - origin.Nanoseconds) % timeframe.Nanoseconds == 0;
    }

    private static string? PriceFault(in CandleRow row)
    {
        if (row.Open <= 0) return $"column open: {Text(row.Open)} is not a positive price";
        if (row.High <= 0) return $"column high: {Text(row.High)} is not a positive price";
        if (row.Low <= 0) return $"column low: {Text(row.Low)} is not a positive price";
        if (row.Close <= 0) return $"column close: {Text(row.Close)} is not a positive price";
        if (row.High < row.Low) return $"column high: {Text(row.High)} is below low {Text(row.Low)}; are columns swapped?";
        if (row.High < Math.Max(row.Open, row.Close))
            return $"column high: {Text(row.High)} is below open {Text(row.Open)} or close {Text(row.Close)}; are columns swapped?";
        return row.Low > Math.Min(row.Open, row.Close)
            ? $"column low: {Text(row.Low)} is above open {Text(row.Open)} or close {Text(row.Close)}; are columns swapped?"
            : null;
    }

    private static string? VolumeFault(in CandleRow row)
    {
        if (!(row.Volume >= 0)) return $"column volume: {row.Volume} is negative";
        if (row.Trades < 0) return $"column count: {row.Trades} is negative";
        return row.TakerBuyVolume < 0 || row.TakerBuyVolume > row.Volume * (1 + 1e-9)
            ? $"column taker buy volume: {row.TakerBuyVolume} is not between zero and the volume {row.Volume}"
            : null;
    }

    private static string Text(long raw) => FixedPoint.ToText(raw);
}
