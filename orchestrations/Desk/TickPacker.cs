using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// Packs what a desk sees and what it says about it, instrument by instrument and in that order. A batch leaves when it is
/// full, when a decision on its instrument is due, and when <see cref="Flush"/> is called. Must be told of an event before
/// the desk is. Used on the desk's thread only.
/// </summary>
/// <param name="epoch">Rises with every process that packs: what an older one still publishes is recognised by it.</param>
/// <param name="publish">Takes finished batches, in order for each instrument.</param>
/// <param name="refused">Told in one line of an event that fits no batch; it is left out everywhere but at this desk.</param>
public class TickPacker(
    IReadOnlyList<Instrument> instruments, long epoch, TickBatchOptions options, Action<Symbol, byte[]> publish, Action<string> refused)
    : IMarketSink, IDeskRelay
{
    private readonly Dictionary<Symbol, TickBatchWriter> writers =
        instruments.ToDictionary(i => i.Symbol, i => new TickBatchWriter(i, epoch, options: options));

    /// <summary>Events written so far.</summary>
    public long Events { get; private set; }

    /// <summary>Events that fit no batch.</summary>
    public long Refused { get; private set; }

    public void OnTrade(in Trade trade)
    {
        if (!writers.TryGetValue(trade.Symbol, out TickBatchWriter? writer)) return;
        writer.OnTrade(trade);
        Wrote(trade.Symbol, writer);
    }

    public void OnQuote(in Quote quote)
    {
        if (!writers.TryGetValue(quote.Symbol, out TickBatchWriter? writer)) return;
        writer.OnQuote(quote);
        Wrote(quote.Symbol, writer);
    }

    public void OnDepth(in DepthUpdate update)
    {
        if (!writers.TryGetValue(update.Symbol, out TickBatchWriter? writer)) return;
        try
        {
            writer.OnDepth(update);
        }
        catch (ArgumentException e)
        {
            Refuse(e);
            return;
        }

        Wrote(update.Symbol, writer);
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        if (!writers.TryGetValue(snapshot.Symbol, out TickBatchWriter? writer)) return;
        try
        {
            writer.OnSnapshot(snapshot);
        }
        catch (ArgumentException e)
        {
            Refuse(e);
            return;
        }

        Wrote(snapshot.Symbol, writer);
    }

    public void OnMark(in MarkPrice mark)
    {
        if (!writers.TryGetValue(mark.Symbol, out TickBatchWriter? writer)) return;
        writer.OnMark(mark);
        Wrote(mark.Symbol, writer);
    }

    public void OnBar(in Bar bar)
    {
        if (!writers.TryGetValue(bar.Symbol, out TickBatchWriter? writer)) return;
        writer.OnBar(bar);
        Wrote(bar.Symbol, writer);
    }

    public void OnNews(NewsItem item)
    {
        if (!writers.TryGetValue(item.Symbol, out TickBatchWriter? writer)) return;
        try
        {
            writer.OnNews(item);
        }
        catch (ArgumentException e)
        {
            // Texts come from outside and may be of any length.
            Refuse(e);
            return;
        }

        Wrote(item.Symbol, writer);
    }

    public void OnClock(Symbol symbol, Timestamp now)
    {
        TickBatchWriter writer = writers[symbol];
        writer.OnClock(now);
        Wrote(symbol, writer);
    }

    public void OnReferenceBar(Symbol symbol, in Bar bar)
    {
        TickBatchWriter writer = writers[symbol];
        writer.OnReferenceBar(bar);
        Wrote(symbol, writer);
    }

    public void OnDue(Symbol symbol, Timestamp now, AccountView account)
    {
        TickBatchWriter writer = writers[symbol];
        writer.OnDue(now, account);
        Events++;
        Publish(symbol, writer);
    }

    /// <summary>Publishes everything that waits.</summary>
    public void Flush()
    {
        foreach ((Symbol symbol, TickBatchWriter writer) in writers) Publish(symbol, writer);
    }

    private void Wrote(Symbol symbol, TickBatchWriter writer)
    {
        Events++;
        while (writer.IsFull) publish(symbol, writer.Take());
    }

    private void Publish(Symbol symbol, TickBatchWriter writer)
    {
        while (!writer.IsEmpty) publish(symbol, writer.Take());
    }

    private void Refuse(ArgumentException e)
    {
        Refused++;
        refused(e.Message);
    }
}
