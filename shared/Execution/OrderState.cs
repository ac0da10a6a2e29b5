using System.Collections.Immutable;
using Parley.Domain;

namespace Parley.Execution;

/// <summary>One execution of an order, as kept in its state.</summary>
public sealed record Fill(long TradeId, Timestamp At, Price Price, Quantity Quantity, decimal Fee, bool IsMaker);

/// <summary>
/// One order as a fold over what we did (<see cref="Local"/>) and what the venue said (<see cref="Apply"/>). Pure and
/// immutable. Facts may come late, twice and in any order: the state depends on the set of facts alone.
/// </summary>
/// <remarks>
/// <see cref="Phase"/> is derived, never stored: the strongest evidence wins. Fills count always, also after a cancel or a
/// refusal, because a fill the venue reports has happened. Only more fills change an order that is done.
/// </remarks>
public sealed record OrderState
{
    private static readonly ImmutableSortedSet<string> NoContradictions = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    private OrderState(PlaceOrder order) => Order = order;

    public PlaceOrder Order { get; }

    /// <summary>What we did or concluded ourselves: Intended, Submitting, Unknown or Absent.</summary>
    public OrderPhase Local { get; private init; } = OrderPhase.Intended;

    /// <summary>Executions in order of trade id, each once.</summary>
    public ImmutableSortedDictionary<long, Fill> Fills { get; private init; } = ImmutableSortedDictionary<long, Fill>.Empty;

    public Quantity Filled { get; private set; }

    /// <summary>Sum of price × quantity over the fills, exact, in quote currency.</summary>
    public decimal Notional { get; private set; }

    /// <summary>Sum of fees in quote currency.</summary>
    public decimal Fees { get; private set; }

    /// <summary>The venue's own id, once it said one.</summary>
    public string? VenueOrderId => Accepted?.VenueOrderId;

    public OrderAccepted? Accepted { get; private init; }

    public OrderCancelled? Cancelled { get; private init; }

    public OrderExpired? Expired { get; private init; }

    public OrderRefused? Refused { get; private init; }

    /// <summary>The first refusal of a cancel: the order is done somehow, so look it up.</summary>
    public CancelRefused? CancelRefused { get; private init; }

    /// <summary>
    /// What the venue said about this order that cannot be true, in words, each once: fills of the other side, of nothing,
    /// or of another content under a trade id known already.
    /// </summary>
    public ImmutableSortedSet<string> Contradictions { get; private init; } = NoContradictions;

    /// <summary>Why the desk can no longer trust this order's books; null while it can. Depends on the set of facts alone.</summary>
    public string? Fault => Filled > Order.Quantity
        ? $"Order {Id} is overfilled: {Filled} of {Order.Quantity}."
        : Contradictions.IsEmpty ? null : Contradictions[0];

    /// <summary>How often we asked the venue to take it off the book. Asking changes nothing until the venue says so.</summary>
    public int CancelsSent { get; private init; }

    public ClientOrderId Id => Order.Id;

    public Symbol Symbol => Order.Symbol;

    /// <summary>A stop that can only shrink the position.</summary>
    public bool IsProtectiveStop => Order is { Type: OrderType.StopMarket, ReduceOnly: true };

    /// <summary>What can still fill; never negative.</summary>
    public Quantity Remaining => Filled < Order.Quantity ? Order.Quantity - Filled : Quantity.Zero;

    /// <summary>Average price of the fills in quote currency; 0 before the first.</summary>
    public decimal AveragePrice => Filled.IsZero ? 0m : Notional / Filled.Value;

    public OrderPhase Phase
    {
        get
        {
            if (Filled >= Order.Quantity) return OrderPhase.Filled;
            if (Cancelled is not null) return OrderPhase.Cancelled;
            if (Expired is not null) return OrderPhase.Expired;
            if (!Filled.IsZero) return OrderPhase.PartiallyFilled;
            if (Accepted is not null) return OrderPhase.Working;
            return Refused is not null ? OrderPhase.Refused : Local;
        }
    }

    /// <summary>Nothing but a late fill can happen to it any more.</summary>
    public bool IsDone =>
        Phase is OrderPhase.Filled or OrderPhase.Cancelled or OrderPhase.Expired or OrderPhase.Refused or OrderPhase.Absent;

    /// <summary>It rests at the venue or may do so: it can still fill.</summary>
    public bool IsLive => !IsDone && Phase != OrderPhase.Intended;

    public static OrderState Of(PlaceOrder order) =>
        order.Quantity.IsPositive
            ? new(order)
            : throw new InvariantViolation($"Order {order.Id} is for {order.Quantity}; an order's quantity is positive.");

    /// <summary>We are about to send it. Legal once, from Intended.</summary>
    public OrderState Submit() => Step(OrderPhase.Submitting, OrderPhase.Intended);

    /// <summary>The answer did not come, or said nothing definite.</summary>
    public OrderState LoseTrack() => Step(OrderPhase.Unknown, OrderPhase.Submitting, OrderPhase.Unknown);

