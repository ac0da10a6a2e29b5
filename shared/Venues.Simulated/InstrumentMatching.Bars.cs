using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <content>Candles, where nothing finer is known. What a bar leaves open is decided against us.</content>
internal sealed partial class InstrumentMatching
{
    private Timestamp barsThrough;

    /// <summary>
    /// One closed bar. Orders that were there by its open meet the open: waiting ones fill there, stops and limits it has
    /// jumped over too. Then stops inside the bar, then limits it traded through: touching is not enough. Bars that
    /// overlap earlier ones (a longer timeframe of the same market) and bars beside a live feed say nothing new.
    /// </summary>
    public void OnBar(in Bar bar)
    {
        if (liquidity.IsFed || hasTrades || bar.OpenTime < barsThrough) return;
        barsThrough = bar.CloseTime;
        if (orders.Count > 0)
        {
            FillAtOpen(bar);
            FillInside(bar);
            Sweep();
        }

        lastPrice = bar.Close;
        if (!hasMarks) Holding.Mark = bar.Close;
    }

    private void FillAtOpen(in Bar bar)
    {
        foreach (RestingOrder order in orders)
            if (WasThere(order, bar) && order is { IsWaiting: true, IsDone: false }) OpenWaiting(order, bar);
        foreach (RestingOrder order in orders)
            if (WasThere(order, bar) && order.IsWaitingStop && order.IsReachedBy(bar.Open)) ExecuteStop(order, bar.Open, bar.OpenTime);
        foreach (RestingOrder order in orders)
            if (WasThere(order, bar) && order.Rests && order.IsThrough(bar.Open)) ExecuteGapped(order, bar);
    }

    private void OpenWaiting(RestingOrder order, in Bar bar)
    {
        order.IsWaiting = false;
        if (order.Order.Type != OrderType.Limit)
        {
            Execute(order, Slipped(bar.Open, order.Order.Side), order.Remaining, isMaker: false, bar.OpenTime);
        }
        else if (order.Order.TimeInForce == TimeInForce.ImmediateOrCancel)
        {
            if (order.Allows(bar.Open)) Execute(order, bar.Open, order.Remaining, isMaker: false, bar.OpenTime);
            else Expire(order, bar.OpenTime, $"not to be had at {order.Order.Limit}: the bar opened at {bar.Open}");
        }
    }

    /// <summary>The open is better than the limit: a plain limit gets the open as a taker, a post-only one its own price.</summary>
    private void ExecuteGapped(RestingOrder order, in Bar bar)
    {
        bool isMaker = order.Order.TimeInForce == TimeInForce.PostOnly;
        Execute(order, isMaker ? order.Order.Limit!.Value : bar.Open, order.Remaining, isMaker, bar.OpenTime);
    }

    private void FillInside(in Bar bar)
    {
        foreach (RestingOrder order in orders)
        {
            if (WasThere(order, bar) && order.IsWaitingStop && order.IsReachedBy(order.IsReachedFromBelow ? bar.High : bar.Low))
                ExecuteStop(order, order.Order.Stop!.Value, bar.CloseTime);
        }

        foreach (RestingOrder order in orders)
        {
            if (WasThere(order, bar) && order.Rests && order.IsThrough(order.IsBuy ? bar.Low : bar.High))
                Execute(order, order.Order.Limit!.Value, order.Remaining, isMaker: true, bar.CloseTime);
        }
    }

    private void ExecuteStop(RestingOrder order, Price price, Timestamp at)
    {
        order.IsTriggered = true;
        if (order.Order.ReduceOnly && Reducible(order.Order.Side).IsZero) Expire(order, at, "reduce-only with nothing to reduce");
        else Execute(order, Slipped(price, order.Order.Side), order.Remaining, isMaker: false, at);
    }

    private static bool WasThere(RestingOrder order, in Bar bar) => order.AcceptedAt <= bar.OpenTime;

    /// <summary>The price moved against us by the slippage, onto the tick grid, never below one tick.</summary>
    private Price Slipped(Price price, Side side)
    {
        if (barSlippageBps == 0) return price;
        decimal factor = 1 + (side == Side.Buy ? barSlippageBps : -barSlippageBps) / 10_000;
        Price moved = Price.FromRaw((long)(price.Raw * factor));
        Price tick = Instrument.TickSize;
        return side == Side.Buy ? moved.CeilingTo(tick) : Price.FromRaw(Math.Max(tick.Raw, moved.FloorTo(tick).Raw));
    }
}
