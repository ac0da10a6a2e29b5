namespace Parley.Ports;

/// <summary>
/// Names that code and infrastructure share. What is deployed carries them, state written under them outlives the code:
/// never rename one.
/// </summary>
public static class CloudNames
{
    /// <summary>Event hubs.</summary>
    public static class Hubs
    {
        /// <summary>Packed market batches, edge to functions; key = instrument.</summary>
        public const string Ticks = "ticks";

        /// <summary>Order intents and commands, functions to edge; key = instrument.</summary>
        public const string Intents = "intents";

        /// <summary>Decisions made, for whoever shows or keeps them; key = instrument.</summary>
        public const string Decisions = "decisions";
    }

    /// <summary>Consumer groups, each one reader's.</summary>
    public static class ConsumerGroups
    {
        public const string Functions = "functions";
        public const string Edge = "edge";
        public const string Page = "page";
        public const string Archive = "archive";
    }

    public static class Tables
    {
        public const string Features = "features";
        public const string Decisions = "decisions";
        public const string Orders = "orders";
        public const string Control = "control";
        public const string Leases = "leases";
        public const string Ledger = "ledger";
    }

    /// <summary>Partitions of <see cref="Tables.Ledger"/>: one chain each.</summary>
    public static class Ledgers
    {
        public const string Edge = "edge";
    }

    /// <summary>Begins the names of what follows a checkpoint in <see cref="Containers.Checkpoints"/>; storage deletes old ones by it.</summary>
    public const string TailPrefix = "tails/";

    /// <summary>Blob containers.</summary>
    public static class Containers
    {
        /// <summary>State of each instrument, and how far each consumer has read.</summary>
        public const string Checkpoints = "checkpoints";

        /// <summary>Snapshots by content hash.</summary>
        public const string Snapshots = "snapshots";

        /// <summary>Raw completions of models by content hash.</summary>
        public const string Completions = "completions";

        /// <summary>Batches that could not be read, with the reason.</summary>
        public const string Quarantine = "quarantine";

        /// <summary>Daily digests of the ledger, immutable.</summary>
        public const string Digests = "digests";
    }
}
