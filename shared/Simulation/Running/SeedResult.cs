namespace Parley.Simulation;

/// <summary>What became of one seed.</summary>
/// <param name="Hash">Stands for everything that happened, in order.</param>
/// <param name="Orders">Orders that left a process.</param>
/// <param name="DoubleExposures">Orders the venue took twice, and openings while an earlier one was alive unknown.</param>
/// <param name="Unadopted">Executions missing in the books at the end.</param>
/// <param name="Unresolved">Orders about which books and venue disagree at the end.</param>
/// <param name="Virtual">Virtual time that passed.</param>
public sealed record SeedResult(
    SeedTerms Terms,
    Scenario Scenario,
    long Steps,
    ulong Hash,
    long Orders,
    long DoubleExposures,
    long Unadopted,
    long Unresolved,
    TimeSpan Virtual,
    IReadOnlyList<Violation> Violations,
    Probes Probes)
{
    public bool Passed => Violations.Count == 0;
}
