using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// Packs one instrument's market into batches small enough to publish, numbering every event. Whoever feeds it publishes
/// <see cref="Take"/> while <see cref="IsFull"/>, and at the end of each interval until <see cref="IsEmpty"/>. An event
/// that is refused gets no number and leaves nothing behind. Writing allocates the finished batches and, once warm,
/// nothing else. Not thread-safe.
/// </summary>
public sealed class TickBatchWriter : IInstrumentSink
{
    // The next qualities take two to ten times as long for one to seven percent.
    private const int BrotliQuality = 1;
    private const int BrotliWindowBitsMin = 10;
    private const int BrotliWindowBitsMax = 20;

    private readonly Instrument instrument;
    private readonly long epoch;
    private readonly TickBatchOptions options;
    private readonly EventPacker packer;
    private readonly ByteColumn named = new();
    private readonly ByteColumn head = new();
    private readonly Queue<(byte[] Batch, int Count)> finished = new();
    private readonly int bodyMax;
    private byte[] body = [];
    private byte[] compressed = [];
    private long first;
    private int open;
    private int waiting;
    private bool mayPass;
    private PackerMark mark;

    /// <param name="instrument">Whose events are packed; every batch carries its grid.</param>
    /// <param name="epoch">The fencing epoch of the lease this writer publishes under: higher than any writer's before it.</param>
    /// <param name="firstSequence">Number of the first event, 1 or above.</param>
    /// <exception cref="ArgumentException">The instrument has no symbol or a name too long, or a number is out of range.</exception>
    public TickBatchWriter(Instrument instrument, long epoch, long firstSequence = 1, TickBatchOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstSequence, 1);
        this.options = options ?? new TickBatchOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.BytesMax, TickBatchOptions.BytesMaxLeast, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(this.options.BytesMax, TickBatchOptions.BytesMaxMost, nameof(options));
        PackedText.Require(instrument.Symbol.Value, TickBatchFormat.NameMax, "symbol");
        PackedText.Require(instrument.BaseAsset, TickBatchFormat.NameMax, "base asset");
        PackedText.Require(instrument.QuoteAsset, TickBatchFormat.NameMax, "quote asset");
        if (!Enum.IsDefined(instrument.Kind)) throw new ArgumentException($"There is no instrument of kind {instrument.Kind}.", nameof(instrument));
        this.instrument = instrument;
        this.epoch = epoch;
        first = firstSequence;
        packer = new EventPacker(instrument);
        TickBatchEnvelope.WriteInstrument(named, instrument);
        bodyMax = this.options.BytesMax - TickBatchFormat.HeadMax - named.Length - TickBatchFormat.ChecksumSize;
    }

    /// <summary>Number the next event gets.</summary>
    public long NextSequence => first + open;

    /// <summary>Events that wait to be taken.</summary>
    public int Count => waiting + open;

    public bool IsEmpty => Count == 0;

    /// <summary>Whether a finished batch waits, or a further ordinary event (any but a book's or news) might not fit.</summary>
    public bool IsFull => finished.Count > 0 || packer.Length + TickBatchFormat.OrdinaryEventMax > bodyMax;

    /// <summary>
    /// The oldest batch that waits. When there is none, finishes the one being written; the next goes on with the sequence.
    /// </summary>
    /// <exception cref="InvalidOperationException">No event waits.</exception>
    public byte[] Take()
    {
        if (finished.TryDequeue(out (byte[] Batch, int Count) oldest))
        {
            waiting -= oldest.Count;
            return oldest.Batch;
        }

        if (open == 0) throw new InvalidOperationException("There is no event to take.");
        return Finish();
    }

    public void OnTrade(in Trade trade)
    {
        Begin(trade.Symbol, TickBatchFormat.OrdinaryEventMax);
        if (trade.Aggressor is not (Side.Buy or Side.Sell) || trade.Origin is not (TradeOrigin.Market or TradeOrigin.OffBook))
            throw new ArgumentException($"A trade has a side and an origin, not {trade.Aggressor} and {trade.Origin}.", nameof(trade));
        do packer.Trade(trade);
        while (!Keep());
    }

    public void OnQuote(in Quote quote)
    {
        Begin(quote.Symbol, TickBatchFormat.OrdinaryEventMax);
        do packer.Quote(quote);
        while (!Keep());
    }

    /// <exception cref="ArgumentException">So many levels fit no batch.</exception>
    public void OnDepth(in DepthUpdate update)
    {
        Begin(update.Symbol, BookBound(update.Bids.Length, update.Asks.Length));
        do packer.Depth(update);
        while (!Keep());
    }

    /// <exception cref="ArgumentException">So many levels fit no batch.</exception>
    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        Begin(snapshot.Symbol, BookBound(snapshot.Bids.Length, snapshot.Asks.Length));
        do packer.Snapshot(snapshot);
        while (!Keep());
    }

    public void OnMark(in MarkPrice mark)
    {
        Begin(mark.Symbol, TickBatchFormat.OrdinaryEventMax);
        do packer.MarkPrice(mark);
        while (!Keep());
    }

    public void OnBar(in Bar bar)
    {
        RequireTimeframe(bar);
        Begin(bar.Symbol, TickBatchFormat.OrdinaryEventMax);
        do packer.Bar(bar);
        while (!Keep());
    }

    /// <exception cref="ArgumentException">A text is too long, or all of it does not fit a batch.</exception>
    public void OnNews(NewsItem item)
    {
        PackedText.Require(item.Id, TickBatchFormat.TextMax, "news id");
        PackedText.Require(item.Source, TickBatchFormat.TextMax, "news source");
        PackedText.Require(item.Headline, TickBatchFormat.TextMax, "headline");
        PackedText.Require(item.Symbol.Value ?? "", TickBatchFormat.NameMax, "symbol");
        Begin(
            instrument.Symbol,
            TickBatchFormat.OrdinaryEventMax + PackedText.Size(item.Id) + PackedText.Size(item.Source) + PackedText.Size(item.Headline));
        do packer.News(item);
        while (!Keep());
    }

    public void OnClock(Timestamp now)
    {
        Begin(instrument.Symbol, TickBatchFormat.OrdinaryEventMax);
        do packer.Clock(now);
        while (!Keep());
    }

    public void OnReferenceBar(in Bar bar)
    {
        PackedText.Require(bar.Symbol.Value, TickBatchFormat.NameMax, "symbol");
        RequireTimeframe(bar);
        Begin(instrument.Symbol, TickBatchFormat.OrdinaryEventMax);
        do packer.ReferenceBar(bar);
        while (!Keep());
    }

    /// <exception cref="ArgumentException">A history is too long, or has no timeframe.</exception>
    public void OnDue(Timestamp now, AccountView account)
    {
        if (!Enum.IsDefined(account.Mode)) throw new ArgumentException($"There is no trading mode {account.Mode}.", nameof(account));
        Begin(instrument.Symbol, TickBatchFormat.OrdinaryEventMax + RiskBound(account.Risk));
        do packer.Due(now, account);
        while (!Keep());
    }

    private static int RiskBound(RiskInputs? risk)
    {
        if (risk is null) return 0;
        if (risk.ReturnsEvery.Nanoseconds <= 0) throw new ArgumentException("Returns have a timeframe.", nameof(risk));
        int values = Math.Max(risk.Returns.Count, risk.Elsewhere.Count);
        if (values > TickBatchFormat.SeriesMax)
            throw new ArgumentException($"A history of {values:N0} bars, where {TickBatchFormat.SeriesMax:N0} are allowed.", nameof(risk));
        return TickBatchFormat.OrdinaryEventMax + 2 * values * TickBatchFormat.VarintMax;
    }

    private static int BookBound(int bids, int asks) =>
        (int)Math.Min((long)TickBatchFormat.OrdinaryEventMax + ((long)bids + asks) * TickBatchFormat.LevelMax, int.MaxValue / 2);

    private static void RequireTimeframe(in Bar bar)
    {
        if (bar.Timeframe.Nanoseconds <= 0) throw new ArgumentException("A bar has a timeframe.", nameof(bar));
    }

    /// <param name="bound">The event takes no more bytes than this.</param>
    private void Begin(Symbol symbol, int bound)
    {
        if (symbol != instrument.Symbol)
            throw new ArgumentException($"An event of {symbol} does not belong into a batch of {instrument.Symbol}.", nameof(symbol));
        mayPass = packer.Length + bound > bodyMax;
        if (mayPass) mark = packer.Mark();
    }

    /// <summary>Numbers the event just packed.</summary>
    /// <returns>False when it did not fit behind the others; these are then finished, and it is packed again on its own.</returns>
    private bool Keep()
    {
        if (mayPass && packer.Length > bodyMax)
        {
            packer.Rewind(mark);
            if (open == 0) throw new ArgumentException($"One event does not fit into a batch of {options.BytesMax:N0} bytes.");
            int count = open;
            finished.Enqueue((Finish(), count));
            waiting += count;
            mark = packer.Mark();
            return false;
        }

        open++;
        return true;
    }

    private byte[] Finish()
    {
        Reserve(ref body, packer.Length);
        int length = 0;
        foreach (ByteColumn column in packer.Columns)
        {
            column.Written.CopyTo(body.AsSpan(length));
            length += column.Length;
        }

        ReadOnlySpan<byte> payload = body.AsSpan(0, length);
        TickCompression compression = TickCompression.None;
        if (options.Compression == TickCompression.Brotli)
        {
            // No room for a body that would grow: it is kept as it is.
            Reserve(ref compressed, length);
            if (BrotliEncoder.TryCompress(payload, compressed.AsSpan(0, length), out int written, BrotliQuality, WindowBits(length)))
            {
                payload = compressed.AsSpan(0, written);
                compression = TickCompression.Brotli;
            }
        }

        byte[] batch = Assemble(compression, payload);
        first += open;
        open = 0;
        packer.Clear();
        return batch;
    }

    private byte[] Assemble(TickCompression compression, ReadOnlySpan<byte> payload)
    {
        head.Truncate(0);
        TickBatchEnvelope.WriteStart(head, compression);
        head.Bytes(named.Written);
        head.Unsigned((ulong)epoch);
        head.Unsigned((ulong)first);
        head.Unsigned((ulong)open);
        foreach (ByteColumn column in packer.Columns) head.Unsigned((ulong)column.Length);
        byte[] batch = GC.AllocateUninitializedArray<byte>(head.Length + payload.Length + TickBatchFormat.ChecksumSize);
        head.Written.CopyTo(batch);
        payload.CopyTo(batch.AsSpan(head.Length));
        Crc32 checksum = Crc32.Start();
        Span<byte> covered = batch.AsSpan(0, batch.Length - TickBatchFormat.ChecksumSize);
        checksum.Add(covered);
        BinaryPrimitives.WriteUInt32LittleEndian(batch.AsSpan(covered.Length), checksum.Value);
        return batch;
    }

    // The smallest window that holds the whole body: larger ones only take longer to set up.
    private static int WindowBits(int length) =>
        Math.Clamp(BitOperations.Log2((uint)length) + 1, BrotliWindowBitsMin, BrotliWindowBitsMax);

    private static void Reserve(ref byte[] buffer, int length)
    {
        if (buffer.Length < length) buffer = new byte[Math.Max(length, 2 * buffer.Length)];
    }
}
