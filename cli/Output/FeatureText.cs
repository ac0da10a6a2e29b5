using System.Globalization;
using Parley.Domain;
using Parley.Features;

namespace Parley.Cli.Output;

/// <summary>The features of a snapshot as tables: one per group, ordered by family, only what is known.</summary>
internal static class FeatureText
{
    private const int FamilyWidth = 18;
    private const int PairWidth = 46;
    private const int PairsMax = 4;

    public static void Write(Terminal terminal, IReadOnlyList<FeatureGroup> groups)
    {
        int pairs = Math.Clamp((terminal.Width - FamilyWidth) / PairWidth, 1, PairsMax);
        foreach (FeatureGroup group in groups)
        {
            Feature[] known = [.. group.Features.Where(f => f.Value is not null)];
            int unknown = group.Features.Count - known.Length;
            if (known.Length == 0)
            {
                terminal.Line($"{group.Name}: none of {unknown} features known.");
                continue;
            }

            terminal.Table(Head(group.Name, pairs), known.GroupBy(f => FeatureCatalogue.Find(group.Name, f.Name)?.Family ?? "").SelectMany(f => Rows(f.Key, [.. f], pairs)));
            if (unknown > 0) terminal.Line($"  {unknown} more of {group.Name} not known.");
        }
    }

    private static string[] Head(string group, int pairs) =>
        [$"={group}", .. Enumerable.Repeat((string[])["=Feature", ">Value"], pairs).SelectMany(p => p)];

    private static IEnumerable<IReadOnlyList<string>> Rows(string family, Feature[] features, int pairs)
    {
        for (int start = 0; start < features.Length; start += pairs)
        {
            string[] row = [start == 0 ? family : "", .. Enumerable.Repeat("", 2 * pairs)];
            for (int i = start; i < Math.Min(start + pairs, features.Length); i++)
            {
                row[1 + 2 * (i - start)] = features[i].Name;
                row[2 + 2 * (i - start)] = features[i].Value!.Value.ToString("G6", CultureInfo.InvariantCulture);
            }

            yield return row;
        }
    }
}
