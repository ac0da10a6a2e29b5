using Parley.Domain;

namespace Parley.Venues.Binance;

/// <content>Asking what became of one order.</content>
public sealed partial class BinanceGateway
{
    private const int TradesPerPage = 1_000;

    public void Lookup(Symbol symbol, ClientOrderId id)
    {
        // Without the instrument's rules a fill's fee could not be valued, and what is told once is booked.
        if (clock.IsSynchronised && !stopped && rules.ContainsKey(symbol)) LookupIn(symbol, id, orders.Find(symbol, id)?.IsAlgo);
    }

    private void LookupIn(Symbol symbol, ClientOrderId id, bool? isAlgo)
    {
        bool inAlgoBook = IsFutures && isAlgo == true;
        calls.Get(
            inAlgoBook ? "/fapi/v1/algoOrder" : $"{Root}/order", buffer => Name(buffer, symbol, id, inAlgoBook),
            IsFutures ? 1 : 4, RequestClass.Regular,
            body =>
            {
                OrderReport report = OrderReport.Read(body);
                TrackedOrder order = orders.Track(symbol, id);
                order.IsAlgo = report.IsAlgo;
                if (!report.IsAlgo) orders.Number(order, report.OrderId);
                Found(order, report);
            },
            failure => NotFound(symbol, id, isAlgo, failure));
    }

    private void NotFound(Symbol symbol, ClientOrderId id, bool? isAlgo, CallFailure failure)
    {
        switch (failure.Error.Code)
        {
            case -2013 or -2011:
                if (IsFutures && isAlgo is null) LookupIn(symbol, id, isAlgo: true);
                else Tell(new OrderNotFound(id, symbol, clock.Now));
                break;
            case -2026:
                // Put away by the venue: ended long ago without a trade.
                Tell(new OrderExpired(id, symbol, clock.Now, "ARCHIVED"));
                break;
        }
    }

    // What a lookup says is whole: trades before the end, and no end before all its trades.
    private void Found(TrackedOrder order, OrderReport report)
    {
        if (report.IsAlgo || report.Executed.IsZero)
        {
            Conclude(order, report);
            return;
        }

        order.Side ??= report.Side;
        Tell(new OrderAccepted(order.Id, order.Symbol, At(report.TimeMs), report.OrderId.ToString()));
        AskTrades(order, report.OrderId, () =>
        {
            if (order.Seen >= report.Executed) TellEnd(order, report);
        });
    }

    private void ConcludeAlgo(TrackedOrder order, OrderReport report)
    {
        if (report.ActualOrderId > 0)
        {
            orders.Number(order, report.ActualOrderId);
            FollowChild(order, report.ActualOrderId);
            ReplayParked();
            return;
        }

        if (report.Status == ReportedStatus.Rejected)
        {
            orders.Close(order);
            Tell(new OrderExpired(order.Id, order.Symbol, At(report.TimeMs), "REJECTED"));
        }
        else if (report.Status is not (ReportedStatus.Triggered or ReportedStatus.Finished))
        {
            TellEnd(order, report);
        }
    }

    // The order that works for a triggered one: its trades are told under the name of the one we placed.
    private void FollowChild(TrackedOrder order, long number) => calls.Get(
        $"{Root}/order", buffer => buffer.Text("symbol"u8, order.Symbol.Value).Number("orderId"u8, number), 1, RequestClass.Regular,
        body =>
        {
            OrderReport child = OrderReport.Read(body);
            order.Side ??= child.Side;
            if (child.Executed <= order.Seen) TellEnd(order, child);
            else AskTrades(order, number, () =>
            {
                if (order.Seen >= child.Executed) TellEnd(order, child);
            });
        },
        _ => { });

    /// <summary>Asks for trades the user stream has not told; gives up after a few tries, the order then is looked up by whoever misses them.</summary>
    private void CompleteTrades(TrackedOrder order, OrderReport report, int attempt, Action<TrackedOrder, OrderReport> then)
    {
        if (stopped) return;
        if (order.Seen >= report.Executed)
        {
            then(order, report);
            return;
        }

        if (attempt >= 4) return;
        AskTrades(order, report.OrderId, () =>
        {
            if (order.Seen >= report.Executed) then(order, report);
            else agenda.After(TimeSpan.FromSeconds(1), () => CompleteTrades(order, report, attempt + 1, then));
        });
    }

    private void AskTrades(TrackedOrder order, long number, Action then) => calls.Get(
        IsFutures ? "/fapi/v1/userTrades" : "/api/v3/myTrades",
        buffer => buffer.Text("symbol"u8, order.Symbol.Value).Number("orderId"u8, number).Number("limit"u8, TradesPerPage),
        5, RequestClass.Regular,
        body =>
        {
            foreach (TradeReport trade in TradeReports.Read(body))
                if (trade.OrderId == number) TellTrade(order, trade, trade.TimeMs);
            then();
        },
        _ => { });
}
