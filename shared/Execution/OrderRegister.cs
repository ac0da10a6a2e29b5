using System.Diagnostics.CodeAnalysis;
using Parley.Domain;

namespace Parley.Execution;

/// <summary>What a fact did to the register.</summary>
public enum FactEffect
{
    /// <summary>The order changed.</summary>
    Applied,

    /// <summary>Known already.</summary>
    Repeated,

    /// <summary>About an order this desk never intended: somebody else trades on the account.</summary>
    Foreign,
}

/// <summary>
/// Every order of the desk, by client order id. Orders that are done stay, because late facts about them must find them;
/// the live ones are kept apart, so that counting them costs nothing. Not safe for use by several threads at once.
/// </summary>
public sealed class OrderRegister
{
    private const long NanosecondsPerMinute = 60_000_000_000;

    private readonly Dictionary<ClientOrderId, OrderState> live = [];
    private readonly Dictionary<ClientOrderId, OrderState> done = [];
    private readonly Queue<long> entriesSent = [];

    /// <summary>Orders that are intended, or can still fill.</summary>
    public IReadOnlyCollection<OrderState> Live => live.Values;

    /// <summary>All orders, in no particular order.</summary>
    public IEnumerable<OrderState> All => live.Values.Concat(done.Values);

    public int Count => live.Count + done.Count;

    public bool TryGet(ClientOrderId id, [NotNullWhen(true)] out OrderState? order) =>
        live.TryGetValue(id, out order) || done.TryGetValue(id, out order);

    /// <summary>Registers an intent.</summary>
    /// <returns>False when the id is there already: the order must not be sent again.</returns>
    public bool Intend(PlaceOrder order)
    {
        if (TryGet(order.Id, out _)) return false;
        live.Add(order.Id, OrderState.Of(order));
        return true;
    }

    /// <summary>The order is about to be sent.</summary>
    /// <param name="at">Venue time; counts entries per minute.</param>
    public void Submit(ClientOrderId id, Timestamp at)
    {
        OrderState order = Find(id);
        Keep(order.Submit());
        if (!order.Order.ReduceOnly) entriesSent.Enqueue(at.Nanoseconds);
    }

    /// <summary>A cancel is about to be sent.</summary>
    public void RequestCancel(ClientOrderId id) => Keep(Find(id).RequestCancel());

    /// <summary>The outcome of sending is not known.</summary>
    public void LoseTrack(ClientOrderId id) => Keep(Find(id).LoseTrack());

    /// <summary>The evidence says the venue never had it.</summary>
    public void FindAbsent(ClientOrderId id) => Keep(Find(id).FindAbsent());

    /// <summary>Folds a fact into its order.</summary>
    /// <exception cref="InvariantViolation">See <see cref="OrderState.Apply"/>.</exception>
    public FactEffect Apply(OrderFact fact)
    {
        if (!TryGet(fact.Id, out OrderState? before)) return FactEffect.Foreign;
        OrderState after = before.Apply(fact);
        if (ReferenceEquals(before, after)) return FactEffect.Repeated;
        Keep(after);
        return FactEffect.Applied;
    }

    /// <summary>Orders on an instrument that can still fill, protective stops excluded.</summary>
    public int OpenOrders(Symbol symbol) => CountLive(symbol, static order => order.IsLive && !order.IsProtectiveStop);

    /// <summary>Orders on an instrument whose outcome is not known.</summary>
    public int UnknownOrders(Symbol symbol) => CountLive(symbol, static order => order.Phase == OrderPhase.Unknown);

    /// <summary>Entry orders sent in the 60 s up to a moment, which must not go back.</summary>
    public int EntriesInLastMinute(Timestamp now)
    {
        while (entriesSent.TryPeek(out long sent) && sent <= now.Nanoseconds - NanosecondsPerMinute) entriesSent.Dequeue();
        return entriesSent.Count;
    }

    private int CountLive(Symbol symbol, Func<OrderState, bool> counts)
    {
        int count = 0;
        foreach (OrderState order in live.Values)
            if (order.Symbol == symbol && counts(order)) count++;
        return count;
    }

    private OrderState Find(ClientOrderId id) =>
        TryGet(id, out OrderState? order) ? order : throw new InvariantViolation($"Order {id} was never intended.");

    private void Keep(OrderState order)
    {
        (Dictionary<ClientOrderId, OrderState> to, Dictionary<ClientOrderId, OrderState> from) =
            order.IsDone ? (done, live) : (live, done);
        from.Remove(order.Id);
        to[order.Id] = order;
    }
}
