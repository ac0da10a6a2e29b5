using Parley.Ports;

namespace Parley.Backtesting;

/// <summary>Keeps the bars a source pushes and ignores everything else.</summary>
internal sealed class BarCollector(IMarketSource source) : IMarketSink
{
    private BarSeries? series;

    /// <exception cref="MarketDataException">No bar was pushed.</exception>
    public BarSeries Series => series ?? throw new MarketDataException(source.Name, 0, "holds no bars");

    public void OnBar(in Bar bar)
    {
        series ??= new BarSeries(bar.Symbol, bar.Timeframe);
        try
        {
            series.Add(bar);
        }
        catch (ArgumentException problem)
        {
            throw new MarketDataException(source.Name, source.FramesRead, problem.Message, problem);
        }
    }

    public void OnTrade(in Trade trade)
    {
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

    public void OnNews(NewsItem item)
    {
    }
}
