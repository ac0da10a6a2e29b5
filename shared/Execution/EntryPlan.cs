using Parley.Domain;

namespace Parley.Execution;

/// <summary>The orders by which an allowed proposal opens a position. Named by their decision: same decision, same orders.</summary>
public static class EntryPlan
{
    /// <summary>
    /// The entry, then the stop that protects it. The entry is sent at once; the stop when fills come in, for what has
    /// filled (<see cref="ProtectiveStops"/>): a venue refuses a reduce-only order with nothing to reduce.
    /// </summary>
    /// <param name="decisionId">At most 32 characters of <c>.A-Za-z0-9:/_-</c>.</param>
    /// <param name="quantity">As the risk gate allowed it: positive and on the grid.</param>
    /// <param name="stop">On the tick grid, on the losing side of the entry.</param>
    /// <exception cref="InvariantViolation">I-05: quantity or stop lie off the venue's grid, or are not positive.</exception>
    public static IReadOnlyList<PlaceOrder> For(string decisionId, Instrument instrument, Side side, Quantity quantity, Price stop)
    {
        OnGrid(instrument, quantity);
        if (!stop.IsPositive || !stop.IsMultipleOf(instrument.TickSize))
            throw new InvariantViolation($"I-05: stop {stop} is not a positive multiple of tick {instrument.TickSize} on {instrument.Symbol}.");
        return
        [
            Legs.Market(decisionId, Legs.Entry, 0, instrument.Symbol, side, quantity, reduceOnly: false),
            Legs.ProtectiveStop(decisionId, 0, instrument.Symbol, Legs.Opposite(side), quantity, stop),
        ];
    }

    internal static void OnGrid(Instrument instrument, Quantity quantity)
    {
        if (!quantity.IsPositive || !quantity.IsMultipleOf(instrument.StepSize))
        {
            throw new InvariantViolation(
                $"I-05: quantity {quantity} is not a positive multiple of step {instrument.StepSize} on {instrument.Symbol}.");
        }
    }
}
