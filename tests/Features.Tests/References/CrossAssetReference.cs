using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Every cross-asset feature once more, from all bars ever closed.</summary>
internal static class CrossAssetReference
{
    private const int Period = 30;

    /// <summary>Features of one other market.</summary>
    public static readonly IReadOnlyDictionary<string, Func<MarketEvent[], Symbol, double>> Pairs =
        new Dictionary<string, Func<MarketEvent[], Symbol, double>>(StringComparer.Ordinal)
        {
            ["correlation_30"] = (past, other) => Last(past, other, (x, y) => Covariance(x, y) / Math.Sqrt(Covariance(x, x) * Covariance(y, y))),
            ["beta_30"] = (past, other) => Last(past, other, (x, y) => Covariance(x, y) / Covariance(y, y)),
            ["relative_strength_30"] = (past, other) => Last(past, other, (x, y) => x.Sum() - y.Sum()),
            ["price_ratio"] = (past, other) => Common(past, other) is { Length: > 0 } common ? common[^1].Own / common[^1].Other : double.NaN,
        };

    /// <summary>Features of all markets together.</summary>
    public static readonly IReadOnlyDictionary<string, Func<MarketEvent[], double>> Markets =
        new Dictionary<string, Func<MarketEvent[], double>>(StringComparer.Ordinal)
        {
            ["mean_correlation_30"] = past =>
                Known(MarketScenario.References.Select(r => Pairs["correlation_30"](past, r))) is { Length: > 0 } known ? known.Average() : double.NaN,
            ["risk_index_30"] = RiskIndex,
        };

    private static double RiskIndex(MarketEvent[] past)
    {
        double[] own = Known(MarketScenario.References.Select(r => Last(past, r, (x, _) => Steadiness(x))));
        double[] others = Known(MarketScenario.References.Select(r => Last(past, r, (_, y) => Steadiness(y))));
        return own.Length == 0 ? double.NaN : others.Prepend(own[0]).Average();
    }

    private static double[] Known(IEnumerable<double> values) => [.. values.Where(double.IsFinite)];

    private static double Steadiness(double[] returns) => returns.Sum() / Math.Sqrt(returns.Length * returns.Sum(r => r * r));

    private static double Last(MarketEvent[] past, Symbol other, Func<double[], double[], double> formula)
    {
        (double Own, double Other)[] common = Common(past, other);
        if (common.Length <= Period) return double.NaN;
        return formula(Returns([.. common.Select(c => c.Own)]), Returns([.. common.Select(c => c.Other)]));
    }

    private static double[] Returns(double[] closes) =>
        [.. Enumerable.Range(closes.Length - Period, Period).Select(i => Math.Log(closes[i] / closes[i - 1]))];

    private static double Covariance(double[] x, double[] y)
    {
        (double meanX, double meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Average();
    }

    private static (double Own, double Other)[] Common(MarketEvent[] past, Symbol other) =>
    [
        .. past.OfType<MarketEvent.BarClosed>().Select(e => e.Bar).Where(b => b.Timeframe == MarketScenario.Timeframes[0])
            .Join(
                past.OfType<MarketEvent.OtherBarClosed>().Select(e => e.Bar).Where(b => b.Symbol == other),
                b => b.OpenTime, b => b.OpenTime, (own, theirs) => (own.Close.ToDouble(), theirs.Close.ToDouble())),
    ];
}
