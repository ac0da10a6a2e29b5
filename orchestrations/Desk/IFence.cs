namespace Parley.Orchestrations;

/// <summary>How far the right to be the only writer still goes.</summary>
public enum LeaseState
{
    /// <summary>Ours.</summary>
    Valid,

    /// <summary>Ours, but not renewed for more than half its duration.</summary>
    Doubtful,

    /// <summary>Run out, or somebody else's. Never comes back.</summary>
    Lost,
}

/// <summary>What stands between the desk and the venue: nothing may leave that the lease does not cover.</summary>
public interface IFence
{
    LeaseState State { get; }

    /// <summary>Whether the lease was confirmed by a renewal begun after this moment of the monotonic clock.</summary>
    bool IsConfirmedSince(long timestamp);

    /// <summary>Asks for a renewal now; returns at once.</summary>
    void ConfirmSoon();
}
