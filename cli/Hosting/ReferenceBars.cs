using Parley.Cli.Output;
using Parley.Domain;
using Parley.Hosting;
using Parley.Market;
using Parley.Ports;

namespace Parley.Cli.Hosting;

/// <summary>Another market's bars, read only as far as they are asked for.</summary>
internal sealed class ReferenceBars : IMarketSink, IDisposable
{
    private readonly IMarketSource _source;
    private readonly BarBuilder _builder;
    private readonly Queue<Bar> _closed = [];

    private ReferenceBars(IMarketSource source, Symbol symbol, Timeframe timeframe)
    {
        _source = source;
        _builder = new BarBuilder(symbol, [timeframe], (in Bar bar) => _closed.Enqueue(bar));
    }

    public Symbol Symbol => _builder.Symbol;

    /// <exception cref="CliException">The file does not fit rows of this timeframe.</exception>
    /// <exception cref="MarketDataException">The file cannot be read.</exception>
    public static ReferenceBars Open(string path, Timeframe timeframe)
    {
        MarketFacts facts = MarketProbe.Of([path], new MarketFileOptions());
        if (facts.Symbols.Count > 1)
            throw new CliException(ExitCode.Configuration, $"--against {path}: it holds {string.Join(", ", facts.Symbols)}; a file of one market is needed.");
        if (FeatureTableRequest.CandlesOf(facts) is { } candles) FeatureTableRequest.RequireBuildable(timeframe, candles, path);
        return new(MarketFiles.Open(path), facts.Symbols[0], timeframe);
    }

    /// <summary>The next bar closed at or before a moment.</summary>
    public bool TryTake(Timestamp until, out Bar bar)
    {
        while (_closed.Count == 0)
        {
            if (_source.Pump(this)) continue;
            bar = default;
            return false;
        }

        bar = _closed.Peek();
        if (bar.CloseTime > until) return false;
        _closed.Dequeue();
        return true;
    }

    public void OnTrade(in Trade trade) => _builder.OnTrade(trade);

    public void OnBar(in Bar bar) => _builder.OnBar(bar);

    public void OnQuote(in Quote quote)
    {
    }

    public void OnDepth(in DepthUpdate update)
    {
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
    }

    public void OnMark(in MarkPrice mark)
    {
    }

    public void OnNews(NewsItem item)
    {
    }

    public void Dispose() => _source.Dispose();
}
