using Parley.Domain;
using Parley.Features;
using Parley.Market;

namespace Parley.Benchmarks;

/// <summary>
/// Keeps the book, builds bars and updates every feature, as the desk does, and reads the whole row of values after every
/// trade.
/// </summary>
internal sealed class FeatureReplaySink : ReplaySink
{
    private FeatureEngine? engine;
    private BarBuilder? bars;
    private double[] row = [];

    /// <summary>Trades, quotes and book changes the engine was told of.</summary>
    public long Events { get; private set; }

    /// <summary>Depends on every row read, so that none of it can be left out.</summary>
    public double Sum { get; private set; }

    public override void OnTrade(in Trade trade)
    {
        base.OnTrade(trade);
        FeatureEngine features = Engine(trade.Symbol);
        bars!.OnTrade(trade);
        features.OnTrade(trade);
        features.CopyTo(trade.VenueTime, row);
        Sum += row[^1];
    }

    public override void OnQuote(in Quote quote)
    {
        base.OnQuote(quote);
        Engine(quote.Symbol).OnQuote(quote);
    }

    protected override void OnBookChanged(OrderBook book, Timestamp venueTime) => Engine(book.Symbol).OnBook(book, venueTime);

    private FeatureEngine Engine(Symbol symbol)
    {
        Events++;
        if (engine is not null) return engine;
        engine = new FeatureEngine(symbol, FeatureEngine.DefaultTimeframes);
        bars = new BarBuilder(symbol, FeatureEngine.DefaultTimeframes, OnBarClosed);
        row = new double[engine.Columns.Count];
        return engine;
    }

    private void OnBarClosed(in Bar bar) => engine!.OnBar(bar);
}
