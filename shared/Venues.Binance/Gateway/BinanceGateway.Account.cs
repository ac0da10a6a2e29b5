using Parley.Domain;

namespace Parley.Venues.Binance;

/// <content>What the futures account may do, its margin table and its wallet.</content>
public sealed partial class BinanceGateway
{
    private readonly Dictionary<Symbol, IReadOnlyList<LeverageBracket>> brackets = [];
    private long walletMs;

    /// <summary>The venue's margin table of an instrument for this account, smallest notional first; empty on spot and where the venue tells none.</summary>
    public IReadOnlyList<LeverageBracket> BracketsOf(Symbol symbol) => brackets.GetValueOrDefault(symbol) ?? [];

    // A venue without this page leaves it to the other settings.
    private void AskMayTrade(Action mayTrade, Action<string> mayNot, Action<CallFailure> failed)
    {
        bool left = calls.Get(
            "/fapi/v1/accountConfig", null, 5, RequestClass.Regular,
            body =>
            {
                if (AccountReports.MayTrade(body)) mayTrade();
                else mayNot("the account may not trade");
            },
            failure =>
            {
                if (failure.Status == 404) mayTrade();
                else failed(failure);
            });
        if (!left) failed(new CallFailure(0, default, "the request budget is used up"));
    }

    // They are the account's own: the venue widens or narrows them for some.
    private void AskBrackets(Action done, Action<CallFailure> failed)
    {
        bool left = calls.Get(
            "/fapi/v1/leverageBracket", null, 1, RequestClass.Regular,
            body =>
            {
                foreach ((Symbol symbol, IReadOnlyList<LeverageBracket> table) in AccountReports.Brackets(body))
                    if (symbols.Contains(symbol)) brackets[symbol] = table;
                done();
            },
            failure =>
            {
                if (failure.Status == 404) done();
                else failed(failure);
            });
        if (!left) failed(new CallFailure(0, default, "the request budget is used up"));
    }

    private void AskBalances(bool first)
    {
        long asked = clock.Now.Milliseconds;
        bool left = calls.Get(
            "/fapi/v3/balance", null, 5, RequestClass.Regular,
            body =>
            {
                TakeWallet(AccountReports.Balances(body), asked);
                if (first) StartStream();
            },
            failure => BalancesFailed(failure.Reason, first));
        if (!left) BalancesFailed("the request budget is used up", first);
    }

    // After start-up nothing waits for them: the next change tells, and so does the next gap.
    private void BalancesFailed(string reason, bool first)
    {
        if (first) Again("balances", reason, () => AskBalances(first: true));
    }

    // Two streams may overlap: what is older than what is known is passed over.
    private void TakeWallet(IReadOnlyList<AssetAmount> balances, long timeMs)
    {
        if (timeMs < walletMs) return;
        walletMs = timeMs;
        foreach (AssetAmount balance in balances) holdings[balance.Asset] = balance.Amount;
    }
}
