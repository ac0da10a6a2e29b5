using Parley.Domain;

namespace Parley.Ports;

/// <summary>Takes market events in the order in which they were received. Arguments are valid during the call only.</summary>
public interface IMarketSink
{
    void OnTrade(in Trade trade);

    void OnQuote(in Quote quote);

    void OnDepth(in DepthUpdate update);

    void OnSnapshot(in DepthSnapshot snapshot);

    void OnMark(in MarkPrice mark);

    void OnBar(in Bar bar);

    void OnNews(NewsItem item);
}

/// <summary>
/// One instrument's market as the edge saw it, in order, together with the moments at which its desk's clock passed a bar's
/// end and at which a decision was due: whoever takes the same events has the same picture, wherever it runs.
/// </summary>
public interface IInstrumentSink : IMarketSink
{
    /// <summary>The desk's venue time, which other instruments' events drive too; bars that are over may close.</summary>
    void OnClock(Timestamp now);

    /// <summary>A closed bar of another market, for comparison.</summary>
    void OnReferenceBar(in Bar bar);

    /// <summary>A decision is due, on everything that came before and on this account.</summary>
    void OnDue(Timestamp now, AccountView account);
}

/// <summary>A stream of market events: a file, a recording, a synthetic market, a live feed.</summary>
public interface IMarketSource : IDisposable
{
    /// <summary>What is being read, for people: a path or a name.</summary>
    string Name { get; }

    /// <summary>Records read so far: lines, frames or rows.</summary>
    long FramesRead { get; }

    /// <summary>Share read so far in [0, 1], or null when the end is not known.</summary>
    double? Progress { get; }

    /// <summary>Reads the next record and pushes the events it holds, perhaps none.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="MarketDataException">The record is malformed; the message says where and why.</exception>
    bool Pump(IMarketSink sink);
}

/// <summary>Input that cannot be understood. The message is one line for the user: file, line, reason.</summary>
public sealed class MarketDataException : Exception
{
    public MarketDataException(string file, long line, string reason)
        : base(line > 0 ? $"{file}:{line}: {reason}" : $"{file}: {reason}")
    {
    }

    public MarketDataException(string file, long line, string reason, Exception inner)
        : base(line > 0 ? $"{file}:{line}: {reason}" : $"{file}: {reason}", inner)
    {
    }
}
