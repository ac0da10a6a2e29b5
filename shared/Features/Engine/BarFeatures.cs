using Parley.Domain;

namespace Parley.Features;

/// <summary>The features of one timeframe, updated by every closed bar.</summary>
internal sealed partial class BarFeatures
{
    // Indicators are structs held in place: one object per timeframe, no virtual call on the way of a bar.
    private SimpleMovingAverage sma20 = new(20);
    private SimpleMovingAverage sma50 = new(50);
    private ExponentialMovingAverage ema12 = new(12);
    private ExponentialMovingAverage ema26 = new(26);
    private WilderRsi rsi14 = new(14);
    private MovingAverageConvergence macd = new(12, 26, 9);
    private BollingerBands bollinger = new(20, 2);
    private AverageTrueRange atr14 = new(14);
    private DirectionalMovement movement14 = new(14);
    private SessionVwap vwap = new();
    private OnBalanceVolume obv;
    private RealisedVolatility volatility20 = new(20);
    private RateOfChange momentum5 = new(5);
    private RateOfChange return1 = new(1);
    private RollingSum volume20 = new(20);
    private RollingMaximum high20 = new(20);
    private RollingMinimum low20 = new(20);
    private double priorHigh20 = double.NaN;
    private double priorLow20 = double.NaN;
    private double close = double.NaN;
    private double volume = double.NaN;
    private Timestamp lastOpen;
    private long consecutive;

    // Values change when a bar closes but are read on every tick: they are computed once, by the first who asks.
    private readonly double[] values = new double[Catalogue.Length];
    private bool valuesAreCurrent;

    public BarFeatures(Timeframe timeframe) => Timeframe = timeframe;

    public Timeframe Timeframe { get; }

    /// <summary>Close time of the newest bar; the epoch before the first.</summary>
    public Timestamp AsOf => consecutive == 0 ? default : lastOpen + Timeframe;

    /// <returns>False when the bar is not younger than the last, or its prices make no sense; nothing changes then.</returns>
    public bool OnBar(in Bar bar)
    {
        if (consecutive > 0 && bar.OpenTime <= lastOpen) return false;
        if (!HasSensiblePrices(bar)) return false;
        bool follows = consecutive > 0 && !bar.AfterGap && bar.OpenTime == lastOpen + Timeframe;
        consecutive = follows ? consecutive + 1 : 1;
        lastOpen = bar.OpenTime;
        valuesAreCurrent = false;
        Update(bar);
        return true;
    }

    public void CopyTo(Span<double> destination)
    {
        if (!valuesAreCurrent)
        {
            for (int i = 0; i < values.Length; i++) values[i] = Catalogue[i].Read(this);
            valuesAreCurrent = true;
        }

        values.CopyTo(destination);
    }

    private static bool HasSensiblePrices(in Bar bar) =>
        bar.Low.IsPositive && bar.Low <= bar.Open && bar.Low <= bar.Close
        && bar.Open <= bar.High && bar.Close <= bar.High && bar.High <= FeatureEngine.PriceMax;

    private void Update(in Bar bar)
    {
        close = bar.Close.ToDouble();
        sma20.Update(bar.Close);
        sma50.Update(bar.Close);
        ema12.Update(close);
        ema26.Update(close);
        rsi14.Update(bar.Close);
        macd.Update(close);
        bollinger.Update(bar.Close);
        atr14.Update(bar);
        movement14.Update(bar);
        vwap.Update(bar);
        obv.Update(bar);
        volatility20.Update(bar.Close);
        momentum5.Update(bar.Close);
        return1.Update(bar.Close);
        priorHigh20 = high20.Value;
        priorLow20 = low20.Value;
        high20.Update(bar.High.ToDouble());
        low20.Update(bar.Low.ToDouble());
        UpdateVolume(bar.Volume);
    }

    private void UpdateVolume(double traded)
    {
        // A volume nobody knows is left out of the mean, and the ratio is unknown for this bar.
        bool known = double.IsFinite(traded) && traded >= 0;
        volume = known ? traded : double.NaN;
        if (known) volume20.Update(traded);
    }
}
