using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance;

/// <content>Placing and cancelling.</content>
public sealed partial class BinanceGateway
{
    private static readonly TimeSpan MissingTradesAfter = TimeSpan.FromMilliseconds(300);

    private readonly HashSet<(Symbol, ClientOrderId)> waitingCancels = [];

    public void Place(PlaceOrder order)
    {
        bool mayLeave = IsReady || (order.ReduceOnly && isAccountChecked && !stopped);
        if (!mayLeave || !rules.TryGetValue(order.Symbol, out SymbolRules? known))
        {
            NotSent(order, Refusal ?? (mayLeave ? "the venue does not list the instrument" : "start-up is not through"));
            return;
        }

        (int open, int algo) = orders.OpenOn(order.Symbol);
        decimal? held = !IsFutures && holdings.TryGetValue(known.Instrument.BaseAsset, out decimal coins) ? coins : null;
        Price? basis = options.Prices(order.Symbol);
        if (OrderCheck.Find(order, known, new CheckContext(basis, open, algo, held)) is { } breach)
        {
            Tell(new OrderRefused(order.Id, order.Symbol, clock.Now, breach.Rule, breach.Reason));
            return;
        }

        if (circuit.Closed(order, clock.Now) is { } rule)
        {
            NotSent(order, $"refused again and again for {rule}; tried once a minute");
            return;
        }

        bool isAlgo = OrderRequestWriter.IsAlgo(Product, order.Type);
        if (!budget.TrySpend(RequestClass.Regular, IsFutures ? 0 : 1, orders: isAlgo ? 0 : 1, clock.Now))
        {
            NotSent(order, "the request budget is used up");
            return;
        }

        TrackedOrder tracked = orders.Track(order.Symbol, order.Id);
        tracked.IsAlgo = isAlgo;
        tracked.Side = order.Side;
        tracked.Quantity = order.Quantity;
        orders.Open(tracked);
        writer.Write(order, known, clock.Now.Milliseconds);
        calls.Post(OrderRequestWriter.Path(Product, order.Type), new Placing(this, order, tracked));
    }

    public void Cancel(Symbol symbol, ClientOrderId id)
    {
        if (!waitingCancels.Add((symbol, id))) return;
        SendCancel(symbol, id, orders.Find(symbol, id)?.IsAlgo);
    }

    private void NotSent(PlaceOrder order, string reason) =>
        Tell(new OrderRefused(order.Id, order.Symbol, clock.Now, OrderRefused.NotSent, reason));

    // A book not known is tried after the other: a conditional order of an earlier life of this process is as likely as any.
    private void SendCancel(Symbol symbol, ClientOrderId id, bool? isAlgo)
    {
        bool inAlgoBook = IsFutures && isAlgo == true;
        bool left = calls.Send(
            WireMethod.Delete, options.Access.Hosts.Rest, inAlgoBook ? "/fapi/v1/algoOrder" : $"{Root}/order",
            buffer => Name(buffer, symbol, id, inAlgoBook), signed: true, 1, RequestClass.Cancel,
            body =>
            {
                waitingCancels.Remove((symbol, id));
                Cancelled(symbol, id, OrderReport.Read(body), inAlgoBook);
            },
            failure =>
            {
                waitingCancels.Remove((symbol, id));
                if (failure.Error.Code is not (-2011 or -2013)) return;
                if (IsFutures && isAlgo is null) SendCancel(symbol, id, isAlgo: true);
                else Tell(new CancelRefused(id, symbol, clock.Now, failure.Reason));
            });
        if (left) return;
        // A cancel is never dropped for want of budget: it goes out when something may be sent again.
        Timestamp now = clock.Now;
        TimeSpan wait = budget.BlockedUntil > now ? budget.BlockedUntil - now : TimeSpan.FromSeconds(1);
        agenda.After(wait + TimeSpan.FromMilliseconds(1), () =>
        {
            if (!stopped) SendCancel(symbol, id, isAlgo);
        });
    }

