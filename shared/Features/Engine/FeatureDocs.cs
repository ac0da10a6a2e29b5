using System.Globalization;
using System.Text;

namespace Parley.Features;

/// <summary>The features as a page of documentation.</summary>
public static class FeatureDocs
{
    private const string Introduction =
        """
        # Features

        Generated from the feature catalogue in `shared/Features` and the measured costs in `docs/feature-costs.csv`; do not
        edit. `PARLEY_WRITE_DOCS=1 dotnet test tests/Features.Tests` writes it again.

        A value that is not known is null in snapshots, empty in files and never zero. Values of a timeframe belong to its
        last closed bar; columns are named `5m.rsi_14`, `flow.cvd_1m`, `vs_BTCUSDT.beta_30`. Windows of flow end at the moment
        asked about and are measured on the venue's clock. Warm-up is the least number of bars, seconds or rates before the
        first value. Cost is the time of one update of the indicator that gives the feature, a bar, trade or book change,
        with reading it; features of one indicator share it. Where the source is another library or a book, its definition is
        followed, its first values included, unless the definition here says otherwise.

        """;

    /// <summary>GitHub-flavoured Markdown; lines end in a line feed.</summary>
    /// <param name="costs">Nanoseconds per update by <see cref="FeatureDefinition.Indicator"/>; one not measured shows as –.</param>
    public static string Markdown(IReadOnlyDictionary<string, double> costs)
    {
        var page = new StringBuilder(Introduction);
        Section(page, costs, "On closed bars, once per timeframe", "bars", FeatureCatalogue.Bars);
        Section(page, costs, "On trades, quotes and the book: group `flow`", "s", FeatureCatalogue.Flow);
        Section(page, costs, "On funding rates: group `funding`", "rates", FeatureCatalogue.Funding);
        Section(page, costs, "Against every other market: groups `vs_SYMBOL`", "bars", FeatureCatalogue.Reference);
        Section(page, costs, "All markets together: group `market`", "bars", FeatureCatalogue.Market);
        return page.ToString();
    }

    /// <summary>Reads <c>indicator,nanoseconds</c> lines after a header.</summary>
    /// <exception cref="FormatException">A line is not of that form; the message says which.</exception>
    public static IReadOnlyDictionary<string, double> ParseCosts(string csv)
    {
        var costs = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string line in csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1))
        {
            string[] cells = line.Split(',');
            if (cells.Length != 2 || !double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double cost))
                throw new FormatException($"'{line}' is not 'indicator,nanoseconds'.");
            costs[cells[0]] = cost;
        }

        return costs;
    }

    private static void Section(
        StringBuilder page, IReadOnlyDictionary<string, double> costs, string title, string warmUpUnit, IReadOnlyList<FeatureDefinition> features)
    {
        page.Append($"\n## {title}\n");
        foreach (IGrouping<string, FeatureDefinition> family in features.GroupBy(f => f.Family))
        {
            page.Append($"\n### {char.ToUpperInvariant(family.Key[0])}{family.Key[1..]}\n\n");
            page.Append($"| name | definition | units | warm-up ({warmUpUnit}) | cost (ns) | source |\n|---|---|---|---:|---:|---|\n");
            foreach (FeatureDefinition feature in family)
                page.Append($"| `{feature.Name}` | {Cell(feature.Definition)} | {Cell(feature.Units)} | {feature.WarmUp} | {Cost(costs, feature)} | {Cell(feature.Source)} |\n");
        }
    }

    private static string Cost(IReadOnlyDictionary<string, double> costs, FeatureDefinition feature) =>
        costs.TryGetValue(feature.Indicator, out double cost) ? cost.ToString(cost < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) : "–";

    // A bar would end the cell.
    private static string Cell(string text) => text.Replace("|", "\\|");
}
