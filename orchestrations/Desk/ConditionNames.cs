namespace Parley.Orchestrations;

/// <summary>Names of the conditions this desk itself puts into force; the venue's adapter has names of its own.</summary>
public static class ConditionNames
{
    /// <summary>A human's word, or a watchdog's.</summary>
    public const string Command = "command";

    public const string Losses = "losses";

    /// <summary>An order's outcome is not known.</summary>
    public const string UnknownOrders = "unknown-orders";

    /// <summary>An order's outcome or end has not been known for so long that a human must look.</summary>
    public const string StuckOrder = "stuck-order";

    /// <summary>The venue holds another position than the ledger.</summary>
    public const string PositionMismatch = "position-mismatch";

    /// <summary>The venue said something of an order that cannot be true.</summary>
    public const string Invariant = "invariant";

    /// <summary>Somebody else trades on the account.</summary>
    public const string Foreign = "foreign";

    /// <summary>The venue closed a position by force.</summary>
    public const string ForcedClose = "forced-close";

    /// <summary>The venue knew more of an order than we believed.</summary>
    public const string LateFact = "late-fact";

    /// <summary>The desk has started and has not compared itself with the venue yet.</summary>
    public const string Recovery = "recovery";

    /// <summary>What the adapter calls the stream that tells of our orders.</summary>
    public const string UserStream = "user-stream";
}
