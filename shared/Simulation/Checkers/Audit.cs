using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;

namespace Parley.Simulation;

/// <summary>The books against the venue's own record, once everything has come to rest.</summary>
internal sealed class Audit
{
    /// <summary>Executions at the venue that are not in the desk's books.</summary>
    public long Unadopted { get; private set; }

    /// <summary>Orders of which nobody knows what became of them, or about which books and venue disagree.</summary>
    public long Unresolved { get; private set; }

    /// <summary>Nothing is on its way, and trading is normal.</summary>
    public static bool IsSettled(World world, Desk desk) =>
        Unsettled(world) is null && Stops(world) is null && world.Market.Instruments.All(each => desk.ModeOf(each.Symbol) == TradingMode.Normal);

    /// <summary>What is not settled; null when everything is.</summary>
    public static string? Unsettled(World world)
    {
        if (world.Leader is not { Process.Desk: { } desk }) return "no process leads";
        foreach (OrderState order in desk.Register.Live)
        {
            bool protects = order.IsProtectiveStop && order.Phase is OrderPhase.Working or OrderPhase.PartiallyFilled;
            bool useful = protects && !desk.Portfolio.Held(order.Symbol).IsZero && order.CancelsSent == 0;
            if (!useful) return $"{order.Id} is {order.Phase} ({order.CancelsSent} cancels sent)";
        }

        return null;
    }

    public static string WhyNotNormal(World world)
    {
        if (world.Leader is not { Process.Desk: { } desk }) return "no process leads";
        string modes = string.Join(", ", world.Market.Instruments.Select(each => $"{each.Symbol} {desk.ModeOf(each.Symbol)}"));
        return $"{modes}: {desk.Status().ModeReason}; {Unsettled(world) ?? Stops(world) ?? "orders are settled"}";
    }

    public void Run(World world)
    {
        if (world.Watch.Violations.Count > 0 || world.Leader is not { Process.Desk: { } desk }) return;
        Fills(world, desk);
        Orders(world, desk);
        ReferenceLedger reference = ReferenceLedger.Of(world.Site.Record, desk.Portfolio.OpeningCash);
        foreach ((string invariant, string what) in reference.Differences(desk.Portfolio, world.Market.Instruments))
            world.Watch.Violate(invariant, what);
        Ledger(world);
        if (Stops(world) is { } stops) world.Watch.Violate("I-14", stops);
    }

    // I-18: for every fill of the venue exactly one in the books.
    private void Fills(World world, Desk desk)
    {
        Dictionary<ClientOrderId, Quantity> filled = [];
        foreach (OrderFilled trade in world.Site.Record.Trades)
        {
            filled[trade.Id] = filled.GetValueOrDefault(trade.Id) + trade.Quantity;
            if (world.Site.Record.Foreign.Contains(trade.Id)) continue;
            bool known = desk.Register.TryGet(trade.Id, out OrderState? order) && order.Fills.ContainsKey(trade.TradeId);
            if (known) continue;
            Unadopted++;
            world.Watch.Violate("I-18", $"trade {trade.TradeId} of {trade.Id} is not in the books");
        }

        foreach (OrderState order in desk.Register.All)
            if (order.Filled != filled.GetValueOrDefault(order.Id))
                world.Watch.Violate("I-18", $"{order.Id} filled {order.Filled} in the books and {filled.GetValueOrDefault(order.Id)} at the venue");
    }

    // I-20: what is believed dead is dead, what is believed alive is alive.
    private void Orders(World world, Desk desk)
    {
        foreach (OrderState order in desk.Register.All)
        {
            bool alive = world.Site.Record.HasOpen(order.Id);
            if (alive == !order.IsDone) continue;
            Unresolved++;
            world.Watch.Violate("I-20", $"{order.Id} is {order.Phase} in the books and {(alive ? "open" : "not open")} at the venue");
        }

        foreach (VenueOrder order in world.Site.Record.Orders)
        {
            if (!order.IsOpen || desk.Register.TryGet(order.Order.Id, out _) || world.Site.Record.Foreign.Contains(order.Order.Id)) continue;
            Unresolved++;
            world.Watch.Violate("I-20", $"{order.Order.Id} is open at the venue and in no book");
        }
    }

    // I-04: the chain holds from the first record to the last.
    private static void Ledger(World world)
    {
        using MemoryStream bytes = new(world.Log.Content.ToArray(), writable: false);
        LedgerReport report = LedgerVerifier.Verify(bytes, expectedRoot: null);
        if (!report.IsIntact) world.Watch.Violate("I-04", report.ToString());
    }

    // I-14 at rest: one stop of the right side and size under every position, none anywhere else.
    private static string? Stops(World world)
    {
        foreach (Instrument instrument in world.Market.Instruments)
        {
            Quantity held = world.Site.Record.PositionOf(instrument.Symbol);
            VenueOrder[] stops = [.. world.Site.Record.Orders.Where(order => order.IsOpen && order.Order.Symbol == instrument.Symbol && order.Order.ReduceOnly)];
            bool right = held.IsZero
                ? stops.Length == 0
                : stops.Length == 1 && stops[0].Order.Side == (held.IsPositive ? Side.Sell : Side.Buy) && stops[0].Order.Quantity - stops[0].Filled == held.Abs();
            if (!right) return $"{held} {instrument.Symbol} with {stops.Length} stops: {string.Join("; ", stops.Select(s => $"{s.Order.Id} {s.Order.Side} {s.Order.Quantity}"))}";
        }

        return null;
    }
}
