using Parley.Domain;

namespace Parley.Venues.Simulated.Tests;

/// <summary>A venue with one instrument and short words to feed it and to order from it. Times are milliseconds after the epoch.</summary>
internal sealed class Bench
{
    public static readonly Symbol Btc = new("BTCUSDT");

    private readonly Symbol symbol;
    private long bookId = 100;
    private long tradeId;

    public Bench(SimulatedVenueOptions options)
    {
        Venue = new SimulatedVenue(options);
        symbol = options.Instruments[0].Symbol;
    }

    public SimulatedVenue Venue { get; }

    public static Instrument Perpetual { get; } = new(
        Btc, "BTC", "USDT", InstrumentKind.Perpetual, Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 5m);

    public static Instrument Spot { get; } = Perpetual with { Kind = InstrumentKind.Spot };

    /// <summary>Perpetual, 100,000 cash, leverage 10, maker 2 and taker 5 basis points, no latency.</summary>
    public static SimulatedVenueOptions Terms { get; } = new()
    {
        Instruments = [Perpetual],
        InitialCash = 100_000m,
        LeverageMax = 10,
        Latency = TimeSpan.Zero,
        AnswerLatency = TimeSpan.Zero,
    };

    public static SimulatedVenueOptions SpotTerms { get; } = Terms with { Instruments = [Spot] };

    /// <summary>Asks 100.1 × 1, 100.2 × 2, 100.5 × 3; bids 100.0 × 1, 99.9 × 2, 99.5 × 3.</summary>
    public static Bench WithBook(SimulatedVenueOptions? terms = null)
    {
        Bench bench = new(terms ?? Terms);
        bench.Book(0, bids: [(100.0m, 1m), (99.9m, 2m), (99.5m, 3m)], asks: [(100.1m, 1m), (100.2m, 2m), (100.5m, 3m)]);
        return bench;
    }

    public static Timestamp At(long milliseconds) => Timestamp.FromMilliseconds(milliseconds);

    public static PlaceOrder Market(string id, Side side, decimal quantity, bool reduceOnly = false) => new(
        new(id), Btc, side, OrderType.Market, Quantity.From(quantity), null, null, TimeInForce.GoodTillCancelled, reduceOnly);

    public static PlaceOrder Limit(
        string id, Side side, decimal quantity, decimal limit, TimeInForce force = TimeInForce.GoodTillCancelled, bool reduceOnly = false) => new(
        new(id), Btc, side, OrderType.Limit, Quantity.From(quantity), Price.From(limit), null, force, reduceOnly);

    public static PlaceOrder Stop(string id, Side side, decimal quantity, decimal stop, bool reduceOnly = true) => new(
        new(id), Btc, side, OrderType.StopMarket, Quantity.From(quantity), null, Price.From(stop), TimeInForce.GoodTillCancelled, reduceOnly);

    public void Book(long time, (decimal Price, decimal Quantity)[] bids, (decimal Price, decimal Quantity)[] asks) =>
        Venue.OnSnapshot(new DepthSnapshot(symbol, At(time), At(time), ++bookId, Levels(bids), Levels(asks)));

    public void Depth(long time, (decimal Price, decimal Quantity)[] bids, (decimal Price, decimal Quantity)[] asks)
    {
        bookId++;
        Venue.OnDepth(new DepthUpdate(symbol, At(time), At(time), bookId, bookId, bookId - 1, Levels(bids), Levels(asks)));
    }

    public void Quote(long time, decimal bid, decimal bidQuantity, decimal ask, decimal askQuantity) =>
        Venue.OnQuote(new Quote(
            symbol, time, At(time), At(time), Price.From(bid), Quantity.From(bidQuantity), Price.From(ask), Quantity.From(askQuantity)));

    public void Trade(long time, decimal price, decimal quantity, Side aggressor, TradeOrigin origin = TradeOrigin.Market) =>
        Venue.OnTrade(new Trade(
            symbol, ++tradeId, At(time), At(time), Price.From(price), Quantity.From(quantity), aggressor, origin));

    public void Mark(long time, decimal mark, double rate, long nextFunding) =>
        Venue.OnMark(new MarkPrice(symbol, At(time), At(time), Price.From(mark), rate, At(nextFunding)));

    /// <summary>A closed one-minute bar; minute 0 opens at the epoch.</summary>
    public void Bar(int minute, decimal open, decimal high, decimal low, decimal close) =>
        Venue.OnBar(new Bar(
            symbol, Timeframe.OneMinute, At(minute * 60_000L), Price.From(open), Price.From(high), Price.From(low), Price.From(close),
            1, 0.5, 1, AfterGap: false));

    /// <summary>Takes every fact that has arrived.</summary>
    public List<VenueFact> Facts()
    {
        List<VenueFact> taken = [];
        while (Venue.TryTake(out VenueFact fact)) taken.Add(fact);
        return taken;
    }

    /// <summary>Places an order and takes the facts that have arrived at once.</summary>
    public List<VenueFact> Place(PlaceOrder order)
    {
        Venue.Place(order);
        return Facts();
    }

    private static BookLevel[] Levels((decimal Price, decimal Quantity)[] levels) =>
        [.. levels.Select(level => new BookLevel(Price.From(level.Price), Quantity.From(level.Quantity)))];
}

internal static class FactReading
{
    public static List<OrderFilled> Fills(this IEnumerable<VenueFact> facts) => [.. facts.OfType<OrderFilled>()];

    public static OrderRefused Refusal(this IEnumerable<VenueFact> facts) => facts.OfType<OrderRefused>().ShouldHaveSingleItem();

    public static (decimal Price, decimal Quantity)[] Legs(this IEnumerable<VenueFact> facts) =>
        [.. facts.OfType<OrderFilled>().Select(fill => (fill.Price.Value, fill.Quantity.Value))];
}
