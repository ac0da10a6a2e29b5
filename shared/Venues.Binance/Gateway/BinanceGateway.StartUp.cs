using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Binance;

/// <content>Start-up, and what is looked after again and again: clock, rules, account, dead man's switch.</content>
public sealed partial class BinanceGateway
{
    private static readonly TimeSpan SynchroniseEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RulesEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan HaltedEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AccountEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan SoonestRulesAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockGuarded = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ClockUnusable = TimeSpan.FromMilliseconds(800);

    private bool synchronising;
    private bool refreshingRules;
    private bool wantRules;
    private bool stopped;
    private bool isAccountChecked;
    private int startUpFailures;
    private int clockFailures;
    private int switchFailures;

    private string Root => IsFutures ? "/fapi/v1" : "/api/v3";

    private void BeginStartUp()
    {
        // A position found bare must be closable as soon as orders can be signed and checked, not when all else agrees.
        conditions.Demand(Symbol.Account, "start-up", TradingMode.ReduceOnly, "clock");
        Synchronise();
    }

    // A step failed: the same step again, later. The steps before it still hold.
    private void Again(string step, string reason, Action action)
    {
        if (stopped || Refusal is not null) return;
        conditions.Demand(Symbol.Account, "start-up", TradingMode.ReduceOnly, $"{step}: {reason}");
        double ceiling = Math.Min(30, Math.Pow(2, Math.Min(startUpFailures++, 6)));
        agenda.After(TimeSpan.FromSeconds(ceiling * (0.5 + jitter.NextDouble() / 2)), action);
    }

    private void Refuse(string reason)
    {
        Refusal = reason;
        IsReady = isAccountChecked = false;
        conditions.Demand(Symbol.Account, "start-up", TradingMode.Halted, reason);
    }

    private void Synchronise()
    {
        if (synchronising || stopped) return;
        synchronising = true;
        clock.Begin();
        Probe();
    }

    private void Probe()
    {
        Timestamp sent = clock.Local;
        bool left = calls.GetPublic(
            $"{Root}/time", null, 1, RequestClass.Regular,
            body =>
            {
                Timestamp server = Timestamp.FromMilliseconds(AccountReports.ServerTime(body));
                if (clock.Add(sent, clock.Local, server)) Synchronised();
                else Probe();
            },
            failure => NotSynchronised(failure.Reason));
        if (!left) NotSynchronised("the request budget is used up");
    }

    private void Synchronised()
    {
        bool first = !clock.IsSynchronised;
        synchronising = false;
        clockFailures = 0;
        TimeSpan error = clock.Settle().Duration();
        if (first)
        {
            agenda.After(SynchroniseEvery, SynchroniseRegularly);
            AskRules();
            return;
        }

        // Requests until now were signed that far off; the next measurement tells whether it lasts.
        string reason = $"the clock was {error.TotalMilliseconds:0} ms off";
        if (error > ClockUnusable) conditions.Demand(Symbol.Account, "clock", TradingMode.CancelOnly, reason);
        else if (error > ClockGuarded) conditions.Demand(Symbol.Account, "clock", TradingMode.Guarded, reason);
        else conditions.End(Symbol.Account, "clock", reason);
        if (error > ClockGuarded) agenda.After(TimeSpan.FromSeconds(1), Synchronise);
    }

    private void NotSynchronised(string reason)
    {
        synchronising = false;
        if (!clock.IsSynchronised)
        {
            Again("clock", reason, Synchronise);
            return;
        }

        // A quartz drifts some 50 ppm: minutes without a measurement are harmless, many are not.
        if (++clockFailures >= 5) conditions.Demand(Symbol.Account, "clock", TradingMode.Guarded, "the clock could not be compared");
        agenda.After(TimeSpan.FromSeconds(5), Synchronise);
    }

    private void SynchroniseRegularly()
    {
        if (stopped) return;
        Synchronise();
        agenda.After(SynchroniseEvery, SynchroniseRegularly);
    }

    private void AskRules()
    {
        if (refreshingRules || stopped) return;
        refreshingRules = true;
        bool first = rules.Count == 0;
        // Spot takes a list of symbols; futures answer with all of them.
        bool left = calls.GetPublic(
            $"{Root}/exchangeInfo",
            IsFutures ? null : buffer => buffer.Text("symbols"u8, "[" + string.Join(',', options.Symbols.Select(s => $"\"{s}\"")) + "]"),
            IsFutures ? 1 : 20, first || wantRules ? RequestClass.Regular : RequestClass.Optional,
            body => TakeRules(ExchangeInfoReader.Read(body, Product, symbols), first),
            failure => NoRules(failure.Reason, first));
        if (!left) NoRules("the request budget is used up", first);
    }

