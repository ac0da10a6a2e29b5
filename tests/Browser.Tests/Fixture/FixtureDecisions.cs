using Parley.Dashboard;
using Parley.Domain;

namespace Parley.Browser.Tests;

/// <summary>A decision at every five-minute close, told in full.</summary>
internal sealed class FixtureDecisions
{
    /// <summary>What a hostile news source would publish to get into the trader's page.</summary>
    public const string HostileHeadline = "Rally <img src=x onerror=\"window.owned=true\"> <script>window.owned=true</script> & more";

    private readonly FixtureAccount _account;

    public FixtureDecisions(FixtureMarket market, FixtureAccount account)
    {
        _account = account;
        for (int minute = 30; minute < market.Minutes.Count; minute += 5) All.Add(Decide(minute));
    }

    /// <summary>Oldest first.</summary>
    public List<DecisionDto> All { get; } = [];

    public DecisionDto Entered => All.Last(decision => decision.Outcome == DecisionOutcome.Enter);

    public DecisionDto Refused => All.Last(decision => decision.Outcome == DecisionOutcome.Refused);

    public static DecisionSummaryDto Summarise(DecisionDto decision) => new(
        decision.Id, decision.At, decision.Symbol, decision.Outcome, decision.Side, decision.Confidence,
        decision.Probability, decision.Quantity, decision.NetProfit, decision.Summary);

    private DecisionDto Decide(int minute)
    {
        FixtureTrade? entered = FixtureAccount.Trades.FirstOrDefault(trade => trade.Entry == minute);
        FixtureTrade? exited = FixtureAccount.Trades.FirstOrDefault(trade => trade.Exit == minute && !trade.StoppedOut);
        DecisionOutcome outcome = entered is not null ? DecisionOutcome.Enter
            : exited is not null ? DecisionOutcome.Exit
            : minute % 45 == 0 ? DecisionOutcome.Refused
            : minute % 70 == 0 ? DecisionOutcome.Abstained
            : DecisionOutcome.Hold;
        Side? side = entered?.Side
            ?? (exited is null ? outcome == DecisionOutcome.Refused ? Side.Buy : null : exited.Side == Side.Buy ? Side.Sell : Side.Buy);
        FixtureDeliberation talk = new(minute, side, outcome, _account.PriceAt(minute));
        FixtureTrade? trade = entered ?? exited;
        string id = $"d{minute:0000}";
        return new DecisionDto(
            id, FixtureMarket.At(minute), FixtureMarket.Symbol, outcome, side, talk.Confidence, talk.Probability,
            trade?.Quantity, trade is null ? null : _account.NetProfit(trade), Sentence(outcome, side, talk),
            Hash(minute, 1), Hash(minute, 2), Hash(3, 3), talk.Snapshot(HostileHeadline), talk.Verdicts(), talk.Supervisor(),
            talk.Fusion(), FixtureGate.Judge(outcome, trade?.Quantity ?? 0.4m), Intents(id, entered, exited), Orders(id, minute, entered, exited));
    }

    private static string Sentence(DecisionOutcome outcome, Side? side, FixtureDeliberation talk) => outcome switch
    {
        DecisionOutcome.Enter => $"{(side == Side.Buy ? "Long" : "Short")}: three of four horizons agree and flow confirms; the stop rests 1.5 average true ranges away.",
        DecisionOutcome.Exit => "The 5m and 1h horizons turned against the position; closing it needs no approval.",
        DecisionOutcome.Refused => "Wanted long; the gate refused: costs would eat 41 % of the distance to the stop.",
        DecisionOutcome.Abstained => "No usable opinion: the order book was being rebuilt and two analysts abstained.",
        _ => $"A probability of {talk.Probability:0.000} is not enough for either side.",
    };

    private List<IntentDto> Intents(string id, FixtureTrade? entered, FixtureTrade? exited)
    {
        if (entered is { } entry)
        {
            Side closing = entry.Side == Side.Buy ? Side.Sell : Side.Buy;
            return
            [
                new($"{id}.entry.0", entry.Side, OrderType.Market, entry.Quantity, null, null, ReduceOnly: false),
                new($"{id}.stop.0", closing, OrderType.StopMarket, entry.Quantity, null, _account.StopOf(entry), ReduceOnly: true),
            ];
        }

        return exited is { } exit
            ? [new($"{id}.exit.0", exit.Side == Side.Buy ? Side.Sell : Side.Buy, OrderType.Market, exit.Quantity, null, null, ReduceOnly: true)]
            : [];
    }

    private List<OrderDto> Orders(string id, int minute, FixtureTrade? entered, FixtureTrade? exited)
    {
        decimal price = _account.PriceAt(minute);
        if (entered is { } entry)
        {
            string phase = entry.Exit is null ? "Resting" : entry.StoppedOut ? "Filled" : "Cancelled";
            string? reason = entry is { Exit: not null, StoppedOut: false } ? "The position it protected was closed." : null;
            return [Filled($"{id}.entry.0", minute, entry.Quantity, price), new($"{id}.stop.0", phase, 0, null, reason, [])];
        }

        return exited is { } exit ? [Filled($"{id}.exit.0", minute, exit.Quantity, price)] : [];
    }

    private static OrderDto Filled(string id, int minute, decimal quantity, decimal price)
    {
        long time = FixtureMarket.At(minute).ToUnixTimeSeconds() + 1;
        decimal first = decimal.Round(quantity * 0.6m, 3);
        List<OrderFillDto> fills =
        [
            new(time, price, first, decimal.Round(price * first * 0.0005m, 4)),
            new(time, price + 0.4m, quantity - first, decimal.Round(price * (quantity - first) * 0.0005m, 4)),
        ];
        return new(id, "Filled", quantity, price + 0.16m, null, fills);
    }

    private static string Hash(int minute, int kind) => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes($"{minute}/{kind}"));
}
