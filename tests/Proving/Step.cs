namespace Parley.Proving;

/// <summary>A step of the order path: a call to the ledger's journal or to the venue.</summary>
public enum Step
{
    /// <summary>The record that a run has begun.</summary>
    RunStart,

    /// <summary>The record of where the stop of the position about to be opened belongs.</summary>
    StopPlan,

    /// <summary>The record of an entry's intent.</summary>
    EntryIntent,

    /// <summary>An entry leaves.</summary>
    EntryPlace,

    /// <summary>The record that the venue took an order.</summary>
    AcceptedFact,

    /// <summary>The record of a fill.</summary>
    FilledFact,

    StopIntent,

    StopPlace,

    ExitIntent,

    ExitPlace,

    /// <summary>The record that a cancel goes out.</summary>
    CancelRecord,

    /// <summary>A cancel leaves.</summary>
    Cancel,

    /// <summary>The venue is asked what it holds: a step of every recovery.</summary>
    Stock,
}

/// <summary>Where a process is to die.</summary>
/// <param name="After">After the call has returned; else before it is made.</param>
/// <param name="Count">At the how many-th call of this kind, from 1.</param>
public readonly record struct Point(Step Step, bool After, int Count)
{
    /// <summary>All points, each at its first call.</summary>
    public static IReadOnlyList<Point> All { get; } =
        [.. Enum.GetValues<Step>().SelectMany(step => new[] { new Point(step, false, 1), new Point(step, true, 1) })];

    /// <summary>The same point at another call, so that kills differ: runs begin once only.</summary>
    /// <param name="kill">From 0.</param>
    public Point AtKill(int kill) => Step == Step.RunStart ? this : this with { Count = 1 + kill % 3 };

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static Point Parse(string text)
    {
        string[] parts = text.Split(':');
        return new(Enum.Parse<Step>(parts[0]), parts[1] == "after", int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
    }

    public override string ToString() => $"{Step}:{(After ? "after" : "before")}:{Count}";
}
