using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

/// <summary>Counts events and keeps one book, allocating nothing.</summary>
internal sealed class BookSink(Symbol symbol) : IMarketSink
{
    public OrderBook Book { get; } = new(symbol);

    public long Trades { get; private set; }

    public long Quotes { get; private set; }

    public long Applied { get; private set; }

    public long Breaks { get; private set; }

    public void OnTrade(in Trade trade) => Trades++;

    public void OnQuote(in Quote quote) => Quotes++;

    public void OnDepth(in DepthUpdate update)
    {
        BookChange change = Book.Apply(update);
        if (change == BookChange.Applied) Applied++;
        if (change == BookChange.ChainBroken) Breaks++;
    }

    public void OnSnapshot(in DepthSnapshot snapshot) => Book.ApplySnapshot(snapshot);

    public void OnMark(in MarkPrice mark)
    {
    }

    public void OnBar(in Bar bar)
    {
    }

    public void OnNews(NewsItem item)
    {
    }
}

/// <summary>A file that lives as long as the test.</summary>
internal sealed class TempFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-").FullName;

    public TempFile(string name, byte[] content)
    {
        Path = System.IO.Path.Combine(folder, name);
        File.WriteAllBytes(Path, content);
    }

    public TempFile(string name, string content)
        : this(name, System.Text.Encoding.UTF8.GetBytes(content))
    {
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
