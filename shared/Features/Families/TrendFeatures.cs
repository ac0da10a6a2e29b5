using Parley.Domain;

namespace Parley.Features;

/// <summary>Where prices are going: averages, their crossings, MACD and directional movement.</summary>
internal sealed class TrendFeatures() : BarFamily(Formulas.Definitions)
{
    private static readonly FormulaList<TrendFeatures> Formulas = new(FeatureKind.Bars, "trend")
    {
        { nameof(SimpleMovingAverage), "sma_5", Units.Quote, 5, "Mean of the last 5 closes.", "TA-Lib SMA", static (f, _) => f.sma5.Value },
        { nameof(SimpleMovingAverage), "sma_20", Units.Quote, 20, "Mean of the last 20 closes.", "TA-Lib SMA", static (f, _) => f.sma20.Value },
        { nameof(SimpleMovingAverage), "sma_50", Units.Quote, 50, "Mean of the last 50 closes.", "TA-Lib SMA", static (f, _) => f.sma50.Value },
        { nameof(SimpleMovingAverage), "sma_200", Units.Quote, 200, "Mean of the last 200 closes.", "TA-Lib SMA", static (f, _) => f.sma200.Value },
        {
            nameof(Crossing), "sma_20_50_cross", Units.Sign, 51, Cross("sma_20", "sma_50"), Sources.Own,
            static (f, _) => f.cross20Over50.Value
        },
        {
            nameof(Crossing), "sma_50_200_cross", Units.Sign, 201, Cross("sma_50", "sma_200"),
            "\"Golden\" and \"death cross\"", static (f, _) => f.cross50Over200.Value
        },
        { nameof(WeightedMovingAverage), "wma_20", Units.Quote, 20, "Mean of the last 20 closes with weights 1 (oldest) to 20.", "TA-Lib WMA", static (f, _) => f.wma20.Value },
        {
            nameof(ExponentialMovingAverage), "ema_12", Units.Quote, 12,
            "Exponential mean of closes, α = 2/13, started at the mean of the first 12.", "TA-Lib EMA", static (f, _) => f.ema12.Value
        },
        {
            nameof(ExponentialMovingAverage), "ema_20", Units.Quote, 20,
            "Exponential mean of closes, α = 2/21, started at the mean of the first 20.", "TA-Lib EMA", static (f, _) => f.ema20.Value
        },
        {
            nameof(ExponentialMovingAverage), "ema_26", Units.Quote, 26,
            "Exponential mean of closes, α = 2/27, started at the mean of the first 26.", "TA-Lib EMA", static (f, _) => f.ema26.Value
        },
        {
            nameof(ExponentialMovingAverage), "ema_50", Units.Quote, 50,
            "Exponential mean of closes, α = 2/51, started at the mean of the first 50.", "TA-Lib EMA", static (f, _) => f.ema50.Value
        },
        {
            nameof(ExponentialMovingAverage), "ema_200", Units.Quote, 200,
            "Exponential mean of closes, α = 2/201, started at the mean of the first 200.", "TA-Lib EMA", static (f, _) => f.ema200.Value
        },
        {
            nameof(MovingAverageConvergence), "macd", Units.Quote, 26,
            "EMA 12 − EMA 26 of closes, both started at bar 26: the fast one at the mean of closes 15 to 26. TA-Lib shows "
            + "the same values from bar 34 on.", "TA-Lib MACD", static (f, _) => f.macd.Value
        },
        { nameof(MovingAverageConvergence), "macd_signal", Units.Quote, 34, "EMA 9 of `macd`.", "TA-Lib MACD", static (f, _) => f.macd.Signal },
        { nameof(MovingAverageConvergence), "macd_histogram", Units.Quote, 34, "`macd` − `macd_signal`.", "TA-Lib MACD", static (f, _) => f.macd.Histogram },
        {
            nameof(DirectionalMovement), "adx_14", Units.Percent, 28,
            "Wilder smoothing over 14 of 100 × |+DI − −DI| ÷ (+DI + −DI); a bar where that is 0/0 leaves it as it was.",
            Sources.Wilder, static (f, _) => f.movement14.Value
        },
        {
            nameof(DirectionalMovement), "plus_di_14", Units.Percent, 15,
            "100 × smoothed upward movement ÷ smoothed true range, over 14. A rise as large as the fall counts for neither: "
            + "differences are exact, where binary rounding tips such ties in TA-Lib. Unknown while no price has moved, where "
            + "TA-Lib gives 0.", Sources.Wilder, static (f, _) => f.movement14.PlusDirection
        },
        {
            nameof(DirectionalMovement), "minus_di_14", Units.Percent, 15,
            "100 × smoothed downward movement ÷ smoothed true range, over 14; ties and unknown as for `plus_di_14`.",
            Sources.Wilder, static (f, _) => f.movement14.MinusDirection
        },
    };

    private SimpleMovingAverage sma5 = new(5);
    private SimpleMovingAverage sma20 = new(20);
    private SimpleMovingAverage sma50 = new(50);
    private SimpleMovingAverage sma200 = new(200);
    private Crossing cross20Over50;
    private Crossing cross50Over200;
    private WeightedMovingAverage wma20 = new(20);
    private ExponentialMovingAverage ema12 = new(12);
    private ExponentialMovingAverage ema20 = new(20);
    private ExponentialMovingAverage ema26 = new(26);
    private ExponentialMovingAverage ema50 = new(50);
    private ExponentialMovingAverage ema200 = new(200);
    private MovingAverageConvergence macd = new(12, 26, 9);
    private DirectionalMovement movement14 = new(14);

    public override void Update(in Bar bar)
    {
        double close = bar.Close.ToDouble();
        sma5.Update(bar.Close);
        sma20.Update(bar.Close);
        sma50.Update(bar.Close);
        sma200.Update(bar.Close);
        cross20Over50.Update(sma20.Value, sma50.Value);
        cross50Over200.Update(sma50.Value, sma200.Value);
        wma20.Update(bar.Close);
        ema12.Update(close);
        ema20.Update(close);
        ema26.Update(close);
        ema50.Update(close);
        ema200.Update(close);
        macd.Update(close);
        movement14.Update(bar);
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        sma5.Sync(ref state);
        sma20.Sync(ref state);
        sma50.Sync(ref state);
        sma200.Sync(ref state);
        cross20Over50.Sync(ref state);
        cross50Over200.Sync(ref state);
        wma20.Sync(ref state);
        ema12.Sync(ref state);
        ema20.Sync(ref state);
        ema26.Sync(ref state);
        ema50.Sync(ref state);
        ema200.Sync(ref state);
        macd.Sync(ref state);
        movement14.Sync(ref state);
    }

    private static string Cross(string fast, string slow) =>
        $"1 on the bar on which `{fast}` rises above `{slow}`, −1 on which it falls below, else 0; while both are equal the side before counts.";
}
