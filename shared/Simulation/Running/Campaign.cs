namespace Parley.Simulation;

/// <summary>Many seeds.</summary>
/// <param name="First">The first seed; the others follow it.</param>
/// <param name="Seeds">How many.</param>
/// <param name="Terms">Said of every seed but its number.</param>
/// <param name="RepeatEvery">Every so many seeds one is run twice and its traces compared; 0: none.</param>
public sealed record CampaignTerms(ulong First, long Seeds, SeedTerms Terms, int RepeatEvery = 100)
{
    /// <summary>Ends at the first seed that fails.</summary>
    public bool StopAtFailure { get; init; }

    /// <summary>Seeds run at the same time, each on one thread of its own.</summary>
    public int Jobs { get; init; } = 1;
}

/// <summary>What came of many seeds.</summary>
public sealed class CampaignResult
{
    private readonly SortedDictionary<string, long> kinds = new(StringComparer.Ordinal);
    private readonly List<SeedResult> failures = [];
    private readonly Dictionary<ulong, ulong> hashes = [];

    /// <summary>Failing seeds whose details are kept.</summary>
    public const int FailuresKept = 50;

    public long Seeds { get; private set; }

    public long Failed { get; private set; }

    public long Steps { get; private set; }

    public long Orders { get; private set; }

    public long DoubleExposures { get; private set; }

    public long Unadopted { get; private set; }

    public long Unresolved { get; private set; }

    /// <summary>Seeds that were run twice.</summary>
    public long Repeated { get; private set; }

    /// <summary>Those of them whose two traces differ.</summary>
    public long HashMismatches { get; private set; }

    /// <summary>Trace hashes of the seeds that were run twice.</summary>
    public IReadOnlyDictionary<ulong, ulong> Hashes => hashes;

    public TimeSpan Virtual { get; private set; }

    public Probes Probes { get; } = new();

    /// <summary>Violations by invariant.</summary>
    public IReadOnlyDictionary<string, long> Violations => kinds;

    /// <summary>The first failing seeds, in the order of their numbers.</summary>
    public IReadOnlyList<SeedResult> Failures => [.. failures.OrderBy(failure => failure.Terms.Seed)];

    internal void Add(SeedResult result, ulong? again)
    {
        Seeds++;
        Steps += result.Steps;
        Orders += result.Orders;
        DoubleExposures += result.DoubleExposures;
        Unadopted += result.Unadopted;
        Unresolved += result.Unresolved;
        Virtual += result.Virtual;
        Probes.Add(result.Probes);
        if (again is { } second)
        {
            Repeated++;
            hashes[result.Terms.Seed] = result.Hash;
            if (second != result.Hash) HashMismatches++;
        }

        if (result.Passed) return;
        Failed++;
        foreach (Violation violation in result.Violations) kinds[violation.Invariant] = kinds.GetValueOrDefault(violation.Invariant) + 1;
        if (failures.Count < FailuresKept) failures.Add(result);
    }
}

/// <summary>Runs many seeds and adds up what came of them.</summary>
public static class Campaign
{
    /// <param name="progress">Told after every seed, from one thread at a time.</param>
    public static CampaignResult Run(CampaignTerms terms, Action<CampaignResult>? progress, CancellationToken stop)
    {
        CampaignResult total = new();
        Lock gate = new();
        long next = -1;
        bool over = false;
        void Work()
        {
            while (!over && !stop.IsCancellationRequested)
            {
                long number = Interlocked.Increment(ref next);
                if (number >= terms.Seeds) return;
                SeedTerms seed = terms.Terms with { Seed = terms.First + (ulong)number };
                SeedResult result = Simulator.Run(seed);
                ulong? again = terms.RepeatEvery > 0 && number % terms.RepeatEvery == 0 ? Simulator.Run(seed).Hash : null;
                lock (gate)
                {
                    total.Add(result, again);
                    if (!result.Passed && terms.StopAtFailure) over = true;
                    progress?.Invoke(total);
                }
            }
        }

        if (terms.Jobs <= 1)
        {
            Work();
            return total;
        }

        Thread[] workers = [.. Enumerable.Range(0, terms.Jobs).Select(_ => new Thread(Work))];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        return total;
    }
}
