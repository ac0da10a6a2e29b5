using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>What a desk trades and how it looks at it.</summary>
public sealed record DeskOptions
{
    public required IReadOnlyList<Instrument> Instruments { get; init; }

    /// <summary>Timeframes whose features are kept, shortest first.</summary>
    public required IReadOnlyList<Timeframe> Timeframes { get; init; }

    /// <summary>The timeframe whose bar close asks for a decision; one of <see cref="Timeframes"/>.</summary>
    public required Timeframe Trigger { get; init; }

    public required DecisionSettings Settings { get; init; }

    public required decimal InitialCash { get; init; }

    /// <summary>Named in the ledger: profile, source of the data, version of the code.</summary>
    public required string Profile { get; init; }

    public required string Source { get; init; }

    public required string CodeVersion { get; init; }

    /// <summary>Running number of this run in its ledger, from 1; part of every decision's id.</summary>
    public int Run { get; init; } = 1;

    /// <summary>How long a bar waits for late trades, by venue time.</summary>
    public TimeSpan BarLateness { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Levels of the book a decision sees.</summary>
    public int BookLevels { get; init; } = 20;

    /// <summary>Makes the rule strategy of an instrument; null when the agents decide.</summary>
    public Func<Symbol, IRule>? Rule { get; init; }

    /// <summary>Where decisions are made; null makes them here, at once.</summary>
    public IDeskRelay? Relay { get; init; }

    /// <summary>How entries are worked.</summary>
    public ExecutionOptions Execution { get; init; } = new();

    /// <summary>When positions are given up beside their protective stops.</summary>
    public ExitOptions Exits { get; init; } = new();

    /// <summary>The horizons of the order protocol.</summary>
    public ProtocolOptions Protocol { get; init; } = new();

    /// <summary>
    /// Reads the ledger's records so far, where the venue outlives the process: the desk then goes on with the orders and
    /// positions they leave, and opens nothing before it has compared itself with the venue. Null when every run has a
    /// venue of its own: it begins flat.
    /// </summary>
    public Func<IEnumerable<LedgerRecord>>? Recover { get; init; }

    /// <summary>
    /// True when the data are candles: every trigger bar asks for a decision. False when they are ticks: bars delivered
    /// before the first tick are history, which warms features up and decides nothing.
    /// </summary>
    public bool DecideOnCandles { get; init; }
}
