using System.Collections.Immutable;
using Parley.Domain;

namespace Parley.Execution;

/// <summary>What is due about an order nobody has answered for.</summary>
[Flags]
public enum QuarantineDue
{
    Nothing = 0,

    /// <summary>The soft deadline has passed: its outcome is unknown.</summary>
    LoseTrack = 1,

    /// <summary>Ask the venue what became of it.</summary>
    Lookup = 2,

    /// <summary>Ask the venue what it holds.</summary>
    TakeStock = 4,

    /// <summary>The proof is complete: the venue never had it.</summary>
    FindAbsent = 8,

    /// <summary>Unknown for so long that a human must look.</summary>
    CallHuman = 16,
}

/// <summary>
/// The evidence about one order between sending and knowing. Pure and immutable: facts go in, and for a moment of venue
/// time it says what is due. Elapsed time alone never proves anything.
/// </summary>
/// <param name="IntendedAt">Venue time of the intent: trades are read from before it.</param>
/// <param name="SentAt">Venue time of sending, or of finding the intent again after a restart, whichever is later.</param>
public sealed record Quarantine(ClientOrderId Id, Symbol Symbol, Timestamp IntendedAt, Timestamp SentAt)
{
    /// <summary>When its outcome was given up for unknown; null while the answer is only awaited.</summary>
    public Timestamp? LostAt { get; private init; }

    /// <summary>Lookups sent.</summary>
    public int Lookups { get; private init; }

    /// <summary>When the next lookup is due.</summary>
    public Timestamp NextLookup { get; private init; }

    /// <summary>When the next stock is due.</summary>
    public Timestamp NextStock { get; private init; }

    /// <summary>Lookups answered "not found" after the horizon, by when they were answered.</summary>
    public ImmutableSortedSet<Timestamp> NotFound { get; private init; } = [];

    /// <summary>The stock, begun after the horizon, that knows nothing of it and agrees with the ledger; null before there is one.</summary>
    public Timestamp? QuietStock { get; private init; }

    /// <summary>A human has been called.</summary>
    public bool IsStuck { get; private init; }

    /// <summary>The order's outcome is unknown from now on; evidence is collected.</summary>
    public Quarantine Lose(Timestamp now, ProtocolOptions options) =>
        LostAt is null ? this with { LostAt = now, NextLookup = now + options.LookupWaits[0], NextStock = HorizonOf(options) + TimeSpan.FromTicks(1) } : this;

    /// <summary>A lookup has been sent.</summary>
    public Quarantine LookedUp(Timestamp now, ProtocolOptions options)
    {
        int next = Math.Min(Lookups + 1, options.LookupWaits.Count - 1);
        return this with { Lookups = Lookups + 1, NextLookup = now + options.LookupWaits[next] };
    }

    /// <summary>A stock has been asked for.</summary>
    public Quarantine AskedForStock(Timestamp now, ProtocolOptions options) => this with { NextStock = now + options.LookupWaits[^1] };

    /// <summary>A human has been called.</summary>
    public Quarantine Stick() => this with { IsStuck = true };

    /// <summary>A lookup knew nothing of it. Counts after the horizon only, each answer once.</summary>
    public Quarantine Apply(OrderNotFound fact, ProtocolOptions options) =>
        fact.Id == Id && fact.At > HorizonOf(options) && !NotFound.Contains(fact.At) ? this with { NotFound = NotFound.Add(fact.At) } : this;

    /// <summary>A stock came in. Counts when it was begun after the horizon and after the user stream last came up.</summary>
    /// <param name="agrees">The position in it is the ledger's.</param>
    /// <param name="streamUpSince">Since when the user stream has been up without a break; null while it is down.</param>
    public Quarantine Apply(StockTaken stock, bool agrees, Timestamp? streamUpSince, ProtocolOptions options)
    {
        bool quiet = stock.Symbol == Symbol && stock.Begun > HorizonOf(options) && agrees && stock.Begun >= streamUpSince;
        if (!quiet) return this;
        foreach (StockedOrder listed in stock.Orders)
            if (listed.Order.Id == Id) return this;
        return this with { QuietStock = stock.Begun };
    }

    /// <summary>The user stream broke: what it did not say since proves nothing.</summary>
    public Quarantine Interrupt() => QuietStock is null ? this : this with { QuietStock = null };

    /// <summary>What is due at a moment of venue time.</summary>
    public QuarantineDue Due(Timestamp now, ProtocolOptions options)
    {
        if (LostAt is not { } lost) return now >= SentAt + options.SoftDeadline ? QuarantineDue.LoseTrack : QuarantineDue.Nothing;
        if (IsProved(now, options)) return QuarantineDue.FindAbsent;
        QuarantineDue due = QuarantineDue.Nothing;
        if (now >= NextLookup) due |= QuarantineDue.Lookup;
        if (QuietStock is null && now >= NextStock) due |= QuarantineDue.TakeStock;
        if (!IsStuck && now >= lost + options.StuckAfter) due |= QuarantineDue.CallHuman;
        return due;
    }

    /// <summary>The earliest moment at which something can be due.</summary>
    public Timestamp NextDue(ProtocolOptions options)
    {
        if (LostAt is not { } lost) return SentAt + options.SoftDeadline;
        Timestamp next = NextLookup;
        if (QuietStock is null && NextStock < next) next = NextStock;
        if (!IsStuck && lost + options.StuckAfter < next) next = lost + options.StuckAfter;
        return next;
    }

    /// <summary>Horizon passed, and both sources were quiet after it.</summary>
    public bool IsProved(Timestamp now, ProtocolOptions options) =>
        LostAt is not null && now > HorizonOf(options) && NotFound.Count >= options.NotFoundNeeded && QuietStock is not null;

    private Timestamp HorizonOf(ProtocolOptions options) => SentAt + options.Horizon;
}
