using System.Globalization;
using Parley.Simulation;

namespace Parley.Cli.Output;

/// <summary>What many seeds came to, as tables and as one document.</summary>
internal static class SimulationTable
{
    /// <param name="elsewhere">Seeds whose trace differs in another process; null when none was run there.</param>
    public static void Write(Terminal terminal, CampaignTerms terms, CampaignResult result, TimeSpan elapsed, long? elsewhere)
    {
        double seconds = Math.Max(elapsed.TotalSeconds, 1e-9);
        terminal.Table(["Figure", ">Value"], new (string Name, string Value)[]
        {
            ("Seeds", Whole(result.Seeds)),
            ("Failing seeds", Whole(result.Failed)),
            ("Steps", Whole(result.Steps)),
            ("Steps per second", Whole((long)(result.Steps / seconds))),
            ("Virtual time", $"{result.Virtual.TotalHours.ToString("N1", CultureInfo.InvariantCulture)} h"),
            ("Virtual to real time", Whole((long)(result.Virtual.TotalSeconds / seconds))),
            ("Orders", Whole(result.Orders)),
            ("Double exposures", Whole(result.DoubleExposures)),
            ("Unadopted fills", Whole(result.Unadopted)),
            ("Unresolved orders", Whole(result.Unresolved)),
            ("Seeds run twice", Whole(result.Repeated)),
            ("Hash mismatches in one process", Whole(result.HashMismatches)),
            ("Hash mismatches across processes", elsewhere is { } differ ? Whole(differ) : "not run"),
        }.Select(row => (IReadOnlyList<string>)[row.Name, row.Value]));
        if (result.Violations.Count > 0)
            terminal.Table(["Violation", ">Times"], result.Violations.Select(v => (IReadOnlyList<string>)[v.Key, Whole(v.Value)]));
        foreach (SeedResult failure in result.Failures.Take(10))
        {
            terminal.Line(Reproduction.LineFor(failure.Terms));
            foreach (Violation violation in failure.Violations.Take(3)) terminal.Line($"  {violation}");
        }

        terminal.Table(["Rare path", ">Reached"], Enum.GetValues<Probe>().Select(probe => (IReadOnlyList<string>)[$"{probe}", Whole(result.Probes[probe])]));
        Probe[] never = [.. result.Probes.NeverReached];
        terminal.Line($"Never reached: {(never.Length == 0 ? "none" : string.Join(", ", never))}.");
        terminal.Document(new
        {
            firstSeed = terms.First,
            seeds = result.Seeds,
            failed = result.Failed,
            steps = result.Steps,
            seconds,
            stepsPerSecond = result.Steps / seconds,
            virtualSeconds = result.Virtual.TotalSeconds,
            orders = result.Orders,
            doubleExposures = result.DoubleExposures,
            unadopted = result.Unadopted,
            unresolved = result.Unresolved,
            repeated = result.Repeated,
            hashMismatches = result.HashMismatches,
            hashMismatchesAcrossProcesses = elsewhere,
            violations = result.Violations,
            failures = result.Failures.Select(f => new { again = Reproduction.LineFor(f.Terms), violations = f.Violations.Select(v => v.ToString()) }),
            probes = Enum.GetValues<Probe>().ToDictionary(probe => probe.ToString(), probe => result.Probes[probe]),
            neverReached = never.Select(probe => probe.ToString()),
        });
    }

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
