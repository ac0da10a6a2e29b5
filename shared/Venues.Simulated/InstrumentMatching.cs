using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>
/// The matching engine for one instrument: our orders against the recorded market. This part takes commands and books
/// executions; the others react to the feed and to bars.
/// </summary>
internal sealed partial class InstrumentMatching
{
    private readonly List<RestingOrder> orders = [];
    private readonly VisibleLiquidity liquidity;
    private readonly VenueAccount account;
    private readonly FactQueue facts;
    private readonly decimal barSlippageBps;
    private readonly VenueArchive? archive;
    private Price? lastPrice;
    private bool anyDone;

    public InstrumentMatching(Instrument instrument, VenueAccount account, FactQueue facts, decimal barSlippageBps, VenueArchive? archive)
    {
        Holding = new Holding(instrument);
        liquidity = new VisibleLiquidity(instrument.Symbol);
        this.account = account;
        this.facts = facts;
        this.barSlippageBps = barSlippageBps;
        this.archive = archive;
    }

    public Holding Holding { get; }

    public IEnumerable<OpenOrder> OpenOrders => orders.Select(order => order.ToOpenOrder());

    public bool IsPerpetual => Instrument.Kind == InstrumentKind.Perpetual;

    private Instrument Instrument => Holding.Instrument;

    public bool HasOpen(ClientOrderId id) => orders.Exists(order => order.Order.Id == id);

    /// <summary>An order reaches the venue.</summary>
    public void Arrive(PlaceOrder order, Timestamp at)
    {
        if (FirstRefusal(order) is { } refusal)
        {
            facts.Publish(new OrderRefused(order.Id, order.Symbol, at, refusal.Rule, refusal.Reason));
            return;
        }

        RestingOrder entry = new(order, facts.NextOrderNumber(), at) { IsWaiting = order.Type is OrderType.Market or OrderType.Limit };
        OrderAccepted accepted = new(order.Id, order.Symbol, at, entry.VenueOrderId);
        archive?.Accept(order, accepted);
        facts.Publish(accepted);
        orders.Add(entry);
        if (entry.IsWaiting && liquidity.Count(entry.Opposite) > 0) Match(entry, at);
        Sweep();
    }

    /// <summary>A cancellation reaches the venue.</summary>
    /// <returns>False when no such order is open here.</returns>
    public bool Cancel(ClientOrderId id, Timestamp at)
    {
        if (orders.Find(order => order.Order.Id == id) is not { } entry) return false;
        orders.Remove(entry);
        OrderCancelled cancelled = new(id, Instrument.Symbol, at);
        archive?.End(entry.VenueOrderId, cancelled);
        facts.Publish(cancelled);
        return true;
    }

    /// <summary>Largest notional this instrument can come to when the open orders of one side fill, in quote currency.</summary>
    /// <param name="added">An order to be counted as if it were open.</param>
    public decimal Exposure(PlaceOrder? added)
    {
        decimal buys = OpenQuantity(Side.Buy, added);
        decimal sells = OpenQuantity(Side.Sell, added);
        decimal held = Holding.Quantity.Value;
        decimal most = Math.Max(Math.Abs(held + buys), Math.Abs(held - sells));
        Price? price = Holding.Mark ?? added?.Limit ?? added?.Stop ?? lastPrice;
        return price is { } each ? most * each.Value : 0;
    }

    /// <summary>Notional of open buys at their limits or stops.</summary>
    public decimal ReservedNotional()
    {
        decimal sum = 0;
        foreach (RestingOrder order in orders)
            if (order is { IsBuy: true, Order.ReduceOnly: false } && (order.ReservedPrice ?? lastPrice) is { } price) sum += price * order.Remaining;
        return sum;
    }

    private decimal OpenQuantity(Side side, PlaceOrder? added)
    {
        decimal sum = added is { ReduceOnly: false } && added.Side == side ? added.Quantity.Value : 0;
        foreach (RestingOrder order in orders)
            if (!order.Order.ReduceOnly && order.Order.Side == side) sum += order.Remaining.Value;
        return sum;
    }

