using Parley.Domain;

namespace Parley.Execution;

/// <summary>The order by which a position is closed.</summary>
public static class ExitPlan
{
    /// <summary>A reduce-only market order against the position.</summary>
    /// <param name="position">Signed base quantity held.</param>
    /// <param name="quantity">How much of it to close: positive, on the grid, at most the position.</param>
    /// <param name="attempt">0 for the first order of this decision.</param>
    /// <exception cref="InvariantViolation">I-05 or I-15: off the grid, or more than is held.</exception>
    public static IReadOnlyList<PlaceOrder> For(
        string decisionId, Instrument instrument, Quantity position, Quantity quantity, int attempt)
    {
        EntryPlan.OnGrid(instrument, quantity);
        if (quantity > position.Abs())
            throw new InvariantViolation($"I-15: closing {quantity} of a position of {position} {instrument.Symbol} would open the other side.");
        Side side = position.IsPositive ? Side.Sell : Side.Buy;
        return [Legs.Market(decisionId, Legs.Exit, attempt, instrument.Symbol, side, quantity, reduceOnly: true)];
    }
}
