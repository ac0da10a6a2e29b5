namespace Parley.Simulation;

/// <summary>Rare paths a run should reach now and then: one that is never reached is a path nobody tests.</summary>
public enum Probe
{
    RequestLost,
    AnswerLost,
    NeverLeft,
    ExecutedAfterTimeout,
    LookupLied,
    StockLied,
    DuplicateFact,
    ReorderedFacts,
    GhostOrder,
    StreamCut,
    StreamFillMissed,
    PartialFill,
    FillBeforeAccepted,
    FillAfterEnd,
    CancelRefused,
    RefusedByVenue,
    OrderAbsent,
    LateFactAdopted,
    CrashWithOrderInFlight,
    CrashWithPosition,
    TornTail,
    JournalFailed,
    JournalAnswerLost,
    Restarted,
    Paused,
    SecondLeader,
    FencedOrder,
    LeaseConflict,
    Drained,
    ManualOrder,
    ManualCancel,
    Killed,
    PausedByHand,
    IntentTwice,
    StopFilled,
    ModeGuarded,
    ModeReduceOnly,
    ModeCancelOnly,
    ModeHalted,
    ModeLoosened,
    FundingPaid,
    SymbolHalted,
    Throttled,
    Deliberated,
    ClockStepped,
}

/// <summary>How often each rare path was reached.</summary>
public sealed class Probes
{
    private readonly long[] counts = new long[Enum.GetValues<Probe>().Length];

    public long this[Probe probe] => counts[(int)probe];

    public IEnumerable<Probe> NeverReached => Enum.GetValues<Probe>().Where(probe => counts[(int)probe] == 0);

    public void Add(Probes other)
    {
        for (int i = 0; i < counts.Length; i++) counts[i] += other.counts[i];
    }

    internal void Seen(Probe probe) => counts[(int)probe]++;
}
