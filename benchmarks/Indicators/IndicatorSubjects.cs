using Parley.Domain;
using Parley.Features;

namespace Parley.Benchmarks;

/// <summary>What is measured for every indicator of the catalogue: updated and read once per event.</summary>
internal static partial class IndicatorSubjects
{
    private static readonly Bar[] Bars = MadeUpMarket.Bars();

    private delegate double Step<T>(ref T indicator, in Bar bar);

    public static IReadOnlyDictionary<string, Func<double>> All { get; } =
        new[] { OnBars(), OnFlow() }.SelectMany(part => part).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, Func<double>> OnBars() => new(StringComparer.Ordinal)
    {
        [nameof(Bar)] = () => Run<double>(() => 0, static (ref double sum, in Bar b) => sum = b.Close.ToDouble() + (b.High.Raw - b.Low.Raw) / (double)b.Close.Raw),
        [nameof(SimpleMovingAverage)] = () => Run(() => new SimpleMovingAverage(20), static (ref SimpleMovingAverage i, in Bar b) => { i.Update(b.Close); return i.Value; }),
        [nameof(WeightedMovingAverage)] = () => Run(() => new WeightedMovingAverage(20), static (ref WeightedMovingAverage i, in Bar b) => { i.Update(b.Close); return i.Value; }),
        [nameof(ExponentialMovingAverage)] = () => Run(() => new ExponentialMovingAverage(20), static (ref ExponentialMovingAverage i, in Bar b) => { i.Update(b.Close.ToDouble()); return i.Value; }),
        [nameof(Crossing)] = () => Run(() => new Crossing(), static (ref Crossing i, in Bar b) => { i.Update(b.Close.ToDouble(), b.Open.ToDouble()); return i.Value; }),
        [nameof(MovingAverageConvergence)] = () => Run(() => new MovingAverageConvergence(12, 26, 9), static (ref MovingAverageConvergence i, in Bar b) => { i.Update(b.Close.ToDouble()); return i.Histogram; }),
        [nameof(DirectionalMovement)] = () => Run(() => new DirectionalMovement(14), static (ref DirectionalMovement i, in Bar b) => { i.Update(b); return i.Value + i.PlusDirection + i.MinusDirection; }),
        [nameof(WilderRsi)] = () => Run(() => new WilderRsi(14), static (ref WilderRsi i, in Bar b) => { i.Update(b.Close); return i.Value; }),
        [nameof(RateOfChange)] = () => Run(() => new RateOfChange(5), static (ref RateOfChange i, in Bar b) => { i.Update(b.Close); return i.Value; }),
        [nameof(BollingerBands)] = () => Run(() => new BollingerBands(20, 2), static (ref BollingerBands i, in Bar b) => { i.Update(b.Close); return i.Upper + i.PercentB; }),
        [nameof(AverageTrueRange)] = () => Run(() => new AverageTrueRange(14), static (ref AverageTrueRange i, in Bar b) => { i.Update(b); return i.Value; }),
        [nameof(RealisedVolatility)] = () => Run(() => new RealisedVolatility(20), static (ref RealisedVolatility i, in Bar b) => { i.Update(b.Close); return i.Value; }),
        [nameof(RollingDeviation)] = () => Run(() => new RollingDeviation(20), static (ref RollingDeviation i, in Bar b) => { i.Update(b.Volume); return i.Value; }),
        [nameof(ParkinsonVolatility)] = () => Run(() => new ParkinsonVolatility(20), static (ref ParkinsonVolatility i, in Bar b) => { i.Update(b); return i.Value; }),
        [nameof(SeasonalVolatility)] = () => Run(() => new SeasonalVolatility(), static (ref SeasonalVolatility i, in Bar b) => { i.Update(b); return i.ExpectedAt(b.CloseTime); }),
        [nameof(RollingMaximum)] = () => Run(() => new RollingMaximum(20), static (ref RollingMaximum i, in Bar b) => { i.Update(b.High.ToDouble()); return i.Value; }),
        [nameof(RollingMinimum)] = () => Run(() => new RollingMinimum(20), static (ref RollingMinimum i, in Bar b) => { i.Update(b.Low.ToDouble()); return i.Value; }),
        [nameof(KeltnerChannel)] = () => Run(() => new KeltnerChannel(20, 10, 2), static (ref KeltnerChannel i, in Bar b) => { i.Update(b); return i.Upper + i.Lower; }),
        [nameof(Ichimoku)] = () => Run(() => new Ichimoku(9, 26, 52), static (ref Ichimoku i, in Bar b) => { i.Update(b); return i.Tenkan + i.Kijun + i.CloudSide; }),
        [nameof(SuperTrend)] = () => Run(() => new SuperTrend(10, 3), static (ref SuperTrend i, in Bar b) => { i.Update(b); return i.Value + i.Direction; }),
        [nameof(ChandelierExit)] = () => Run(() => new ChandelierExit(22, 3), static (ref ChandelierExit i, in Bar b) => { i.Update(b); return i.Long + i.Short; }),
        [nameof(SessionVwap)] = () => Run(() => new SessionVwap(), static (ref SessionVwap i, in Bar b) => { i.Update(b); return i.Value; }),
        [nameof(RollingVwap)] = () => Run(() => new RollingVwap(20), static (ref RollingVwap i, in Bar b) => { i.Update(b); return i.Value; }),
        [nameof(OnBalanceVolume)] = () => Run(() => default(OnBalanceVolume), static (ref OnBalanceVolume i, in Bar b) => { i.Update(b); return i.Value; }),
        [nameof(ChaikinMoneyFlow)] = () => Run(() => new ChaikinMoneyFlow(20), static (ref ChaikinMoneyFlow i, in Bar b) => { i.Update(b); return i.Value; }),
        [nameof(RollingSum)] = () => Run(() => new RollingSum(20), static (ref RollingSum i, in Bar b) => { i.Update(b.Volume); return i.Mean; }),
        [nameof(RollingCorrelation)] = () => Run(() => new RollingCorrelation(30), static (ref RollingCorrelation i, in Bar b) => { i.Update(b.Close.Raw - b.Open.Raw, b.Volume); return i.Value; }),
        [nameof(Stochastic)] = () => Run(() => new Stochastic(14), static (ref Stochastic i, in Bar b) => { i.Update(b); return i.K + i.D; }),
        [nameof(StochasticRsi)] = () => Run(() => new StochasticRsi(14), static (ref StochasticRsi i, in Bar b) => { i.Update(b.Volume); return i.K + i.D; }),
        [nameof(RollingMoments)] = () => Run(() => new RollingMoments(50, 1e-9), static (ref RollingMoments i, in Bar b) => { i.Update(b.Volume); return i.Skewness + i.Kurtosis; }),
        [nameof(HurstExponent)] = () => Run(() => new HurstExponent(128), static (ref HurstExponent i, in Bar b) => { i.Update(b.Close); return i.Value; }),
        [nameof(ShannonEntropy)] = () => Run(() => new ShannonEntropy(64), static (ref ShannonEntropy i, in Bar b) => { i.Update(b.Close.Raw - b.Open.Raw, 1e10); return i.Value; }),
        [nameof(SampleEntropy)] = () => Run(() => new SampleEntropy(64, 0.2), static (ref SampleEntropy i, in Bar b) => { i.Update((b.Close.Raw - b.Open.Raw) / 1e10); return i.Value; }),
        [nameof(SwingPoints)] = () => Run(() => new SwingPoints(), static (ref SwingPoints i, in Bar b) => { i.Update(b.High.Raw); return (double)i.Last + i.NearestAbove(b.Close.Raw); }),
        [nameof(RollingProfile)] = () => Run(() => new RollingProfile(96), static (ref RollingProfile i, in Bar b) => { i.Update(b); return i.Deviation; }),
        [nameof(CandlePatterns)] = () => Family(new PatternFeatures()),
        [nameof(CalendarFeatures)] = () => Family(new CalendarFeatures()),
        [nameof(FundingFeatures)] = Funding,
    };

    private static double Run<T>(Func<T> create, Step<T> step)
    {
        T indicator = create();
        double sum = 0;
        foreach (ref readonly Bar bar in Bars.AsSpan()) sum += step(ref indicator, bar);
        return sum;
    }

    private static double Family(BarFamily family)
    {
        double[] row = new double[family.Count];
        double sum = 0;
        foreach (ref readonly Bar bar in Bars.AsSpan())
        {
            family.Update(bar);
            family.CopyTo(bar.CloseTime, row);
            sum += row[0];
        }

        return sum;
    }

    private static double Funding()
    {
        var funding = new FundingFeatures();
        double[] row = new double[funding.Definitions.Count];
        foreach (ref readonly Bar bar in Bars.AsSpan())
        {
            funding.Update(new FundingRate(bar.Symbol, "venue", bar.CloseTime, bar.Timeframe.Duration, bar.Volume * 1e-6));
            funding.CopyTo(bar.CloseTime, row);
        }

        return row[0];
    }
}
