using Parley.Domain;

namespace Parley.Venues.Binance;

/// <content>What the user stream tells.</content>
public sealed partial class BinanceGateway
{
    private static readonly TimeSpan StreamPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ParkedFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    // How the venue names orders it places itself to close a position.
    private static readonly string[] Liquidations = ["autoclose-", "adl_autoclose", "settlement_autoclose-"];

    private readonly List<ExecutionReport> parked = [];
    private readonly HashSet<(Symbol, long)> fundingTold = [];
    private Timestamp heardUntil;
    private bool streamUp;
    private int streamGeneration;

    void IUserStreamTaker.OnStreamUp()
    {
        streamUp = true;
        int generation = ++streamGeneration;
        conditions.Demand(Symbol.Account, "user-stream", TradingMode.Guarded, "connected; taking stock of what happened meanwhile");
        // On spot taking stock tells the balances as well.
        if (IsFutures && IsReady) AskBalances(first: false);
        Timestamp since = heardUntil == default ? clock.Now : heardUntil;
        int left = options.Symbols.Count;
        foreach (Symbol symbol in options.Symbols)
        {
            TakeStockUntilDone(symbol, new Timestamp(since.Nanoseconds - Overlap.Ticks * 100), () =>
            {
                if (generation != streamGeneration || --left > 0) return;
                conditions.Demand(Symbol.Account, "user-stream", TradingMode.Normal, "connected");
                BecomeReady();
            });
        }
    }

    void IUserStreamTaker.OnStreamDown(string reason)
    {
        if (streamUp) heardUntil = clock.Now;
        bool wasUp = streamUp;
        streamUp = false;
        streamGeneration++;
        if (!wasUp && conditions.Lasts(Symbol.Account, "user-stream")) return;
        conditions.Demand(Symbol.Account, "user-stream", TradingMode.Guarded, reason);
        agenda.After(StreamPatience, () => StillDown(reason));
    }

    private void StillDown(string reason)
    {
        if (!streamUp) conditions.Demand(Symbol.Account, "user-stream", TradingMode.ReduceOnly, $"down for more than 10 s: {reason}");
    }

    void IUserStreamTaker.OnUnreadable(string reason) => Missed($"a message could not be read: {reason}");

    void IUserStreamTaker.OnUserMessage(UserMessage message)
    {
        switch (message.Kind)
        {
            case UserMessageKind.Order:
                TakeExecution(message.Order, mayPark: true);
                break;
            case UserMessageKind.Algo:
                TakeAlgo(message.Algo!);
                break;
            case UserMessageKind.Account when message.Account is { } change:
                TakeChange(change, message.TimeMs);
                break;
            case UserMessageKind.Flow when message.Flow is { } flow:
                Tell(new AccountFlow(Symbol.Account, At(message.TimeMs), flow, message.Event));
                break;
            case UserMessageKind.MarginCall:
                conditions.Demand(Symbol.Account, "margin-call", TradingMode.ReduceOnly, $"margin call: {message.Detail}");
                agenda.After(TimeSpan.FromMinutes(10), () => conditions.End(Symbol.Account, "margin-call", "no further call for ten minutes"));
                break;
            case UserMessageKind.TriggerRefused:
                TakeTriggerRefusal(message);
                break;
            case UserMessageKind.ConfigChanged:
                AskAccount(first: false);
                break;
        }
    }

    // Something was said that is not known here: as good as a gap.
    private void Missed(string reason)
    {
        conditions.Demand(Symbol.Account, "user-stream", TradingMode.Guarded, reason);
        stream.Restart(reason);
    }

    private void TakeExecution(ExecutionReport report, bool mayPark)
    {
        Symbol symbol = new(report.Symbol);
        TrackedOrder? known = orders.Find(symbol, report.OrderId) ?? orders.Find(symbol, new ClientOrderId(report.ClientId));
        if (known is null && IsFutures && mayPark && Words.IsConditional(report.OriginalType))
        {
            Park(report);
            return;
        }

        if (report.Symbol.Length == 0 || report.ClientId.Length == 0)
        {
            Missed("an order event without a symbol or an id");
            return;
        }

        TrackedOrder order = known ?? orders.Track(symbol, new ClientOrderId(report.ClientId));
        bool isChild = order.IsAlgo == true;
        if (!isChild) order.IsAlgo = false;
        order.Side ??= report.Side;
        if (order.Quantity.IsZero) order.Quantity = report.Quantity;
        orders.Number(order, report.OrderId);
        if (Array.Exists(Liquidations, prefix => report.ClientId.StartsWith(prefix, StringComparison.Ordinal)))
            conditions.Demand(symbol, "liquidation", TradingMode.Halted, $"the venue closes the position: {report.ClientId}");
        if (report.TradeId > 0 && report.LastQuantity.IsPositive) TellExecution(order, report);
        if (report.Cumulative > order.Seen) AskMissing(order, report.OrderId, report.Cumulative);
        TellState(order, report, isChild);
    }

