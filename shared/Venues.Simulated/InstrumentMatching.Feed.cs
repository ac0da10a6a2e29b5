using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <content>Trades, quotes, depth and mark prices.</content>
internal sealed partial class InstrumentMatching
{
    private readonly List<RestingOrder> meeting = [];
    private bool hasTrades;
    private bool hasMarks;
    private Funding? funding;
    private Timestamp settledThrough;

    /// <summary>When the next funding is due; null when none is announced.</summary>
    public Timestamp? FundingAt => funding?.At;

    /// <summary>
    /// A public trade: fills what waits for a price, then resting orders by price and time, then triggers stops. Trades
    /// beside the book do none of it.
    /// </summary>
    public void OnTrade(in Trade trade, Timestamp at)
    {
        if (trade.Origin == TradeOrigin.OffBook) return;
        hasTrades = true;
        lastPrice = trade.Price;
        if (!hasMarks) Holding.Mark = trade.Price;
        if (orders.Count == 0) return;
        FillWaiting(trade.Price, at);
        FillResting(trade, at);
        TriggerStops(trade.Price, at);
        Sweep();
    }

    public void OnQuote(in Quote quote, Timestamp at)
    {
        if (liquidity.Apply(quote)) MeetLiquidity(at);
    }

    public void OnDepth(in DepthUpdate update, Timestamp at)
    {
        liquidity.Apply(update);
        MeetLiquidity(at);
    }

    public void OnSnapshot(in DepthSnapshot snapshot, Timestamp at)
    {
        liquidity.Apply(snapshot);
        MeetLiquidity(at);
    }

    public void OnMark(in MarkPrice mark)
    {
        hasMarks = true;
        Holding.Mark = mark.Mark;
        if (mark.NextFundingAt > settledThrough) funding = new(mark.NextFundingAt, mark.Mark, mark.FundingRate);
    }

    /// <summary>Settles the announced funding at the last mark price and rate before it.</summary>
    public void SettleFunding()
    {
        if (funding is not { } due) return;
        funding = null;
        settledThrough = due.At;
        if (Holding.Quantity.IsZero || !IsPerpetual) return;
        decimal amount = Holding.Funding(due.Mark, due.Rate);
        account.Receive(amount);
        facts.Publish(new FundingPaid(Instrument.Symbol, due.At, amount));
    }

    private void MeetLiquidity(Timestamp at)
    {
        if (!hasMarks && !hasTrades && liquidity.Middle is { } middle) Holding.Mark = middle;
        if (orders.Count == 0) return;
        foreach (RestingOrder order in orders)
            if (order is { IsWaiting: true, IsDone: false } && liquidity.Count(order.Opposite) > 0) Match(order, at);
        UpdateQueues();
        FillCrossed(at);
        Sweep();
    }

    private void UpdateQueues()
    {
        foreach (RestingOrder order in orders)
            if (order.Rests && liquidity.Shown(order.Order.Side, order.Order.Limit!.Value) is { } shown) order.Queue.Observe(shown);
    }

    /// <summary>The other side has come to our price: in the real market it would have met our order.</summary>
    private void FillCrossed(Timestamp at)
    {
        foreach (RestingOrder order in RestingByPriority())
            if (order.Rests && liquidity.Best(order.Opposite) is { } best && order.Allows(best)) TakeVisible(order, at, isMaker: true);
    }

    /// <summary>Where nothing is visible, a trade is the only price there is.</summary>
    private void FillWaiting(Price price, Timestamp at)
    {
        foreach (RestingOrder order in orders)
        {
            if (!order.IsWaiting || order.IsDone || liquidity.Count(order.Opposite) > 0) continue;
            order.IsWaiting = false;
            if (order.Allows(price) && order.Order.TimeInForce != TimeInForce.PostOnly) Execute(order, price, order.Remaining, isMaker: false, at);
            else if (order.Order.TimeInForce == TimeInForce.ImmediateOrCancel) Expire(order, at, $"not to be had at {order.Order.Limit}: the first trade was at {price}");
        }
    }

    /// <summary>
    /// A print through a resting price would have met our order first; a print at the price meets it after the queue ahead.
    /// Our orders share what was traded, so that no print fills more than its quantity.
    /// </summary>
    private void FillResting(in Trade trade, Timestamp at)
    {
        long used = 0;
        foreach (RestingOrder order in RestingByPriority())
        {
            if (!order.Rests || order.AcceptedAt > at) continue;
            long reached = Reached(order, trade);
            Quantity available = Quantity.FromRaw(Math.Max(0, reached - used)).FloorTo(Instrument.StepSize);
            if (available.IsZero) continue;
            used += Execute(order, order.Order.Limit!.Value, Quantity.Min(order.Remaining, available), isMaker: true, at).Raw;
        }
    }

    /// <summary>Raw quantity of a trade that comes as far as an order.</summary>
    private static long Reached(RestingOrder order, in Trade trade)
    {
        bool isThrough = order.IsBuy ? trade.Price < order.Order.Limit : trade.Price > order.Order.Limit;
        if (isThrough) return trade.Quantity.Raw;
        bool isAt = trade.Price == order.Order.Limit && trade.Aggressor == order.Opposite;
        return isAt ? order.Queue.Trade(trade.Quantity.Raw) : 0;
    }

    private void TriggerStops(Price price, Timestamp at)
    {
        foreach (RestingOrder order in orders)
        {
            if (!order.IsWaitingStop || !order.IsReachedBy(price)) continue;
            order.IsTriggered = true;
            if (liquidity.Count(order.Opposite) > 0) Match(order, at);
            else if (liquidity.IsFed) order.IsWaiting = true;
            else Execute(order, price, order.Remaining, isMaker: false, at);
        }
    }

    /// <summary>Resting orders, best price first, then earliest. The list is reused: valid until the next call.</summary>
    private List<RestingOrder> RestingByPriority()
    {
        meeting.Clear();
        foreach (RestingOrder order in orders)
            if (order.Rests) meeting.Add(order);
        if (meeting.Count > 1) meeting.Sort(ByPriority);
        return meeting;
    }

    private static readonly Comparison<RestingOrder> ByPriority = static (left, right) =>
    {
        if (left.Order.Side != right.Order.Side) return left.Order.Side.CompareTo(right.Order.Side);
        int byPrice = left.Order.Limit!.Value.CompareTo(right.Order.Limit!.Value);
        if (left.IsBuy) byPrice = -byPrice;
        return byPrice != 0 ? byPrice : left.Number.CompareTo(right.Number);
    };

    private readonly record struct Funding(Timestamp At, Price Mark, double Rate);
}
