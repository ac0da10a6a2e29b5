using System.IO.Compression;
using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// Writes every event it is given, so that reading the file gives the same events again; see
/// <see cref="MarketFiles.Open"/>. Not thread-safe.
/// </summary>
public sealed class MarketRecorder : IMarketSink, IDisposable
{
    /// <summary>Compressed text is pushed to the file at least this often: what a killed recorder may lose.</summary>
    private const int UnflushedMax = 1 << 18;

    private readonly GZipStream stream;
    private readonly EventLine line = new();
    private int unflushed;

    /// <param name="stream">Takes the compressed bytes; disposed with this.</param>
    public MarketRecorder(Stream stream)
    {
        this.stream = new GZipStream(stream, CompressionLevel.Fastest);
        line.Text(RecordingFormat.Header);
        End();
    }

    /// <summary>Events written so far.</summary>
    public long EventsWritten { get; private set; }

    /// <summary>Starts a new file, replacing an old one.</summary>
    public static MarketRecorder Create(string path) => new(File.Create(path));

    public void OnTrade(in Trade trade)
    {
        line.Start('T', trade.Symbol);
        line.Integer(trade.TradeId);
        line.Time(trade.VenueTime);
        line.Time(trade.ReceivedAt);
        line.Decimal(trade.Price.Raw);
        line.Decimal(trade.Quantity.Raw);
        line.Letter(trade.Aggressor == Side.Buy ? 'B' : 'S');
        line.Letter(trade.Origin == TradeOrigin.Market ? 'M' : 'O');
        EndEvent();
    }

    public void OnQuote(in Quote quote)
    {
        line.Start('Q', quote.Symbol);
        line.Integer(quote.UpdateId);
        line.Time(quote.VenueTime);
        line.Time(quote.ReceivedAt);
        line.Decimal(quote.Bid.Raw);
        line.Decimal(quote.BidQuantity.Raw);
        line.Decimal(quote.Ask.Raw);
        line.Decimal(quote.AskQuantity.Raw);
        EndEvent();
    }

    public void OnDepth(in DepthUpdate update)
    {
        line.Start('D', update.Symbol);
        line.Time(update.VenueTime);
        line.Time(update.ReceivedAt);
        line.Integer(update.FirstId);
        line.Integer(update.LastId);
        line.Integer(update.PreviousId);
        Levels(update.Bids, update.Asks);
        EndEvent();
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        line.Start('S', snapshot.Symbol);
        line.Time(snapshot.VenueTime);
        line.Time(snapshot.ReceivedAt);
        line.Integer(snapshot.LastId);
        Levels(snapshot.Bids, snapshot.Asks);
        EndEvent();
    }

    public void OnMark(in MarkPrice mark)
    {
        line.Start('M', mark.Symbol);
        line.Time(mark.VenueTime);
        line.Time(mark.ReceivedAt);
        line.Decimal(mark.Mark.Raw);
        line.Double(mark.FundingRate);
        line.Time(mark.NextFundingAt);
        EndEvent();
    }

    public void OnBar(in Bar bar)
    {
        line.Start('B', bar.Symbol);
        line.Word(bar.Timeframe.ToString());
        line.Time(bar.OpenTime);
        line.Decimal(bar.Open.Raw);
        line.Decimal(bar.High.Raw);
        line.Decimal(bar.Low.Raw);
        line.Decimal(bar.Close.Raw);
        line.Double(bar.Volume);
        line.Double(bar.TakerBuyVolume);
        line.Integer(bar.Trades);
        line.Letter(bar.AfterGap ? '1' : '0');
        EndEvent();
    }

    public void OnNews(NewsItem item)
    {
        line.Text("N "u8);
        line.Text(JsonSerializer.SerializeToUtf8Bytes(item));
        EndEvent();
    }

    /// <summary>Hands everything written so far to the operating system, readable even if this process is killed now.</summary>
    public void Flush()
    {
        stream.Flush();
        unflushed = 0;
    }

    public void Dispose() => stream.Dispose();

    private void Levels(ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        line.Integer(bids.Length);
        line.Integer(asks.Length);
        Levels(bids);
        Levels(asks);
    }

    private void Levels(ReadOnlySpan<BookLevel> levels)
    {
        foreach (ref readonly BookLevel level in levels)
        {
            line.Decimal(level.Price.Raw);
            line.Decimal(level.Quantity.Raw);
        }
    }

    private void EndEvent()
    {
        EventsWritten++;
        End();
    }

    private void End()
    {
        ReadOnlySpan<byte> text = line.End();
        stream.Write(text);
        unflushed += text.Length;
        if (unflushed >= UnflushedMax) Flush();
    }
}
