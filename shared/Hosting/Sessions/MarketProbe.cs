using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Hosting;

/// <summary>What market data is, learnt from its beginning.</summary>
/// <param name="IsPerpetual">Its depth carries futures sequence numbers, or it has mark prices.</param>
/// <param name="Timeframe">Of candles; null for ticks.</param>
/// <param name="From">Venue time of the first event.</param>
public sealed record MarketFacts(
    IReadOnlyList<Symbol> Symbols, bool IsPerpetual, MarketFileKind Kind, Timeframe? Timeframe, Timestamp From);

/// <summary>Reads the first events of a file to learn what it is.</summary>
public sealed class MarketProbe : IMarketSink
{
    private const int FramesMax = 5_000;
    private readonly List<Symbol> _symbols = [];
    private Timeframe? _timeframe;
    private bool _perpetual;
    private bool _depthSeen;
    private Timestamp _from;

    /// <exception cref="MarketDataException">The file holds no market event, or cannot be read.</exception>
    public static MarketFacts Of(IReadOnlyList<string> paths, MarketFileOptions options)
    {
        using IMarketFile file = MarketFiles.Open(paths[0], options);
        var probe = new MarketProbe();
        for (int i = 0; i < FramesMax && file.Pump(probe); i++)
            if (file.Kind == MarketFileKind.Candles && probe._timeframe is not null) break;
        if (probe._symbols.Count == 0)
            throw new MarketDataException(paths[0], 0, $"no market event among the first {FramesMax} records.");
        return new(probe._symbols, probe._perpetual, file.Kind, probe._timeframe, probe._from);
    }

    /// <summary>Finds the grid of each symbol in the configuration; one it does not know gets the finest grid.</summary>
    public static IReadOnlyList<Instrument> Instruments(MarketFacts facts, ParleyConfig config)
    {
        bool perpetual = config.Venue.Market switch
        {
            MarketKind.Spot => false,
            MarketKind.Perpetual => true,
            _ => facts.IsPerpetual,
        };
        return [.. facts.Symbols.Select(symbol => InstrumentOf(symbol, perpetual, config))];
    }

    public static Instrument InstrumentOf(Symbol symbol, bool perpetual, ParleyConfig config)
    {
        MarketKind kind = perpetual ? MarketKind.Perpetual : MarketKind.Spot;
        InstrumentConfig grid = config.Instruments.FirstOrDefault(i => i.Market == kind && i.Symbol == symbol.Value) ?? new();
        (string baseAsset, string quoteAsset) = Split(symbol.Value);
        return new(symbol, baseAsset, quoteAsset, perpetual ? InstrumentKind.Perpetual : InstrumentKind.Spot,
            Price.From(grid.TickSize), Quantity.From(grid.StepSize), Quantity.From(grid.QuantityMin), grid.NotionalMin);
    }

    public void OnTrade(in Trade trade) => See(trade.Symbol, trade.VenueTime);

    public void OnQuote(in Quote quote) => See(quote.Symbol, quote.VenueTime);

    public void OnDepth(in DepthUpdate update)
    {
        See(update.Symbol, update.VenueTime);
        _depthSeen = true;
        _perpetual |= update.PreviousId >= 0;
    }

    public void OnSnapshot(in DepthSnapshot snapshot) => See(snapshot.Symbol, snapshot.VenueTime);

    public void OnMark(in MarkPrice mark)
    {
        See(mark.Symbol, mark.VenueTime);
        _perpetual = true;
    }

    public void OnBar(in Bar bar)
    {
        See(bar.Symbol, bar.OpenTime);
        if (!_depthSeen) _timeframe ??= bar.Timeframe;
    }

    public void OnNews(NewsItem item)
    {
    }

    private void See(Symbol symbol, Timestamp at)
    {
        if (_from == default) _from = at;
        if (!_symbols.Contains(symbol)) _symbols.Add(symbol);
    }

    private static (string Base, string Quote) Split(string symbol)
    {
        foreach (string quote in (string[])["FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USD", "EUR", "BTC", "ETH", "BNB"])
            if (symbol.Length > quote.Length && symbol.EndsWith(quote, StringComparison.Ordinal)) return (symbol[..^quote.Length], quote);
        return (symbol, "USD");
    }
}
