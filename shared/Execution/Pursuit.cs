using Parley.Domain;

namespace Parley.Execution;

/// <summary>What is due about an order that is to end, or has ended without a word.</summary>
public enum PursuitDue
{
    Nothing,
    Cancel,
    Lookup,
}

/// <summary>
/// Follows an order until its end is known. A cancel is repeated a few times, then the order is looked up; a refused cancel
/// means that it is done somehow, so it is looked up at once and never taken for cancelled. Pure and immutable.
/// </summary>
public sealed record Pursuit(ClientOrderId Id, Symbol Symbol, Timestamp Since)
{
    /// <summary>We want it cancelled; otherwise we only want to know how it ended.</summary>
    public bool Wanted { get; private init; }

    /// <summary>Cancels sent in this round.</summary>
    public int Cancels { get; private init; }

    /// <summary>Lookups sent.</summary>
    public int Lookups { get; private init; }

    public bool IsLookedUp { get; private init; }

    public Timestamp NextDue { get; private init; }

    /// <summary>A human has been called.</summary>
    public bool IsStuck { get; private init; }

    /// <summary>A cancel has just been sent.</summary>
    public static Pursuit OfCancel(ClientOrderId id, Symbol symbol, Timestamp now, ProtocolOptions options) =>
        new(id, symbol, now) { Wanted = true, Cancels = 1, NextDue = now + options.CancelInterval };

    /// <summary>It is in no book any more, and nobody said why.</summary>
    public static Pursuit OfVanished(ClientOrderId id, Symbol symbol, Timestamp now) => new(id, symbol, now) { IsLookedUp = true, NextDue = now };

    public PursuitDue Due(Timestamp now)
    {
        if (now < NextDue) return PursuitDue.Nothing;
        return IsLookedUp ? PursuitDue.Lookup : PursuitDue.Cancel;
    }

    /// <summary>Another cancel has been sent; after the last one comes the lookup.</summary>
    public Pursuit Cancelled(Timestamp now, ProtocolOptions options) => this with
    {
        Wanted = true,
        Cancels = Cancels + 1,
        IsLookedUp = Cancels + 1 >= options.CancelsMax,
        NextDue = now + options.CancelInterval,
    };

    /// <summary>A lookup has been sent; the next one waits longer.</summary>
    public Pursuit LookedUp(Timestamp now, ProtocolOptions options) => this with
    {
        Lookups = Lookups + 1,
        NextDue = now + options.LookupWaits[Math.Min(Lookups, options.LookupWaits.Count - 1)],
    };

    /// <summary>The venue refuses the cancel.</summary>
    public Pursuit Refused(Timestamp now) => IsLookedUp ? this : this with { IsLookedUp = true, NextDue = now };

    /// <summary>The venue says that it rests: if we want it gone, we ask again from the start.</summary>
    public Pursuit Rests(Timestamp now, ProtocolOptions options) =>
        Wanted && IsLookedUp && Lookups > 0 ? this with { IsLookedUp = false, Cancels = 0, NextDue = now + options.CancelInterval } : this;

    /// <summary>A human has been called.</summary>
    public Pursuit Stick() => this with { IsStuck = true };
}
