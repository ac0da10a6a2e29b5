using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;

namespace Parley.Simulation;

/// <summary>
/// Whoever decides elsewhere: many small entries and exits at random, so that many orders happen in little time. Its
/// messages come late, twice, or to a process that has just died.
/// </summary>
internal sealed class SeededStrategy(World world, Prng chance)
{
    private const double Confidence = 0.9;
    private long decisions;
    private bool isOver;

    /// <summary>Decisions that were sent on their way.</summary>
    public long Decided { get; private set; }

    public long Refused { get; private set; }

    /// <summary>What was refused most recently, and why; for people.</summary>
    public string LastRefusal { get; private set; } = "";

    public void Begin()
    {
        if (world.Scenario.Deliberates) return;
        foreach (Instrument instrument in world.Market.Instruments) Plan(instrument);
    }

    public void End() => isOver = true;

    public void Hear(OrderIntents intents, IntentFate fate, string reason)
    {
        if (fate != IntentFate.Refused) return;
        Refused++;
        LastRefusal = $"{intents.DecisionId}: {reason}";
    }

    private void Plan(Instrument instrument) =>
        world.Agenda.In(world.Scenario.DecisionInterval * chance.NextExponential(), StepKind.Strategy, () =>
        {
            if (isOver) return;
            Decide(instrument);
            Plan(instrument);
        });

    private void Decide(Instrument instrument)
    {
        long number = ++decisions;
        bool skipped = number % world.Terms.OrderShare != 0;
        Side side = chance.NextInt(2) == 0 ? Side.Buy : Side.Sell;
        long distance = 20 + chance.NextInt(150);
        int steps = 1 + chance.NextInt(40);
        double late = chance.NextDouble();
        bool again = chance.NextDouble() < world.Scenario.DecisionDuplicates;
        double later = chance.NextDouble();
        if (skipped || world.Leader is not { Process.Desk: { } desk }) return;
        string id = $"d{number}";
        Quantity held = desk.Portfolio.Held(instrument.Symbol);
        OrderIntents intents = held.IsZero
            ? Enter(id, instrument, side, distance, steps)
            : Exit(id, instrument, held);
        Decided++;
        TimeSpan delay = world.Scenario.DecisionDelayMax * (late * late * late);
        Send(intents, delay);
        if (!again) return;
        world.Probes.Seen(Probe.IntentTwice);
        Send(intents, delay + TimeSpan.FromSeconds(5 * later));
    }

    private void Send(OrderIntents intents, TimeSpan delay) => world.Agenda.In(delay, StepKind.Strategy, () =>
    {
        if (isOver || world.Leader is not { Process: { Desk: { } desk } process } node) return;
        desk.Post(intents);
        node.Wake(process);
    });

    private OrderIntents Enter(string id, Instrument instrument, Side side, long distance, int steps)
    {
        Price middle = world.Market.MiddleOf(instrument.Symbol);
        long away = instrument.TickSize.Raw * distance;
        Price stop = Price.FromRaw(side == Side.Buy ? middle.Raw - away : middle.Raw + away);
        return Of(id, instrument, DecisionAction.Enter, side, stop,
            EntryPlan.For(id, instrument, side, Quantity.FromRaw(instrument.StepSize.Raw * steps), stop));
    }

    private OrderIntents Exit(string id, Instrument instrument, Quantity held) =>
        Of(id, instrument, DecisionAction.Exit, held.IsPositive ? Side.Sell : Side.Buy, null,
            ExitPlan.For(id, instrument, held, held.Abs(), attempt: 0));

    private OrderIntents Of(string id, Instrument instrument, DecisionAction action, Side side, Price? stop, IReadOnlyList<PlaceOrder> orders)
    {
        // The desk judges by the market it has seen; what it has not reached yet it refuses.
        Timestamp at = world.Agenda.Now + TimeSpan.FromSeconds(-3);
        return new(id, instrument.Symbol, at, at + OrderIntents.Validity, action, side, Confidence, stop, "", IntentHash.Of(orders), orders);
    }
}
