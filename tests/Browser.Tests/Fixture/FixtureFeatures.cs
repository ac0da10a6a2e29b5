using Parley.Dashboard;

namespace Parley.Browser.Tests;

/// <summary>A catalogue of a few features, and their values over the fixture market.</summary>
internal static class FixtureFeatures
{
    /// <summary>What a feature would be called by somebody who wants to run a script on the trader's page.</summary>
    public const string HostileName = "<img src=x onerror=\"window.owned=true\">";

    public static IReadOnlyList<CatalogueEntryDto> Catalogue { get; } =
    [
        new(FeatureKind.Bars, "trend", "sma_20", "quote currency", 20, "Mean of the last 20 closes.", "TA-Lib SMA"),
        new(FeatureKind.Bars, "trend", "sma_50", "quote currency", 50, "Mean of the last 50 closes.", "TA-Lib SMA"),
        new(FeatureKind.Bars, "momentum", "rsi_14", "0 to 100", 15, "How much of the movement was upward.", "Wilder"),
        new(FeatureKind.Flow, "order flow", "cvd", "base currency", 0, "Bought less sold <b>by takers</b>.", "Definition"),
    ];

    public static FeatureSeriesDto Over(IReadOnlyList<BarDto> bars, IReadOnlyList<string> names, int limit)
    {
        int from = Math.Max(0, bars.Count - limit);
        Dictionary<string, IReadOnlyList<double>> values = [];
        foreach (string name in names) values.Add(name, [.. Enumerable.Range(from, bars.Count - from).Select(i => At(bars, i, name))]);
        return new([.. bars.Skip(from).Select(bar => bar.Time)], values);
    }

    private static double At(IReadOnlyList<BarDto> bars, int i, string name) => name switch
    {
        "sma_20" => Mean(bars, i, 20),
        "sma_50" => Mean(bars, i, 50),
        _ => i < 14 ? double.NaN : 50 + 20 * Math.Sin(i / 9.0),
    };

    private static double Mean(IReadOnlyList<BarDto> bars, int i, int length) =>
        i + 1 < length ? double.NaN : bars.Skip(i + 1 - length).Take(length).Average(bar => (double)bar.Close);
}
