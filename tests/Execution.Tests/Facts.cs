using Parley.Domain;

namespace Parley.Execution.Tests;

/// <summary>Orders and what a venue says about them.</summary>
internal static class Facts
{
    public static readonly Symbol Symbol = new("BTCUSDT");

    public static readonly Timestamp Start = Timestamp.FromMilliseconds(1_721_347_200_000);

    public static readonly Instrument Perpetual = new(
        Symbol, "BTC", "USDT", InstrumentKind.Perpetual, Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 100m);

    public static Timestamp At(long milliseconds) => Start + TimeSpan.FromMilliseconds(milliseconds);

    public static PlaceOrder Market(string id, Side side, decimal quantity) =>
        new(new(id), Symbol, side, OrderType.Market, Quantity.From(quantity), null, null, TimeInForce.ImmediateOrCancel, false);

    public static OrderAccepted Accepted(string id, long at = 1) => new(new(id), Symbol, At(at), "v" + id);

    public static OrderCancelled Cancelled(string id, long at = 9) => new(new(id), Symbol, At(at));

    public static OrderFilled Filled(
        string id, long trade, Side side, decimal price, decimal quantity, decimal fee = 0m, long at = 2) =>
        new(new(id), Symbol, At(at), trade, side, Price.From(price), Quantity.From(quantity), fee, false);

    /// <summary>A whole life of one order: accepted, some fills, perhaps an end, perhaps a refused cancel.</summary>
    public static (PlaceOrder Order, List<OrderFact> Facts) DrawLife(Random random)
    {
        Side side = (Side)random.Next(2);
        PlaceOrder order = Market("d1.e.0", side, random.Next(1, 1_000) / 1000m);
        List<OrderFact> facts = [Accepted("d1.e.0")];
        long left = order.Quantity.Raw;
        int fills = random.Next(6);
        for (int i = 0; i < fills && left > 0; i++)
        {
            long quantity = random.NextInt64(1, left + 1);
            left -= quantity;
            facts.Add(new OrderFilled(
                order.Id, Symbol, At(random.Next(2, 9)), i + 100, side, Price.FromRaw(random.NextInt64(1, 10_000_000_000_000)),
                Quantity.FromRaw(quantity), random.Next(-5, 50) / 100m, random.Next(2) == 0));
        }

        if (random.Next(3) == 0) facts.Add(new CancelRefused(order.Id, Symbol, At(8), "Unknown order sent."));
        if (left > 0 && random.Next(2) == 0)
            facts.Add(random.Next(2) == 0 ? Cancelled("d1.e.0") : new OrderExpired(order.Id, Symbol, At(9), "No more to match."));
        return (order, facts);
    }
}
