using System.Globalization;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// A seeded market of linear perpetuals: snapshot, depth updates on an unbroken futures chain, quotes, trades, mark prices
/// with funding, and news, one event per <see cref="Pump"/>. Quantities come in steps of 0.001, prices in ticks of 0.1.
/// </summary>
/// <remarks>
/// <para>
/// The same options give the same events on every machine. Without a planted edge nothing that can be seen says anything
/// about the direction of later prices; what it costs to find that out – spread, fees – is real. Funding is the one
/// income known in advance, as it is at a venue.
/// </para>
/// <para>
/// Receipt lies 5 to 40 ms behind the venue's clock and never runs backwards. Nothing is allocated per event after
/// warm-up, except for news.
/// </para>
/// </remarks>
public sealed class SyntheticMarket : IMarketSource
{
    private static readonly string[] QuoteAssets = ["USDT", "USDC", "FDUSD", "USD", "EUR", "BTC"];

    private readonly SyntheticMarketOptions options;
    private readonly SyntheticInstrument[] instruments;
    private readonly Prng latency;
    private readonly Timestamp end;
    private Timestamp historyAt;
    private int historyNext;
    private Timestamp receivedAt;
    private Timestamp venueTime;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public SyntheticMarket(SyntheticMarketOptions options)
    {
        options.Validate();
        this.options = options;
        instruments = [.. options.Symbols.Select((_, index) => new SyntheticInstrument(options, index))];
        latency = Prng.For(options.Seed, ulong.MaxValue);
        end = options.Duration is { } duration ? options.Start + duration : new Timestamp(long.MaxValue);
        historyAt = new Timestamp(options.Start.Nanoseconds - options.History.Ticks * 100);
        venueTime = options.Start;
    }

    /// <summary>Grid and limits of the instruments that are traded here, in the order of the options' symbols.</summary>
    public IReadOnlyList<Instrument> Instruments => [.. instruments.Select(instrument => instrument.Instrument)];

    public string Name => string.Create(CultureInfo.InvariantCulture, $"synthetic market, seed {options.Seed}");

    public long FramesRead { get; private set; }

    /// <summary>Share of the live part; null when it is endless.</summary>
    public double? Progress =>
        options.Duration is { } duration ? Math.Clamp((venueTime - options.Start) / duration, 0, 1) : null;

    /// <summary>Grid and limits of one symbol here.</summary>
    public static Instrument InstrumentOf(Symbol symbol)
    {
        string quote = Array.Find(QuoteAssets, asset => symbol.Value.EndsWith(asset, StringComparison.Ordinal)
            && symbol.Value.Length > asset.Length) ?? "USDT";
        string name = symbol.Value.EndsWith(quote, StringComparison.Ordinal) ? symbol.Value[..^quote.Length] : symbol.Value;
        return new Instrument(
            symbol, name, quote, InstrumentKind.Perpetual,
            TickSize: Price.From(0.1m), StepSize: Quantity.From(0.001m), QuantityMin: Quantity.From(0.001m), NotionalMin: 5m);
    }

    public bool Pump(IMarketSink sink)
    {
        bool pushed = historyAt < options.Start ? PushHistory(sink) : PushLive(sink);
        if (pushed) FramesRead++;
        return pushed;
    }

    public void Dispose()
    {
        // Holds nothing but memory.
    }

    private bool PushHistory(IMarketSink sink)
    {
        Bar bar = instruments[historyNext].HistoryBar(historyAt);
        if (++historyNext == instruments.Length)
        {
            historyNext = 0;
            historyAt += Timeframe.OneMinute;
        }

        sink.OnBar(bar);
        return true;
    }

    private bool PushLive(IMarketSink sink)
    {
        if (Earliest() is not { } instrument) return false;
        SyntheticEvent next = instrument.Take();
        venueTime = next.At;
        receivedAt = Timestamp.Max(receivedAt, venueTime + Latency());
        Push(sink, instrument, next);
        return true;
    }

    /// <summary>The instrument with the next event; on a tie the first. Null when all are at their end.</summary>
    private SyntheticInstrument? Earliest()
    {
        SyntheticInstrument? earliest = null;
        foreach (SyntheticInstrument instrument in instruments)
        {
            if (instrument.Prepare(end) && (earliest is null || instrument.NextAt < earliest.NextAt)) earliest = instrument;
        }

        return earliest;
    }

    /// <summary>Mostly a little above 5 ms, at most 40.</summary>
    private TimeSpan Latency()
    {
        double uniform = latency.NextDouble();
        return TimeSpan.FromTicks((long)((5 + 35 * uniform * uniform * uniform) * TimeSpan.TicksPerMillisecond));
    }

    private void Push(IMarketSink sink, SyntheticInstrument instrument, SyntheticEvent next)
    {
        SyntheticBook book = instrument.Book;
        switch (next.Kind)
        {
            case SyntheticEventKind.Snapshot:
                sink.OnSnapshot(new DepthSnapshot(instrument.Symbol, next.At, receivedAt, book.LastId, book.Bids, book.Asks));
                break;
            case SyntheticEventKind.Depth:
                sink.OnDepth(new DepthUpdate(
                    instrument.Symbol, next.At, receivedAt, book.FirstId, book.LastId, book.PreviousId, book.Bids, book.Asks));
                break;
            case SyntheticEventKind.Quote:
                sink.OnQuote(instrument.Quote(next.At, receivedAt));
                break;
            case SyntheticEventKind.Mark:
                sink.OnMark(instrument.Mark(next.At, receivedAt));
                break;
            case SyntheticEventKind.Trade:
                sink.OnTrade(instrument.Trade(next.Index) with { ReceivedAt = receivedAt });
                break;
            default:
                sink.OnNews(instrument.Story(next.Index));
                break;
        }
    }
}
