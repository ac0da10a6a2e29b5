using System.CommandLine;
using System.Diagnostics;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Hosting;
using Parley.Simulation;

namespace Parley.Cli.Verbs;

/// <summary><c>simulate</c>: the production code in a world of faults, from a seed.</summary>
public static class SimulateVerb
{
    private static readonly Option<ulong> SeedOption = new("--seed") { Description = "The first seed.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<long> SeedsOption = new("--seeds") { Description = "How many seeds, one after the other.", HelpName = "M", DefaultValueFactory = _ => 1 };
    private static readonly Option<long?> StepsOption = new("--steps") { Description = "Faults end after so many events of a seed at the latest.", HelpName = "S" };
    private static readonly Option<double?> MinutesOption = new("--minutes") { Description = "Begin no further seed after so many minutes of real time.", HelpName = "T" };
    private static readonly Option<FaultFamily> FamiliesOption = new("--families") { Description = "Families of faults that may be on, with commas between them; the seed decides which of them are. Default: all.", DefaultValueFactory = _ => FaultFamily.All };
    private static readonly Option<int> ShareOption = new("--order-share") { Description = "Send every so manieth decision only.", HelpName = "K", DefaultValueFactory = _ => 1 };
    private static readonly Option<VenueLevel?> LevelOption = new("--level") { Description = "Facts: the venue at the level of the gateway; Bytes: Binance's protocol through the real adapter. Default: the seed decides." };
    private static readonly Option<Mutant> MutantOption = new("--mutant") { Description = "Put a wrong protocol in: it must be caught.", DefaultValueFactory = _ => Mutant.None };
    private static readonly Option<bool> MutantsOption = new("--mutants") { Description = "Hunt all wrong protocols: each within --seeds seeds at most." };
    private static readonly Option<int> JobsOption = new("--jobs") { Description = "Seeds run at the same time, each on one thread.", HelpName = "J", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> RepeatOption = new("--repeat-every") { Description = "Run every so manieth seed twice here, and once in a process of its own, and compare the traces; 0 runs none.", HelpName = "R", DefaultValueFactory = _ => 100 };
    private static readonly Option<bool> HashesOption = new("--hashes") { Description = "Print seed and hash of its trace, nothing else." };
    private static readonly Option<bool> ShrinkOption = new("--shrink") { Description = "Make the first failing seed smaller." };
    private static readonly Option<string?> CorpusOption = new("--corpus") { Description = "Keep failing seeds in this directory.", HelpName = "DIR" };

    public static Command Create()
    {
        var command = new Command("simulate",
            "Run the desk, its order protocol and its recovery against a simulated venue, network, disk and people, all of it wrong in ways drawn "
            + "from the seed, in virtual time on one thread; check the invariants after every event and the books against the venue's own record at the end.")
        {
            SeedOption, SeedsOption, StepsOption, MinutesOption, FamiliesOption, ShareOption, LevelOption, MutantOption, MutantsOption, JobsOption, RepeatOption,
            HashesOption, ShrinkOption, CorpusOption,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        ulong first = parsed.GetValue(SeedOption);
        long seeds = Math.Max(1, parsed.GetValue(SeedsOption));
        SeedTerms terms = new(
            first, parsed.GetValue(FamiliesOption), Math.Max(1, parsed.GetValue(ShareOption)), parsed.GetValue(StepsOption) ?? long.MaxValue,
            parsed.GetValue(MutantOption), parsed.GetValue(LevelOption));
        int every = parsed.GetValue(RepeatOption);
        if (parsed.GetValue(HashesOption)) return Hashes(terms, seeds, Math.Max(1, every));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (parsed.GetValue(MinutesOption) is { } minutes) stop.CancelAfter(TimeSpan.FromMinutes(minutes));
        Terminal terminal = parsed.Terminal();
        return parsed.GetValue(MutantsOption)
            ? Mutants(terms, seeds, terminal, stop.Token)
            : Campaign(parsed, new(first, seeds, terms, every) { Jobs = parsed.GetValue(JobsOption) }, terminal, stop.Token, cancellation);
    }

    private static int Campaign(ParseResult parsed, CampaignTerms terms, Terminal terminal, CancellationToken stop, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        CampaignResult result = terminal.WithProgress($"{terms.Seeds} seeds", progress => Simulation.Campaign.Run(
            terms, sofar => progress(sofar.Seeds / (double)terms.Seeds), stop));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        long? elsewhere = terms.RepeatEvery > 0 && result.Repeated > 0 ? OtherProcess.Mismatches(terms, result, cancellation) : null;
        SimulationTable.Write(terminal, terms, result, elapsed, elsewhere);
        if (parsed.GetValue(CorpusOption) is { } directory) Keep(result, directory);
        if (parsed.GetValue(ShrinkOption) && result.Failures is [var failure, ..])
        {
            SeedResult smallest = Shrinker.Shrink(failure);
            terminal.Line($"Smallest: {Reproduction.LineFor(smallest.Terms)}");
            foreach (Violation violation in smallest.Violations) terminal.Line($"  {violation}");
        }

        return result.Failed == 0 && result.HashMismatches == 0 && elsewhere is null or 0 ? ExitCode.Ok : ExitCode.Error;
    }

    private static int Mutants(SeedTerms terms, long seeds, Terminal terminal, CancellationToken stop)
    {
        MutantVerdict[] verdicts = [.. MutantHunt.All.Select(mutant => MutantHunt.Hunt(mutant, terms.Seed, seeds, terms.Level, stop))];
        terminal.Table(["Mutant", ">Caught within", "=By", "What"], verdicts.Select(v => (IReadOnlyList<string>)
            [$"{v.Mutant}", v.Within is { } within ? $"{within} seeds" : $"not in {v.Seeds}", v.By?.Invariant ?? "", v.By?.What ?? ""]));
        terminal.Document(verdicts.Select(v => new
        {
            mutant = v.Mutant.ToString(),
            within = v.Within,
            invariant = v.By?.Invariant,
            what = v.By?.What,
            again = v.Terms is { } caught ? Reproduction.LineFor(caught) : null,
        }));
        return verdicts.All(v => v.Within is not null) ? ExitCode.Ok : ExitCode.Error;
    }

    private static int Hashes(SeedTerms terms, long seeds, int every)
    {
        for (long number = 0; number < seeds; number += every)
        {
            SeedResult result = Simulator.Run(terms with { Seed = terms.Seed + (ulong)number });
            Console.Out.WriteLine($"{result.Terms.Seed} {result.Hash:x16}");
        }

        return ExitCode.Ok;
    }

    private static void Keep(CampaignResult result, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (SeedResult failure in result.Failures)
        {
            CorpusEntry entry = CorpusEntry.Of(failure);
            File.WriteAllText(Path.Combine(directory, entry.FileName), entry.ToJson());
        }
    }
}
