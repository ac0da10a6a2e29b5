namespace Parley.Simulation;

/// <summary>Kinds of trouble. Each is off in about half of the seeds, so that rare pairs meet undisturbed.</summary>
[Flags]
public enum FaultFamily
{
    None = 0,

    /// <summary>Loss, delay with a tail, clogs on the way to the venue and back.</summary>
    Network = 1,

    /// <summary>A slow engine, answers that say nothing definite, throttling.</summary>
    Venue = 2,

    /// <summary>Lookups that lag, and orders that one endpoint does not show.</summary>
    Lookups = 4,

    /// <summary>The user stream: cuts, half-open sockets, duplicates, reordered reports.</summary>
    Streams = 8,

    /// <summary>Wall clocks of our machines.</summary>
    Clocks = 16,

    /// <summary>The ledger's journal and the lease's table.</summary>
    Storage = 32,

    /// <summary>Crashes, power cuts, pauses, drains.</summary>
    Process = 64,

    /// <summary>A second edge that wants to lead.</summary>
    Leaders = 128,

    /// <summary>People: orders and cancels by hand, the kill switch, pause and resume.</summary>
    Human = 256,

    /// <summary>Market data that are late or missing.</summary>
    Feeds = 512,

    /// <summary>Decisions that come late, twice or in a flood.</summary>
    Decisions = 1024,

    All = 2047,
}