    /// <summary>Two sources were quiet after the horizon. Only an unknown order can be found absent.</summary>
    public OrderState FindAbsent() => Step(OrderPhase.Absent, OrderPhase.Unknown, OrderPhase.Absent);

    /// <summary>We asked the venue to cancel it. May be repeated.</summary>
    public OrderState RequestCancel() => this with { CancelsSent = CancelsSent + 1 };

    /// <summary>
    /// Folds one fact of the venue into the order. Applying a fact twice equals applying it once. What cannot be true is
    /// taken down as <see cref="Fault"/>, never thrown: a venue that errs must not stop the books.
    /// </summary>
    /// <exception cref="InvariantViolation">The fact is about another order.</exception>
    public OrderState Apply(OrderFact fact)
    {
        if (fact.Id != Id || fact.Symbol != Order.Symbol)
            throw new InvariantViolation($"A fact about {fact.Id} on {fact.Symbol} reached order {Id} on {Order.Symbol}.");
        return fact switch
        {
            OrderFilled filled => Fill(filled),
            OrderAccepted accepted when IsNews(Accepted, accepted) => this with { Accepted = accepted },
            OrderCancelled cancelled when IsNews(Cancelled, cancelled) => this with { Cancelled = cancelled },
            OrderExpired expired when IsNews(Expired, expired) => this with { Expired = expired },
            OrderRefused refused when IsNews(Refused, refused) => this with { Refused = refused },
            CancelRefused refused when IsNews(CancelRefused, refused) => this with { CancelRefused = refused },
            OutcomeUnknown when Local == OrderPhase.Submitting => LoseTrack(),
            // Weak evidence: it counts only in what decides on absence.
            OutcomeUnknown or OrderNotFound => this,
            OrderAccepted or OrderCancelled or OrderExpired or OrderRefused or Domain.CancelRefused => this,
            _ => throw new InvariantViolation($"Order {Id} does not know the fact {fact.GetType().Name}."),
        };
    }

    private OrderState Fill(OrderFilled filled)
    {
        Fill fill = new(filled.TradeId, filled.At, filled.Price, filled.Quantity, filled.Fee, filled.IsMaker);
        if (filled.Side != Order.Side)
            return Contradict($"Order {Id} is to {Order.Side}, but trade {fill.TradeId} is a {filled.Side}.");
        if (!fill.Quantity.IsPositive || !fill.Price.IsPositive)
            return Contradict($"Order {Id}: trade {fill.TradeId} fills {fill.Quantity} at {fill.Price}; both must be positive.");
        if (!Fills.TryGetValue(fill.TradeId, out Fill? known))
        {
            return this with
            {
                Fills = Fills.Add(fill.TradeId, fill),
                Filled = Filled + fill.Quantity,
                Notional = Notional + fill.Price * fill.Quantity,
                Fees = Fees + fill.Fee,
            };
        }

        if (known == fill) return this;
        OrderState noted = known.Price == fill.Price && known.Quantity == fill.Quantity
            ? this
            : Contradict($"Order {Id}: trade {fill.TradeId} came twice with different content.");
        return IsBefore(fill, known) ? noted.Exchange(fill) : noted;
    }

    private OrderState Contradict(string what)
    {
        ImmutableSortedSet<string> more = Contradictions.Add(what);
        return ReferenceEquals(more, Contradictions) ? this : this with { Contradictions = more };
    }

    // Summed afresh rather than corrected: then not even the number of decimals depends on what was there before.
    private OrderState Exchange(Fill fill)
    {
        ImmutableSortedDictionary<long, Fill> fills = Fills.SetItem(fill.TradeId, fill);
        OrderState exchanged = this with { Fills = fills, Filled = Quantity.Zero, Notional = 0m, Fees = 0m };
        foreach (Fill each in fills.Values)
        {
            exchanged.Filled += each.Quantity;
            exchanged.Notional += each.Price * each.Quantity;
            exchanged.Fees += each.Fee;
        }

        return exchanged;
    }

    // One trade told in two ways. Streams and lookups may differ in a fee worked out by ourselves, or by a millisecond: that
    // is no contradiction. Which one counts must not depend on which came first; the larger counts, so that what is
    // filled never shrinks.
    private static bool IsBefore(Fill fill, Fill known)
    {
        int order = known.Quantity.CompareTo(fill.Quantity);
        if (order == 0) order = fill.At.CompareTo(known.At);
        return order == 0 ? string.CompareOrdinal(fill.ToString(), known.ToString()) < 0 : order < 0;
    }

    private OrderState Step(OrderPhase to, params ReadOnlySpan<OrderPhase> from) =>
        from.Contains(Local)
            ? this with { Local = to }
            : throw new InvariantViolation($"Order {Id} cannot become {to} from {Local}.");

    // Of two different reports of the same thing the earlier counts, ties broken by content, so that order of arrival
    // does not matter.
    private static bool IsNews<T>(T? known, T fact)
        where T : OrderFact
    {
        if (known is null) return true;
        return known.At == fact.At
            ? string.CompareOrdinal(fact.ToString(), known.ToString()) < 0
            : fact.At < known.At;
    }
}
