using System.Text;

namespace Parley.Features;

/// <summary>The features as a page of documentation.</summary>
public static class FeatureDocs
{
    /// <summary>GitHub-flavoured Markdown; lines end in a line feed.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append(Introduction);
        Section(page, "Per timeframe, on closed bars", "bars", FeatureCatalogue.Bars);
        Section(page, "Flow, on trades, quotes and the book", "seconds", FeatureCatalogue.Flow);
        return page.ToString();
    }

    private const string Introduction =
        """
        # Features

        Generated from the feature catalogue in `shared/Features`; do not edit.

        A value that is not known is null in snapshots, empty in files and never zero. Values of a timeframe belong to its
        last closed bar; columns are named `5m.rsi_14`, flow columns `flow.cvd_1m`. Windows of flow end at the moment asked
        about and are measured on the venue's clock. Warm-up is the least number of bars or seconds before the first value.

        """;

    private static void Section(StringBuilder page, string title, string warmUpUnit, IReadOnlyList<FeatureDefinition> features)
    {
        page.Append($"\n## {title}\n\n| name | definition | units | warm-up ({warmUpUnit}) | source |\n|---|---|---|---:|---|\n");
        foreach (FeatureDefinition feature in features)
            page.Append($"| `{feature.Name}` | {Cell(feature.Definition)} | {Cell(feature.Units)} | {feature.WarmUp} | {Cell(feature.Source)} |\n");
    }

    // A bar would end the cell.
    private static string Cell(string text) => text.Replace("|", "\\|");
}
