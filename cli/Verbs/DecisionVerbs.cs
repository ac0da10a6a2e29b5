using System.CommandLine;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Hosting;
using Parley.Orchestrations;

namespace Parley.Cli.Verbs;

/// <summary><c>decisions</c>, <c>explain</c> and <c>replay</c>: what was decided, why, and again.</summary>
public static class DecisionVerbs
{
    public static IEnumerable<Command> Create() => [List(), Explain(), Replay()];

    private static Command List()
    {
        var limit = new Option<int>("--limit", "-n") { Description = "At most this many of the newest.", DefaultValueFactory = _ => 50 };
        var action = new Option<string?>("--action") { Description = "Only enter, exit, hold, refused or abstained." };
        var command = new Command("decisions", "The decisions in the ledger, newest last.") { limit, action, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        command.SetAction(parsed =>
        {
            ParleyConfig config = parsed.LoadConfig("base");
            Terminal terminal = parsed.Terminal();
            DecisionAction? wanted = parsed.GetValue(action) is { } text ? ParseAction(text) : null;
            RecordedDecision[] found = [.. DecisionRecords.Read(config.DataDirectory)
                .Where(d => wanted is null || d.Decision.Action == wanted).TakeLast(Math.Max(parsed.GetValue(limit), 1))];
            if (found.Length == 0)
                throw new CliException(ExitCode.NotFound, $"no {(wanted is null ? "" : $"{wanted} ")}decision in {DeskLedgerFile.PathIn(config.DataDirectory)}.");
            terminal.Table(["=Decision", "=At", "=Symbol", "=Action", ">p", "Why"], found.Select(d => (IReadOnlyList<string>)
            [
                d.Decision.Id, Moment.Seconds(d.Decision.At), d.Decision.Snapshot.Instrument.Symbol.Value, d.Decision.Action.ToString(),
                $"{d.Decision.Deliberation.Fusion.Probability:0.00}", d.Decision.Summary,
            ]));
            terminal.Document(found.Select(d => new
            {
                id = d.Decision.Id,
                run = d.Run.Run,
                record = d.Record,
                at = d.Decision.At.ToString(),
                symbol = d.Decision.Snapshot.Instrument.Symbol.Value,
                action = d.Decision.Action.ToString(),
                side = d.Decision.Side?.ToString(),
                confidence = d.Decision.Confidence,
                probability = d.Decision.Deliberation.Fusion.Probability,
                quantity = d.Decision.Risk?.Quantity.Value,
                intentHash = d.Decision.IntentHash,
                snapshotHash = d.Decision.SnapshotHash,
                summary = d.Decision.Summary,
            }));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Explain()
    {
        var id = new Argument<string>("id") { Description = "The decision's id, or the beginning of it." };
        var command = new Command("explain", "Why the desk did what it did: facts, argument, risk checks, orders.") { id, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        command.SetAction(parsed =>
        {
            ParleyConfig config = parsed.LoadConfig("base");
            RecordedDecision found = DecisionRecords.Find(config.DataDirectory, parsed.GetValue(id)!);
            Terminal terminal = parsed.Terminal();
            OrderOutcome[] orders = [.. OrderOutcome.Of(config.DataDirectory, found.Decision.Id)];
            if (terminal.Json) ExplanationText.Document(found, orders);
            else ExplanationText.Write(terminal, found, orders);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Replay()
    {
        var id = new Argument<string?>("id") { Description = "The decision's id, or the beginning of it.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every decision in the ledger." };
        var command = new Command("replay", "Make a decision again from its recorded inputs and compare the orders, bit for bit.") { id, all, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        command.SetAction(parsed =>
        {
            ParleyConfig config = parsed.LoadConfig("base");
            Terminal terminal = parsed.Terminal();
            if (parsed.GetValue(id) is null == !parsed.GetValue(all))
                throw new CliException(ExitCode.Configuration, "give the id of one decision, or --all.");
            IEnumerable<RecordedDecision> chosen = parsed.GetValue(id) is { } one
                ? [DecisionRecords.Find(config.DataDirectory, one)]
                : DecisionRecords.Read(config.DataDirectory);
            ReplayResult[] results = [.. chosen.Select(d => Replayer.Replay(d.Run, d.Decision))];
            if (results.Length == 0) throw new CliException(ExitCode.NotFound, $"no decision in {DeskLedgerFile.PathIn(config.DataDirectory)}.");
            ReplayResult[] different = [.. results.Where(r => !r.Matches)];
            foreach (ReplayResult result in different.Take(20)) terminal.Line($"{result.DecisionId}: {result.Mismatch}.");
            terminal.Line(different.Length == 0
                ? $"{results.Length} of {results.Length} decisions came out the same{(results.Length == 1 ? $", intent hash {results[0].IntentHash}" : "")}."
                : $"{different.Length} of {results.Length} decisions came out different.");
            terminal.Document(new
            {
                replayed = results.Length,
                same = results.Length - different.Length,
                different = different.Select(d => new { id = d.DecisionId, mismatch = d.Mismatch }),
                intentHashes = results.Select(r => new { id = r.DecisionId, intentHash = r.IntentHash }),
            });
            return different.Length == 0 ? ExitCode.Ok : ExitCode.Error;
        });
        return command;
    }

    private static DecisionAction ParseAction(string text) =>
        Enum.TryParse(text, ignoreCase: true, out DecisionAction action) && Enum.IsDefined(action)
            ? action
            : throw new CliException(ExitCode.Configuration, $"--action {text}: there are enter, exit, hold, refused and abstained.");
}