    private void TakeRules(ExchangeInfo info, bool first)
    {
        refreshingRules = wantRules = false;
        budget.SetLimits(info.Limits);
        foreach (SymbolRules known in info.Symbols) rules[known.Instrument.Symbol] = known;
        foreach (Symbol symbol in options.Symbols)
        {
            SymbolRules? known = info.Symbols.FirstOrDefault(r => r.Instrument.Symbol == symbol);
            if (known is null) conditions.Demand(symbol, "halted-symbol", TradingMode.CancelOnly, "the venue does not list it");
            else if (!known.IsTrading) conditions.Demand(symbol, "halted-symbol", TradingMode.CancelOnly, $"the venue says {known.Status}");
            else conditions.End(symbol, "halted-symbol", "trading again");
        }

        conditions.End(Symbol.Account, "rules", "read again");
        // A halt lasts seconds or minutes: its end must not wait for the next regular reading.
        if (options.Symbols.Any(symbol => !rules.TryGetValue(symbol, out SymbolRules? known) || !known.IsTrading))
            agenda.After(HaltedEvery, RefreshRulesSoon);
        if (first) agenda.After(RulesEvery, RefreshRulesRegularly);
        if (!first) return;
        if (rules.Count == 0) Again("exchange rules", "the venue lists none of the instruments", AskRules);
        else AskRights();
    }

    private void NoRules(string reason, bool first)
    {
        refreshingRules = false;
        if (first)
        {
            Again("exchange rules", reason, AskRules);
            return;
        }

        conditions.Demand(Symbol.Account, "rules", TradingMode.Guarded, "the exchange rules could not be read again");
        agenda.After(TimeSpan.FromSeconds(30), AskRules);
    }

    private void RefreshRulesRegularly()
    {
        if (stopped) return;
        AskRules();
        agenda.After(RulesEvery, RefreshRulesRegularly);
    }

    private void RefreshRulesSoon()
    {
        if (wantRules) return;
        wantRules = true;
        agenda.After(SoonestRulesAgain, AskRules);
    }

    // A key that can move money away is not used: stolen, it would take everything with it.
    private void AskRights()
    {
        if (options.Access.Hosts.Wallet is not { } wallet)
        {
            AskAccount(first: true);
            return;
        }

        bool left = calls.Send(
            WireMethod.Get, wallet, "/sapi/v1/account/apiRestrictions", static _ => { }, signed: true, 1, RequestClass.Regular,
            body =>
            {
                if (AccountReports.Rights(body).MovesMoney) Refuse("this key may withdraw or transfer; make one that may only trade");
                else AskAccount(first: true);
            },
            failure => Again("rights of the key", failure.Reason, AskRights));
        if (!left) Again("rights of the key", "the request budget is used up", AskRights);
    }

    private void AskAccount(bool first)
    {
        if (stopped) return;
        Action<CallFailure> failed = failure =>
        {
            if (first) Again("account", failure.Reason, () => AskAccount(first: true));
            else agenda.After(TimeSpan.FromSeconds(30), () => AskAccount(first: false));
        };
        bool left = IsFutures
            ? calls.Get("/fapi/v1/positionSide/dual", null, 30, RequestClass.Regular, body => TakeMode(AccountReports.IsHedged(body), first, failed), failed)
            : calls.Get("/api/v3/account", null, 20, RequestClass.Regular, body => TakeAccount(AccountReports.Account(body), first), failed);
        if (!left) failed(new CallFailure(0, default, "the request budget is used up"));
    }

    private void TakeAccount(AccountReport account, bool first)
    {
        foreach (BalanceReport balance in account.Balances) holdings[balance.Asset] = balance.Free + balance.Locked;
        AccountChecked(account.CanTrade ? null : "the account may not trade", first);
    }

    private void TakeMode(bool isHedged, bool first, Action<CallFailure> failed)
    {
        if (isHedged) AccountChecked("the account is in hedge mode; one-way mode is needed", first);
        else AskMayTrade(() => AskTerms(first, failed), wrong => AccountChecked(wrong, first), failed);
    }

    private void AskTerms(bool first, Action<CallFailure> failed)
    {
        if (options.Futures is not { } terms)
        {
            AccountChecked(null, first);
            return;
        }

        bool left = calls.Get(
            "/fapi/v1/symbolConfig", null, 5, RequestClass.Regular,
            body => AccountChecked(Mismatch(AccountReports.SymbolConfigs(body), terms), first), failed);
        if (!left) failed(new CallFailure(0, default, "the request budget is used up"));
    }