    private void TellExecution(TrackedOrder order, ExecutionReport report)
    {
        order.See(report.TradeId, report.LastQuantity);
        FeeWorth fee = Worth(order.Symbol, report.LastPrice, report.LastQuantity, report.Commission, report.CommissionAsset);
        Tell(new OrderFilled(
            order.Id, order.Symbol, At(report.TimeMs), report.TradeId, report.Side ?? order.Side ?? Side.Buy, report.LastPrice,
            report.LastQuantity, fee.Fee, report.IsMaker)
        {
            Charged = fee.Charged,
        });
    }

    // The stream told less than it says was executed: events were missed.
    private void AskMissing(TrackedOrder order, long number, Quantity cumulative)
    {
        if (order.AskingTrades) return;
        order.AskingTrades = true;
        agenda.After(MissingTradesAfter, () =>
        {
            order.AskingTrades = false;
            if (!stopped && order.Seen < cumulative) AskTrades(order, number, () => { });
        });
    }

    private void TellState(TrackedOrder order, ExecutionReport report, bool isChild)
    {
        Timestamp at = At(report.TimeMs);
        switch (Words.Status(report.StatusWord))
        {
            case ReportedStatus.New or ReportedStatus.PartiallyFilled:
                orders.Open(order);
                if (report.Execution == "NEW" && !isChild)
                    Tell(new OrderAccepted(order.Id, order.Symbol, at, report.OrderId.ToString()));
                break;
            case ReportedStatus.Filled:
                orders.Close(order);
                break;
            case ReportedStatus.Cancelled:
                orders.Close(order);
                Tell(new OrderCancelled(order.Id, order.Symbol, at));
                break;
            case ReportedStatus.Expired:
                orders.Close(order);
                Tell(new OrderExpired(order.Id, order.Symbol, at, report.Reason.Length > 0 && report.Reason != "0" ? report.Reason : report.StatusWord));
                break;
            case ReportedStatus.ExpiredInMatch:
                orders.Close(order);
                Tell(new OrderExpired(order.Id, order.Symbol, at, "SELF_TRADE_PREVENTION"));
                break;
            case ReportedStatus.Rejected when isChild:
                orders.Close(order);
                Tell(new OrderExpired(order.Id, order.Symbol, at, "REJECTED"));
                break;
            case ReportedStatus.Rejected:
                orders.Close(order);
                Tell(new OrderRefused(order.Id, order.Symbol, at, RuleOf(report.RejectReason), report.RejectReason));
                break;
            // Liquidations of futures: their trades are all that counts.
            case ReportedStatus.Unknown when report.StatusWord is "NEW_INSURANCE" or "NEW_ADL":
                break;
            default:
                UnknownWord(order, $"order status '{report.StatusWord}'");
                break;
        }
    }

    private static string RuleOf(string reason) => reason switch
    {
        "INSUFFICIENT_BALANCES" => "INSUFFICIENT_BALANCE",
        "WOULD_MATCH_IMMEDIATELY" => "POST_ONLY",
        "STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY" => "STOP_WOULD_TRIGGER",
        _ => "REJECTED",
    };

    private void TakeAlgo(AlgoReport report)
    {
        Symbol symbol = new(report.Symbol);
        if (report.Symbol.Length == 0 || report.ClientId.Length == 0)
        {
            Missed("an order event without a symbol or an id");
            return;
        }

        TrackedOrder order = orders.Track(symbol, new ClientOrderId(report.ClientId));
        order.IsAlgo = true;
        Timestamp at = At(report.TimeMs);
        if (report.ActualOrderId > 0)
        {
            orders.Number(order, report.ActualOrderId);
            ReplayParked();
        }

        switch (Words.Status(report.StatusWord))
        {
            case ReportedStatus.New:
                orders.Open(order);
                Tell(new OrderAccepted(order.Id, symbol, at, report.AlgoId.ToString()));
                break;
            case ReportedStatus.Triggered:
                orders.Open(order);
                break;
            case ReportedStatus.Finished:
                // Its work is done; had an event of the working order been missed, its trades would be too.
                if (report.ActualOrderId > 0) agenda.After(MissingTradesAfter, () => FollowIfOpen(order, report.ActualOrderId));
                else orders.Close(order);
                break;
            case ReportedStatus.Cancelled:
                orders.Close(order);
                Tell(new OrderCancelled(order.Id, symbol, at));
                break;
            case ReportedStatus.Expired or ReportedStatus.Rejected:
                orders.Close(order);
                Tell(new OrderExpired(order.Id, symbol, at, report.Reason.Length > 0 ? report.Reason : report.StatusWord));
                break;
            default:
                UnknownWord(order, $"conditional order status '{report.StatusWord}'");
                break;
        }
    }

    private void FollowIfOpen(TrackedOrder order, long number)
    {
        if (order.IsOpen && !stopped) FollowChild(order, number);
    }

