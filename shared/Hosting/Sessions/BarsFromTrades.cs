using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Hosting;

/// <summary>Turns a source of trades into a source of closed bars; everything but trades is dropped.</summary>
public sealed class BarsFromTrades(IMarketSource trades, Timeframe timeframe) : IMarketSource, IMarketSink
{
    private readonly Dictionary<Symbol, BarBuilder> _builders = [];
    private IMarketSink? _sink;

    public string Name => trades.Name;

    public long FramesRead => trades.FramesRead;

    public double? Progress => trades.Progress;

    public bool Pump(IMarketSink sink)
    {
        _sink = sink;
        return trades.Pump(this);
    }

    public void OnTrade(in Trade trade)
    {
        if (!_builders.TryGetValue(trade.Symbol, out BarBuilder? builder))
            _builders.Add(trade.Symbol, builder = new BarBuilder(trade.Symbol, [timeframe], (in Bar bar) => _sink!.OnBar(bar)));
        builder.OnTrade(trade);
    }

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

    public void OnBar(in Bar bar) => _sink!.OnBar(bar);

    public void OnNews(NewsItem item) => _sink!.OnNews(item);

    public void Dispose() => trades.Dispose();
}
