using System.CommandLine;
using System.CommandLine.Parsing;

namespace Parley.Cli.Verbs;

/// <summary>The tree of verbs.</summary>
public static class CommandLine
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Parley: a crypto trading desk whose agents argue, whose risk engine decides, and whose every decision can be replayed.")
        {
            CommonOptions.Json,
            DemoVerb.Create(),
            TradeVerb.Create(),
            BacktestVerb.Create(),
            SimulateVerb.Create(),
            FeaturesVerb.Create(),
        };
        foreach (Command verb in DecisionVerbs.Create()) root.Add(verb);
        root.Add(LedgerVerb.Create());
        foreach (Command verb in ControlVerbs.Create()) root.Add(verb);
        root.Add(DataVerb.Create());
        root.Add(VenueVerb.Create());
        root.Add(ConfigVerb.Create());
        root.Add(DoctorVerb.Create());
        return root;
    }

    /// <summary>The words typed so far, for a hint: <c>ledger verify </c>.</summary>
    public static string PathOf(CommandResult result)
    {
        string path = "";
        for (SymbolResult? at = result; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
            path = $"{command.Command.Name} {path}";
        return path;
    }
}