    private void TakeTriggerRefusal(UserMessage message)
    {
        if (orders.Find(message.Symbol, message.OrderId) is not { } order) return;
        orders.Close(order);
        Tell(new OrderExpired(order.Id, order.Symbol, At(message.TimeMs), message.Detail));
    }

    private void TakeChange(AccountChange change, long timeMs)
    {
        TakeWallet(change.Balances, timeMs);
        switch (change.Reason)
        {
            case "FUNDING_FEE":
                TakeFunding(change, timeMs);
                break;
            case "ORDER":
                break;
            case "DEPOSIT" or "WITHDRAW" or "WITHDRAW_REJECT" or "ADMIN_DEPOSIT" or "ADMIN_WITHDRAW" or "ASSET_TRANSFER"
                or "MARGIN_TRANSFER" or "COIN_SWAP_DEPOSIT" or "COIN_SWAP_WITHDRAW" or "AUTO_EXCHANGE" or "INSURANCE_CLEAR":
                foreach (AssetAmount flow in change.Changes)
                    Tell(new AccountFlow(Symbol.Account, At(timeMs), flow, change.Reason));
                break;
            case "MARGIN_TYPE_CHANGE":
                AskAccount(first: false);
                break;
        }
    }

    // On cross margin the event does not say for which instrument; the list of incomes does, a moment later.
    private void TakeFunding(AccountChange change, long timeMs)
    {
        if (change.Positions.Count == 1 && change.Changes.Count == 1) TellFunding(change.Positions[0], timeMs, change.Changes[0].Amount);
        else agenda.After(TimeSpan.FromSeconds(2), () => AskFunding(timeMs, attempt: 0));
    }

    private void AskFunding(long timeMs, int attempt)
    {
        if (stopped || attempt >= 5) return;
        Action again = () => agenda.After(TimeSpan.FromSeconds(10), () => AskFunding(timeMs, attempt + 1));
        bool left = calls.Get(
            "/fapi/v1/income",
            buffer => buffer.Literal("incomeType"u8, "FUNDING_FEE"u8).Number("startTime"u8, timeMs - 60_000).Number("limit"u8, 100),
            30, RequestClass.Optional,
            body =>
            {
                List<IncomeReport> incomes = AccountReports.Incomes(body);
                foreach (IncomeReport income in incomes)
                    if (income.Kind == "FUNDING_FEE" && income.Symbol.Value.Length > 0) TellFunding(income.Symbol, income.TimeMs, income.Amount);
                if (incomes.Count == 0) again();
            },
            _ => again());
        if (!left) again();
    }

    private void TellFunding(Symbol symbol, long timeMs, decimal amount)
    {
        // The event and the list may differ by a moment; funding settles at most once an hour.
        const long settlement = 600_000;
        if (fundingTold.Add((symbol, (timeMs + settlement / 2) / settlement))) Tell(new FundingPaid(symbol, At(timeMs), amount));
    }

    private void LearnChildren(List<OrderReport> reports)
    {
        foreach (OrderReport report in reports)
        {
            if (!report.IsAlgo || report.ActualOrderId <= 0) continue;
            TrackedOrder order = orders.Track(report.Symbol, new ClientOrderId(report.ClientId));
            order.IsAlgo = true;
            orders.Number(order, report.ActualOrderId);
        }
    }

    // The order that works for a triggered one may be told before the trigger is: wait for the name it works under.
    private void Park(ExecutionReport report)
    {
        parked.Add(report.Copy());
        Symbol symbol = new(report.Symbol);
        agenda.After(ParkedFor, () => NameParked(symbol));
    }

    private void NameParked(Symbol symbol)
    {
        if (stopped || !parked.Exists(p => p.Symbol == symbol.Value)) return;
        bool left = calls.Get(
            "/fapi/v1/allAlgoOrders", buffer => buffer.Text("symbol"u8, symbol.Value), 5, RequestClass.Regular,
            body =>
            {
                LearnChildren(OrderReport.ReadMany(body));
                ReplayParked();
                ReleaseParked(symbol);
            },
            _ => ReleaseParked(symbol));
        if (!left) ReleaseParked(symbol);
    }

    private void ReplayParked()
    {
        for (int i = 0; i < parked.Count;)
        {
            ExecutionReport report = parked[i];
            if (orders.Find(new Symbol(report.Symbol), report.OrderId) is null)
            {
                i++;
                continue;
            }

            parked.RemoveAt(i);
            TakeExecution(report, mayPark: false);
        }
    }

    // Nobody's we know: told under its own name, as anybody's order would be.
    private void ReleaseParked(Symbol symbol)
    {
        List<ExecutionReport> released = parked.FindAll(p => p.Symbol == symbol.Value);
        parked.RemoveAll(p => p.Symbol == symbol.Value);
        foreach (ExecutionReport report in released) TakeExecution(report, mayPark: false);
    }
}