    private static void Name(RequestBuffer buffer, Symbol symbol, ClientOrderId id, bool inAlgoBook)
    {
        buffer.Text("symbol"u8, symbol.Value);
        if (inAlgoBook) buffer.Text("clientAlgoId"u8, id.Value);
        else buffer.Text("origClientOrderId"u8, id.Value);
    }

    private void Cancelled(Symbol symbol, ClientOrderId id, OrderReport report, bool inAlgoBook)
    {
        TrackedOrder tracked = orders.Track(symbol, id);
        tracked.IsAlgo ??= inAlgoBook;
        // The book of conditional orders may answer with no more than "success".
        if (inAlgoBook && report.StatusWord.Length == 0)
        {
            orders.Close(tracked);
            Tell(new OrderCancelled(id, symbol, clock.Now));
            return;
        }

        if (!inAlgoBook) orders.Number(tracked, report.OrderId);
        Conclude(tracked, report);
    }

    private void Placed(PlaceOrder order, TrackedOrder tracked, in WireAnswer answer)
    {
        VenueError error = calls.Note(answer);
        AnswerClass answered = AnswerTable.Classify(Product, answer.Status, error.Code, error.Message);
        switch (answered.Kind)
        {
            case AnswerKind.Acknowledged:
                Acknowledged(order, tracked, answer.Body);
                break;
            case AnswerKind.Refused:
                orders.Close(tracked);
                if (answered.Rule != "POST_ONLY" && answered.Effect is AnswerEffect.None or AnswerEffect.RefreshRules
                    && circuit.Refused(order, answered.Rule, clock.Now))
                {
                    conditions.Note(order.Symbol, "refused-again", $"{order.Side} {order.Type} refused for {answered.Rule} three times");
                }

                Tell(new OrderRefused(order.Id, order.Symbol, clock.Now, answered.Rule, VenueCalls.Say(answer.Status, error)));
                if (answered.Rule == "POSITION_MODE") AskAccount(first: false);
                break;
            case AnswerKind.Evidence:
                Tell(new OutcomeUnknown(order.Id, order.Symbol, clock.Now, VenueCalls.Say(answer.Status, error)));
                Lookup(order.Symbol, order.Id);
                break;
            default:
                Tell(new OutcomeUnknown(order.Id, order.Symbol, clock.Now, VenueCalls.Say(answer.Status, error)));
                break;
        }
    }

    private void Acknowledged(PlaceOrder order, TrackedOrder tracked, ReadOnlySpan<byte> body)
    {
        OrderReport report;
        try
        {
            report = OrderReport.Read(body);
            if (report.OrderId == 0) throw new BinanceFormatException("an order number expected");
        }
        catch (BinanceFormatException wrong)
        {
            Tell(new OutcomeUnknown(order.Id, order.Symbol, clock.Now, wrong.Message));
            return;
        }

        circuit.Accepted(order);
        if (!report.IsAlgo) orders.Number(tracked, report.OrderId);
        Conclude(tracked, report);
    }

    /// <summary>
    /// Tells everything an answer says about an order: acceptance, trades, end. Where it says more was executed than trades
    /// are known, the trades come first and the end after them.
    /// </summary>
    private void Conclude(TrackedOrder order, OrderReport report)
    {
        order.Side ??= report.Side;
        if (order.Quantity.IsZero) order.Quantity = report.Quantity;
        if (report.Status != ReportedStatus.Rejected && report.OrderId > 0)
            Tell(new OrderAccepted(order.Id, order.Symbol, At(report.TimeMs), report.OrderId.ToString()));
        foreach (TradeReport trade in report.Fills) TellTrade(order, trade with { Side = report.Side, OrderId = report.OrderId }, report.TimeMs);
        if (report.IsAlgo)
        {
            ConcludeAlgo(order, report);
            return;
        }

        // Trades reach us by the user stream as well; what it has not told in a moment is asked for.
        if (report.Executed <= order.Seen) TellEnd(order, report);
        else agenda.After(report.Status is ReportedStatus.New or ReportedStatus.PartiallyFilled or ReportedStatus.Filled ? MissingTradesAfter : TimeSpan.Zero,
            () => CompleteTrades(order, report, attempt: 0, TellEnd));
    }