    /// <summary>Meets what is visible; what is left of a limit order joins the queue, of any other it expires.</summary>
    private void Match(RestingOrder entry, Timestamp at)
    {
        entry.IsWaiting = false;
        if (entry.Order.ReduceOnly && Reducible(entry.Order.Side).IsZero)
        {
            Expire(entry, at, "reduce-only with nothing to reduce");
            return;
        }

        // A post-only order that waited for a market is a maker when the market comes: MeetLiquidity sees to it.
        if (entry.Order.TimeInForce != TimeInForce.PostOnly) TakeVisible(entry, at, isMaker: false);
        if (entry.IsDone) return;
        if (entry.Order is { Type: OrderType.Limit, TimeInForce: not TimeInForce.ImmediateOrCancel } && entry.Order.Limit is { } limit)
        {
            if (liquidity.Shown(entry.Order.Side, limit) is { } shown) entry.Queue.Join(shown);
            return;
        }

        string what = entry.Order.Type == OrderType.Limit ? $"nothing more at {entry.Order.Limit} or better" : "the visible book is exhausted";
        Expire(entry, at, $"{what}: {entry.Remaining} of {entry.Order.Quantity} unfilled");
    }

    /// <summary>Walks the other side level by level within the limit. A maker gets its own price, a taker the level's.</summary>
    private void TakeVisible(RestingOrder entry, Timestamp at, bool isMaker)
    {
        int count = liquidity.Count(entry.Opposite);
        for (int depth = 0; depth < count && !entry.IsDone; depth++)
        {
            BookLevel level = liquidity.Level(entry.Opposite, depth);
            if (!entry.Allows(level.Price)) return;
            Quantity wanted = Quantity.Min(entry.Remaining, level.Quantity.FloorTo(Instrument.StepSize));
            if (wanted.IsZero) continue;
            Quantity executed = Execute(entry, isMaker ? entry.Order.Limit!.Value : level.Price, wanted, isMaker, at);
            liquidity.Take(entry.Opposite, level.Price, executed);
        }
    }

    /// <summary>Books an execution as far as position, coins and cash allow; what they do not allow expires.</summary>
    private Quantity Execute(RestingOrder entry, Price price, Quantity wanted, bool isMaker, Timestamp at)
    {
        PlaceOrder order = entry.Order;
        Quantity allowed = Allowed(order, price, wanted);
        Quantity before = Holding.Quantity;
        if (allowed.IsPositive)
        {
            (decimal fee, AssetAmount? charged, decimal realised) = account.Fill(Holding, order.Side, price, allowed, isMaker);
            entry.Remaining -= allowed;
            OrderFilled fill = new(order.Id, order.Symbol, at, facts.NextTradeId(), order.Side, price, allowed, fee, isMaker) { Charged = charged };
            archive?.Fill(entry.VenueOrderId, fill, realised);
            facts.Publish(fill);
            if (entry.Remaining.IsZero) entry.IsDone = anyDone = true;
        }

        if (allowed < wanted)
        {
            Expire(entry, at, order.ReduceOnly
                ? $"reduce-only: {entry.Remaining} of {order.Quantity} would exceed the position"
                : $"insufficient balance: cash {account.Cash}, holding {Holding.Quantity}; {entry.Remaining} of {order.Quantity} unfilled");
        }

        ExpireUseless(before, at);
        return allowed;
    }

    private Quantity Allowed(PlaceOrder order, Price price, Quantity wanted)
    {
        if (order.ReduceOnly) wanted = Quantity.Min(wanted, Reducible(order.Side));
        if (IsPerpetual) return wanted;
        return order.Side == Side.Sell
            ? Quantity.Min(wanted, Holding.Quantity)
            : account.Affordable(price, wanted, Instrument.StepSize);
    }

    /// <summary>How much an order of a side could close.</summary>
    private Quantity Reducible(Side side)
    {
        Quantity held = side == Side.Sell ? Holding.Quantity : -Holding.Quantity;
        return held.IsPositive ? held : Quantity.Zero;
    }

    /// <summary>
    /// Once a position is closed or turned, reduce-only orders that stood against it have nothing to do. Those of the other
    /// side stay: they may have been sent ahead of an entry.
    /// </summary>
    private void ExpireUseless(Quantity before, Timestamp at)
    {
        if (before.IsZero || Holding.Quantity.Raw == before.Raw) return;
        Side closing = before.IsPositive ? Side.Sell : Side.Buy;
        if (Reducible(closing).IsPositive) return;
        foreach (RestingOrder order in orders)
            if (order.Order.ReduceOnly && order.Order.Side == closing) Expire(order, at, "reduce-only with nothing left to reduce");
    }

    private void Expire(RestingOrder entry, Timestamp at, string reason)
    {
        if (entry.IsDone) return;
        entry.IsDone = anyDone = true;
        OrderExpired expired = new(entry.Order.Id, entry.Order.Symbol, at, reason);
        archive?.End(entry.VenueOrderId, expired);
        facts.Publish(expired);
    }

    private void Sweep()
    {
        if (!anyDone) return;
        orders.RemoveAll(static order => order.IsDone);
        anyDone = false;
    }
}