    private string? Mismatch(List<SymbolConfig> configs, FuturesTerms terms)
    {
        foreach (Symbol symbol in options.Symbols)
        {
            SymbolConfig config = configs.Find(c => c.Symbol == symbol);
            if (config.Leverage != terms.Leverage) return $"{symbol} has leverage {config.Leverage}, configured is {terms.Leverage}";
            if (!config.MarginType.Equals(terms.MarginType, StringComparison.OrdinalIgnoreCase))
                return $"{symbol} has margin {config.MarginType}, configured is {terms.MarginType}";
        }

        return null;
    }

    private void AccountChecked(string? wrong, bool first)
    {
        if (wrong is not null) conditions.Demand(Symbol.Account, "account", TradingMode.CancelOnly, wrong);
        else conditions.End(Symbol.Account, "account", "as configured");
        if (!first) return;
        agenda.After(AccountEvery, CheckAccountRegularly);
        // On spot the account has told its balances already.
        if (IsFutures) StartFutures();
        else StartStream();
    }

    private void StartFutures() => AskBrackets(() => AskBalances(first: true), failure => Again("margin table", failure.Reason, StartFutures));

    private void StartStream()
    {
        isAccountChecked = true;
        conditions.Demand(Symbol.Account, "start-up", TradingMode.ReduceOnly, "user stream");
        stream.Start();
    }

    private void CheckAccountRegularly()
    {
        if (stopped) return;
        AskAccount(first: false);
        if (IsFutures) AskBrackets(static () => { }, static _ => { });
        agenda.After(AccountEvery, CheckAccountRegularly);
    }

    private void BecomeReady()
    {
        if (IsReady || stopped || Refusal is not null) return;
        IsReady = true;
        conditions.Demand(Symbol.Account, "start-up", TradingMode.Normal, "ready");
        if (IsFutures && options.DeadMansSwitch is { } countdown) KeepSwitch(countdown);
    }

    private void KeepSwitch(TimeSpan countdown)
    {
        if (stopped) return;
        ArmSwitch(countdown);
        agenda.After(countdown / 4, () => KeepSwitch(countdown));
    }

    private void ArmSwitch(TimeSpan countdown)
    {
        foreach (Symbol symbol in options.Symbols)
        {
            bool left = calls.Send(
                WireMethod.Post, options.Access.Hosts.Rest, "/fapi/v1/countdownCancelAll",
                buffer => buffer.Text("symbol"u8, symbol.Value).Number("countdownTime"u8, (long)countdown.TotalMilliseconds),
                signed: true, 10, RequestClass.Regular,
                _ =>
                {
                    switchFailures = 0;
                    conditions.End(Symbol.Account, "dead-mans-switch", "armed again");
                },
                failure => SwitchFailed(failure.Reason));
            if (!left) SwitchFailed("the request budget is used up");
        }
    }

    private void SwitchFailed(string reason)
    {
        if (++switchFailures >= 2) conditions.Demand(Symbol.Account, "dead-mans-switch", TradingMode.Guarded, reason);
    }

    private void OnEffect(AnswerEffect effect, Timestamp until, string reason)
    {
        switch (effect)
        {
            case AnswerEffect.ResyncClock:
                Synchronise();
                break;
            case AnswerEffect.RefreshRules:
                if (IsReady) RefreshRulesSoon();
                break;
            case AnswerEffect.KeyRejected:
                conditions.Demand(Symbol.Account, "key", TradingMode.Halted, reason);
                agenda.After(TimeSpan.FromSeconds(30), () => AskAccountForKey(reason));
                break;
            case AnswerEffect.Throttle:
                Until("throttled", TradingMode.CancelOnly, until, reason);
                break;
            case AnswerEffect.Ban:
                Until("banned", TradingMode.Halted, until, reason);
                break;
            case AnswerEffect.Barred:
                Until("barred", TradingMode.Halted, until, reason);
                break;
        }
    }

    // The key may have been put right: one signed read tells.
    private void AskAccountForKey(string reason)
    {
        if (stopped || !conditions.Lasts(Symbol.Account, "key")) return;
        bool left = calls.Get(
            $"{Root}/openOrders", buffer => buffer.Text("symbol"u8, options.Symbols[0].Value), 6, RequestClass.Regular,
            _ => conditions.End(Symbol.Account, "key", "the key is accepted"), _ => { });
        if (!left) agenda.After(TimeSpan.FromSeconds(30), () => AskAccountForKey(reason));
    }

    private void Until(string name, TradingMode mode, Timestamp until, string reason)
    {
        conditions.Demand(Symbol.Account, name, mode, $"{reason}; until {until}");
        agenda.After(until - clock.Now + TimeSpan.FromMilliseconds(1), () =>
        {
            if (clock.Now >= budget.BlockedUntil) conditions.End(Symbol.Account, name, "over");
            else agenda.After(budget.BlockedUntil - clock.Now + TimeSpan.FromMilliseconds(1), () => conditions.End(Symbol.Account, name, "over"));
        });
    }
}