    private void TellEnd(TrackedOrder order, OrderReport report)
    {
        Timestamp at = At(report.TimeMs);
        switch (report.Status)
        {
            case ReportedStatus.New or ReportedStatus.PartiallyFilled:
                orders.Open(order);
                break;
            case ReportedStatus.Filled or ReportedStatus.Triggered or ReportedStatus.Finished:
                orders.Close(order);
                break;
            case ReportedStatus.Cancelled:
                orders.Close(order);
                Tell(new OrderCancelled(order.Id, order.Symbol, at));
                break;
            case ReportedStatus.Expired:
                orders.Close(order);
                Tell(new OrderExpired(order.Id, order.Symbol, at, report.ExpiryReason.Length > 0 ? report.ExpiryReason : report.StatusWord));
                break;
            case ReportedStatus.ExpiredInMatch:
                orders.Close(order);
                Tell(new OrderExpired(order.Id, order.Symbol, at, "SELF_TRADE_PREVENTION"));
                break;
            case ReportedStatus.Rejected:
                orders.Close(order);
                Tell(new OrderRefused(order.Id, order.Symbol, at, "REJECTED", report.StatusWord));
                break;
            default:
                UnknownWord(order, $"order status '{report.StatusWord}'");
                break;
        }
    }

    private void TellTrade(TrackedOrder order, TradeReport trade, long orderTimeMs)
    {
        order.See(trade.TradeId, trade.Quantity);
        FeeWorth fee = Worth(order.Symbol, trade.Price, trade.Quantity, trade.Commission, trade.CommissionAsset);
        Tell(new OrderFilled(
            order.Id, order.Symbol, At(trade.TimeMs > 0 ? trade.TimeMs : orderTimeMs), trade.TradeId,
            trade.Side ?? order.Side ?? Side.Buy, trade.Price, trade.Quantity, fee.Fee, trade.IsMaker)
        {
            Charged = fee.Charged,
        });
    }

    private FeeWorth Worth(Symbol symbol, Price price, Quantity quantity, decimal commission, string asset)
    {
        if (!rules.TryGetValue(symbol, out SymbolRules? known)) return new FeeWorth(options.AssumedFeeRate * (price * quantity), new AssetAmount(asset, commission), IsEstimate: true);
        FeeWorth fee = fees.Value(known.Instrument, price, quantity, commission, asset);
        if (fee.IsEstimate)
        {
            conditions.Note(symbol, "fee-estimated",
                asset.Length == 0 ? "a fee is missing and was assumed" : $"fees in {asset} are assumed: its price is not known");
        }

        return fee;
    }

    // A word this adapter does not know: nothing is guessed, the instrument takes no new risk until its stock is taken.
    private void UnknownWord(TrackedOrder order, string what)
    {
        conditions.Demand(order.Symbol, "unknown-word", TradingMode.Guarded, what);
        Tell(new OutcomeUnknown(order.Id, order.Symbol, clock.Now, $"the venue says {what}"));
        agenda.After(TimeSpan.FromSeconds(1), () => TakeStockUntilDone(order.Symbol, clock.Now - Timeframe.OneMinute,
            () => conditions.End(order.Symbol, "unknown-word", "stock taken")));
    }

    private sealed class Placing(BinanceGateway gateway, PlaceOrder order, TrackedOrder tracked) : IAnswerTaker
    {
        public void OnAnswer(long id, in WireAnswer answer) => gateway.Placed(order, tracked, answer);

        public void OnLost(long id, bool neverLeft, string reason)
        {
            if (neverLeft)
            {
                gateway.orders.Close(tracked);
                gateway.NotSent(order, reason);
            }
            else
            {
                gateway.Tell(new OutcomeUnknown(order.Id, order.Symbol, gateway.clock.Now, reason));
            }
        }
    }
}
