using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Proving;

/// <summary>
/// Whoever decides elsewhere: small positions of either side, opened and closed again in every instrument at once, so that
/// many orders happen in little time. Decides by seed and market; the desk's own gate has the last word.
/// </summary>
/// <param name="name">Begins every decision's id; must differ from run to run.</param>
/// <param name="hold">Longest time a protected position is held.</param>
public sealed class RoundTripper(IReadOnlyList<Instrument> instruments, string name, TimeSpan hold, Prng chance) : IMarketSink
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Symbol, Price> prices = [];
    private readonly Dictionary<Symbol, Timestamp> due = [];
    private readonly Dictionary<Symbol, (int Live, int Stops)> live = [];
    private Timestamp workedAt;
    private long decisions;

    /// <summary>Positions are closed and none is opened any more.</summary>
    public bool IsEnding { get; set; }

    public long Decisions => decisions;

    /// <summary>Decides what is due. To be called with every turn of the desk's loop.</summary>
    /// <param name="now">The venue's clock.</param>
    public void Work(Desk desk, Timestamp now)
    {
        if (now < workedAt + Pause) return;
        workedAt = now;
        live.Clear();
        foreach (OrderState order in desk.LiveOrders)
        {
            (int all, int stops) = live.GetValueOrDefault(order.Symbol);
            bool rests = order.IsProtectiveStop && order.Phase is OrderPhase.Working or OrderPhase.PartiallyFilled;
            live[order.Symbol] = (all + 1, stops + (rests ? 1 : 0));
        }

        foreach (Instrument instrument in instruments)
            if (now >= due.GetValueOrDefault(instrument.Symbol) && prices.TryGetValue(instrument.Symbol, out Price price)) Decide(desk, instrument, price, now);
    }

    public void OnTrade(in Trade trade) => prices[trade.Symbol] = trade.Price;

    public void OnQuote(in Quote quote)
    {
    }

    public void OnDepth(in DepthUpdate update)
    {
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
    }

    public void OnMark(in MarkPrice mark)
    {
    }

    public void OnBar(in Bar bar)
    {
    }

    public void OnNews(NewsItem item)
    {
    }

    private void Decide(Desk desk, Instrument instrument, Price price, Timestamp now)
    {
        Symbol symbol = instrument.Symbol;
        Quantity held = desk.Held(symbol);
        (int all, int stops) = live.GetValueOrDefault(symbol);
        if (!held.IsZero)
        {
            if (stops == 0 || all > stops || desk.ModeOf(symbol) > TradingMode.ReduceOnly) return;
            Exit(desk, instrument, held);
            due[symbol] = now + Patience;
        }
        else if (all == 0 && !IsEnding && desk.ModeOf(symbol) == TradingMode.Normal)
        {
            Enter(desk, instrument, price);
            due[symbol] = now + hold * chance.NextDouble();
        }
    }

    private void Enter(Desk desk, Instrument instrument, Price price)
    {
        string id = NextId();
        Side side = chance.NextInt(2) == 0 ? Side.Buy : Side.Sell;
        if (instrument.Kind == InstrumentKind.Spot) side = Side.Buy;
        long away = instrument.TickSize.Raw * (500 + chance.NextInt(3_000));
        Price stop = Price.FromRaw(side == Side.Buy ? price.Raw - away : price.Raw + away).FloorTo(instrument.TickSize);
        Quantity quantity = Quantity.FromRaw(instrument.StepSize.Raw * (1 + chance.NextInt(3)));
        Post(desk, id, instrument, DecisionAction.Enter, side, stop, EntryPlan.For(id, instrument, side, quantity, stop));
    }

    private void Exit(Desk desk, Instrument instrument, Quantity held)
    {
        string id = NextId();
        Post(desk, id, instrument, DecisionAction.Exit, held.IsPositive ? Side.Sell : Side.Buy, null,
            ExitPlan.For(id, instrument, held, held.Abs().FloorTo(instrument.StepSize), attempt: 0));
    }

    private string NextId() => $"{name}{++decisions}";

    private static void Post(
        Desk desk, string id, Instrument instrument, DecisionAction action, Side side, Price? stop, IReadOnlyList<PlaceOrder> orders)
    {
        Timestamp at = desk.Now;
        desk.Post(new OrderIntents(
            id, instrument.Symbol, at, at + OrderIntents.Validity, action, side, Confidence: 0.9, stop, "", IntentHash.Of(orders), orders));
    }
}
