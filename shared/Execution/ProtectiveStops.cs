using Parley.Domain;

namespace Parley.Execution;

/// <summary>What to do so that a position is protected, now: asked again after each fact, it says the rest.</summary>
/// <param name="Place">The stop to send, or null when the right one is there already, nothing is held, or an old one has to end first.</param>
/// <param name="Cancel">Stops to take off: wrong side, size or price, or one too many.</param>
public sealed record StopPlan(PlaceOrder? Place, IReadOnlyList<ClientOrderId> Cancel);

/// <summary>
/// Keeps exactly one live stop of the right side and size under an open position, and none under a flat one. Pure: called
/// again with what has come of its commands, it comes to rest.
/// </summary>
/// <remarks>
/// On a perpetual the old stop is taken off once the new one rests: until then there are two, which can do no harm because each
/// can only reduce, whereas none would leave the position bare. If the new one does not come to rest it is followed by another,
/// and the old one stays. On spot an order locks the coins it would sell, and two stops could sell coins that are not the
/// position's: there the old one goes first, and the new one follows when the venue has said how it ended. A stop whose outcome
/// is unknown, or whose cancel was sent, protects nothing until the venue says so.
/// </remarks>
public static class ProtectiveStops
{
    /// <param name="position">Signed base quantity held; less than one step counts as flat.</param>
    /// <param name="stop">Where the stop belongs, on the tick grid; null leaves it where it is.</param>
    /// <param name="decisionId">The decision that names new stops: leg <c>s</c>, attempts counted from 0.</param>
    /// <param name="orders">Every order of this instrument and every stop of this decision, done or not, in any order.</param>
    /// <exception cref="InvariantViolation">I-14: a position is open, nothing protects it, and no price is known for a stop.</exception>
    public static StopPlan Reconcile(
        Instrument instrument, Quantity position, Price? stop, string decisionId, IEnumerable<OrderState> orders)
    {
        List<OrderState> stops =
            [.. orders.Where(order => order.IsProtectiveStop && order.Symbol == instrument.Symbol)
                .OrderBy(order => order.Id.Value, StringComparer.Ordinal)];
        IEnumerable<OrderState> live = stops.Where(order => order.IsLive);
        Quantity size = Grid(position.Abs(), instrument.StepSize);
        if (size.IsZero) return new(null, Uncancelled(live, kept: null));

        bool takesTurns = instrument.Kind == InstrumentKind.Spot;
        Side side = position.IsPositive ? Side.Sell : Side.Buy;
        OrderState? kept = live.FirstOrDefault(order => Protects(order, side, size, stop));
        PlaceOrder? place = null;
        if (kept is null)
        {
            Price price = stop ?? live.FirstOrDefault(order => order.Order.Side == side)?.Order.Stop
                ?? throw new InvariantViolation($"I-14: {position} {instrument.Symbol} is open without a stop, and no price is known for one.");
            bool waits = takesTurns && live.Any();
            if (!waits) place = Legs.ProtectiveStop(decisionId, NextAttempt(decisionId, stops), instrument.Symbol, side, size, price);
        }

        bool rests = kept is not null && Rests(kept);
        return new(place, Uncancelled(takesTurns || rests ? live : live.Where(order => order.Order.Side != side || !Rests(order)), kept));
    }

    private static int NextAttempt(string decisionId, List<OrderState> stops)
    {
        string prefix = $"{decisionId}.{Legs.Stop}.";
        int next = 0;
        foreach (string id in stops.Select(order => order.Id.Value))
        {
            bool ours = id.StartsWith(prefix, StringComparison.Ordinal);
            if (ours && int.TryParse(id.AsSpan(prefix.Length), out int attempt)) next = Math.Max(next, attempt + 1);
        }

        return next;
    }

    private static bool Protects(OrderState order, Side side, Quantity size, Price? stop) =>
        order.Order.Side == side
        && order.Remaining == size
        && (stop is null || order.Order.Stop == stop)
        && order.CancelsSent == 0
        && order.Phase != OrderPhase.Unknown;

    private static bool Rests(OrderState order) => order.Phase is OrderPhase.Working or OrderPhase.PartiallyFilled;

    private static List<ClientOrderId> Uncancelled(IEnumerable<OrderState> live, OrderState? kept) =>
        [.. live.Where(order => order != kept && order.CancelsSent == 0).Select(order => order.Id)];

    private static Quantity Grid(Quantity quantity, Quantity step) => step.IsPositive ? quantity.FloorTo(step) : quantity;
}
