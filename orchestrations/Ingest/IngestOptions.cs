using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>How instruments are looked at where ticks come in; the same as at the edge, or the pictures differ.</summary>
public sealed record IngestOptions
{
    /// <summary>Timeframes whose features are kept.</summary>
    public required IReadOnlyList<Timeframe> Timeframes { get; init; }

    /// <summary>The timeframe whose bar close asks for a decision.</summary>
    public required Timeframe Trigger { get; init; }

    /// <summary>All instruments of the desk, which are compared with one another; the order matters.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    public required DecisionSettings Settings { get; init; }

    /// <summary>How long a bar waits for late trades, by venue time.</summary>
    public TimeSpan BarLateness { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Levels of the book a decision sees.</summary>
    public int BookLevels { get; init; } = 20;

    /// <summary>Bytes of batches kept behind a checkpoint before a new one is written.</summary>
    public long TailMax { get; init; } = 1024 * 1024;

    /// <summary>
    /// When the batches of one delivery reach further than this, the desk is catching up: decisions older than that by the
    /// end of the delivery are not asked for any more. Their orders would be refused as too late anyway.
    /// </summary>
    public TimeSpan BacklogMax { get; init; } = OrderIntents.Validity;
}

/// <summary>What came of one delivery.</summary>
public sealed record IngestReport
{
    /// <summary>Batches that came.</summary>
    public int Batches { get; init; }

    /// <summary>Events applied.</summary>
    public long Events { get; init; }

    /// <summary>Events dropped because they had been applied before.</summary>
    public long Duplicates { get; init; }

    /// <summary>Places where events are missing.</summary>
    public int Gaps { get; init; }

    /// <summary>Batches put away as unreadable.</summary>
    public int Quarantined { get; init; }

    /// <summary>Times somebody else had written the checkpoint first.</summary>
    public int Conflicts { get; init; }

    /// <summary>Checkpoints read back because memory did not continue them.</summary>
    public int Restores { get; init; }

    /// <summary>Feature rows written.</summary>
    public int Rows { get; init; }

    /// <summary>Decisions asked for.</summary>
    public int Started { get; init; }

    /// <summary>Decisions that had been asked for before.</summary>
    public int Known { get; init; }

    /// <summary>Decisions not asked for because they had become old.</summary>
    public int Stale { get; init; }

    public static IngestReport operator +(IngestReport left, IngestReport right) => new()
    {
        Batches = left.Batches + right.Batches,
        Events = left.Events + right.Events,
        Duplicates = left.Duplicates + right.Duplicates,
        Gaps = left.Gaps + right.Gaps,
        Quarantined = left.Quarantined + right.Quarantined,
        Conflicts = left.Conflicts + right.Conflicts,
        Restores = left.Restores + right.Restores,
        Rows = left.Rows + right.Rows,
        Started = left.Started + right.Started,
        Known = left.Known + right.Known,
        Stale = left.Stale + right.Stale,
    };
}
