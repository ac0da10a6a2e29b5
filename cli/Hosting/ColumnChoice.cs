using System.IO.Enumeration;
using Parley.Cli.Output;
using Parley.Features;
using Parley.Hosting;

namespace Parley.Cli.Hosting;

/// <summary>Which of an engine's columns a table has.</summary>
internal static class ColumnChoice
{
    /// <summary>Positions of the chosen columns, in the order of the engine.</summary>
    /// <param name="patterns">
    /// <c>*</c> and <c>?</c> stand for any text and any character. With a dot a pattern is for whole names
    /// (<c>5m.sma_*</c>), without one for the feature in every group (<c>rsi_14</c>). None: all columns.
    /// </param>
    /// <exception cref="CliException">A pattern matches nothing.</exception>
    public static IReadOnlyList<int> Of(IReadOnlyList<FeatureColumn> columns, Func<FeatureColumn, bool> has, IReadOnlyList<string> patterns)
    {
        int[] possible = [.. Enumerable.Range(0, columns.Count).Where(i => has(columns[i]))];
        if (patterns.Count == 0) return possible;
        foreach (string pattern in patterns)
            if (!Array.Exists(possible, i => Matches(pattern, columns[i])))
                throw new CliException(ExitCode.Configuration, $"--columns {pattern} matches none of the {possible.Length} columns; they are named {columns[possible[0]].Name} … {columns[possible[^1]].Name}.");
        return [.. possible.Where(i => patterns.Any(p => Matches(p, columns[i])))];
    }

    private static bool Matches(string pattern, FeatureColumn column) =>
        FileSystemName.MatchesSimpleExpression(pattern, pattern.Contains('.') ? column.Name : column.Definition.Name, ignoreCase: false);
}
