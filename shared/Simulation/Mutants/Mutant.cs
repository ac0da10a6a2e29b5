namespace Parley.Simulation;

/// <summary>
/// Wrong protocols, each one somebody's real one. A simulator that does not notice them is broken. They exist here only:
/// wrappers around the gateway, which the product cannot reach.
/// </summary>
public enum Mutant
{
    None,

    /// <summary>An order whose answer is lost is sent again under the same id.</summary>
    ResendSameId,

    /// <summary>An order whose answer is lost is sent again under a new id.</summary>
    ResendNewId,

    /// <summary>An order that five lookups did not find counts as refused.</summary>
    RejectAfterFiveLookups,

    /// <summary>A second execution of the same order counts as a repetition of the first.</summary>
    DedupByOrderId,

    /// <summary>After the user stream came back nothing is read again.</summary>
    SkipSnapshotOnReconnect,
}
