using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Every funding feature once more, from all rates ever told.</summary>
internal static class FundingReference
{
    public static readonly IReadOnlyDictionary<string, Func<MarketEvent[], Timestamp, double>> Values =
        new Dictionary<string, Func<MarketEvent[], Timestamp, double>>(StringComparer.Ordinal)
        {
            ["funding_rate"] = Current,
            ["funding_extreme"] = (past, asOf) => Current(past, asOf) switch
            {
                > 0.001 => 1,
                < -0.001 => -1,
                double.NaN => double.NaN,
                _ => 0,
            },
            ["funding_mean_9"] = (past, asOf) =>
                Row(past, "own") is { Length: >= 9 } row && double.IsFinite(Current(past, asOf)) ? row[^9..].Average(PerEightHours) : double.NaN,
            ["funding_percentile_90"] = (past, asOf) =>
                Row(past, "own") is { Length: > 90 } row && double.IsFinite(Current(past, asOf))
                    ? row[^91..^1].Count(r => r.Rate <= row[^1].Rate) / 90.0
                    : double.NaN,
            ["funding_spread"] = (past, asOf) =>
                new[] { Row(past, "own"), Row(past, "other") }.Where(row => IsCurrent(row, asOf)).Select(row => PerEightHours(row[^1])).ToArray() is
                { Length: 2 } rates
                    ? rates.Max() - rates.Min()
                    : double.NaN,
        };

    // The last word on every settlement, oldest first.
    private static FundingRate[] Row(MarketEvent[] past, string venue) =>
    [
        .. past.OfType<MarketEvent.Funded>().Where(e => e.Rate.Venue == venue).GroupBy(e => e.Rate.SettlesAt)
            .OrderBy(g => g.Key.Nanoseconds).Select(g => g.Last().Rate),
    ];

    private static bool IsCurrent(FundingRate[] row, Timestamp asOf) =>
        row.Length > 0 && asOf <= row[^1].SettlesAt + 2 * row[^1].Interval;

    private static double Current(MarketEvent[] past, Timestamp asOf) =>
        Row(past, "own") is var row && IsCurrent(row, asOf) ? PerEightHours(row[^1]) : double.NaN;

    private static double PerEightHours(FundingRate rate) => rate.Rate * 8 / rate.Interval.TotalHours;
}
