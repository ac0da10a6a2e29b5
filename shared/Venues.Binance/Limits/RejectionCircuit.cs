using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>
/// Keeps an order the venue refuses again and again for the same reason from being asked in a loop: after three identical
/// refusals one try a minute. Orders that reduce a position are never held back.
/// </summary>
internal sealed class RejectionCircuit
{
    private const int Tolerated = 3;

    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Key, State> states = [];

    /// <returns>The rule that closes the way, or null.</returns>
    public string? Closed(PlaceOrder order, Timestamp now)
    {
        if (order.ReduceOnly || order.Type == OrderType.StopMarket) return null;
        if (!states.TryGetValue(Key.Of(order), out State? state) || state.Count < Tolerated) return null;
        if (now - state.Last >= ProbeEvery) return null;
        return state.Rule;
    }

    /// <returns>True when this refusal closed the way.</returns>
    public bool Refused(PlaceOrder order, string rule, Timestamp now)
    {
        Key key = Key.Of(order);
        if (!states.TryGetValue(key, out State? state) || state.Rule != rule) states[key] = state = new State(rule);
        state.Count++;
        state.Last = now;
        return state.Count == Tolerated;
    }

    public void Accepted(PlaceOrder order) => states.Remove(Key.Of(order));

    private sealed class State(string rule)
    {
        public string Rule => rule;

        public int Count { get; set; }

        public Timestamp Last { get; set; }
    }

    private readonly record struct Key(Symbol Symbol, Side Side, OrderType Type, TimeInForce TimeInForce)
    {
        public static Key Of(PlaceOrder order) => new(order.Symbol, order.Side, order.Type, order.TimeInForce);
    }
}
