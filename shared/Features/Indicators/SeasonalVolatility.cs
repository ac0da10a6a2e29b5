using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// What volatility to expect at this time of day: per hour of the UTC day the mean square of the bars' logarithmic
/// returns, averaged exponentially over days (α = 1 / 10, started at the first day's). An hour counts once it is over.
/// </summary>
internal struct SeasonalVolatility
{
    private const int Hours = 24;
    private const double Weight = 0.1;
    private readonly double[] meanSquares = new double[Hours];
    private double previous = double.NaN;
    private double squares;
    private int bars;
    private long hour;

    public SeasonalVolatility() => Array.Fill(meanSquares, double.NaN);

    /// <summary>Logarithmic return per bar to expect in the hour that starts with or holds this moment; NaN before that hour was seen once.</summary>
    public readonly double ExpectedAt(Timestamp moment) => Math.Sqrt(meanSquares[HourOf(moment) % Hours]);

    public void Update(in Bar bar)
    {
        long now = HourOf(bar.OpenTime);
        if (now != hour)
        {
            Close();
            hour = now;
        }

        double close = bar.Close.ToDouble();
        if (!double.IsNaN(previous))
        {
            double change = PortableMath.Log(close / previous);
            squares += change * change;
            bars++;
        }

        previous = close;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(meanSquares);
        state.Sync(ref previous);
        state.Sync(ref squares);
        state.Sync(ref bars);
        state.Sync(ref hour);
    }

    private static long HourOf(Timestamp moment) => moment.Nanoseconds / Timeframe.OneHour.Nanoseconds;

    private void Close()
    {
        if (bars == 0) return;
        ref double known = ref meanSquares[hour % Hours];
        double latest = squares / bars;
        known = double.IsNaN(known) ? latest : known + (latest - known) * Weight;
        squares = 0;
        bars = 0;
    }
}
