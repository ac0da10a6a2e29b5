using System.CommandLine;
using System.CommandLine.Parsing;

namespace Parley.Cli.Verbs;

/// <summary>The tree of verbs.</summary>
public static class CommandLine
{
    public static RootCommand Create() =>
        new("Parley: a crypto trading desk whose agents argue, whose risk engine decides, and whose every decision can be replayed.")
        {
            CommonOptions.Json,
            ConfigVerb.Create(),
        };

    /// <summary>The words typed so far, for a hint: <c>ledger verify </c>.</summary>
    public static string PathOf(CommandResult result)
    {
        string path = "";
        for (SymbolResult? at = result; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
            path = $"{command.Command.Name} {path}";
        return path;
    }
}
