using System.Globalization;
using System.Text;

namespace Parley.Venues.Simulated.Binance;

internal enum StreamKind
{
    Trade,
    AggregateTrade,
    BookTicker,
    Depth,
    PartialDepth,
    Candle,
    Mark,
}

/// <summary>One stream that somebody has subscribed to.</summary>
internal sealed class StreamTopic(string name, StreamKind kind)
{
    public string Name { get; } = name;

    public StreamKind Kind { get; } = kind;

    /// <summary>Levels of a partial book.</summary>
    public int Levels { get; init; }

    /// <summary>Interval of candles.</summary>
    public string Interval { get; init; } = "";

    /// <summary>Venue milliseconds of the last message, of streams that do not follow every event.</summary>
    public long SentAt { get; set; }

    /// <summary>Newest candle that was told; null before the first.</summary>
    public Candle? Open { get; set; }

    public List<FrontSocket> Subscribers { get; } = [];

    public byte[] Head { get; } = Encoding.UTF8.GetBytes($"{{\"stream\":\"{name}\",\"data\":");

    /// <summary>Whether the stream is served on a socket of this kind.</summary>
    public bool IsServedOn(SocketKind socket) => socket switch
    {
        SocketKind.SpotStreams => Kind != StreamKind.Mark,
        SocketKind.FuturesPublic => Kind is StreamKind.BookTicker or StreamKind.Depth or StreamKind.PartialDepth,
        SocketKind.FuturesMarket => Kind is StreamKind.Trade or StreamKind.AggregateTrade or StreamKind.Candle or StreamKind.Mark,
        _ => false,
    };

    /// <summary>Takes a stream's name apart, without its symbol: <c>depth5@100ms</c>.</summary>
    /// <returns>Null when there is no such stream.</returns>
    public static StreamTopic? Parse(string name, ReadOnlySpan<char> what)
    {
        int at = what.IndexOf('@');
        ReadOnlySpan<char> kind = at < 0 ? what : what[..at];
        if (kind is "trade") return new(name, StreamKind.Trade);
        if (kind is "aggTrade") return new(name, StreamKind.AggregateTrade);
        if (kind is "bookTicker") return new(name, StreamKind.BookTicker);
        if (kind is "markPrice") return new(name, StreamKind.Mark);
        if (kind is "depth") return new(name, StreamKind.Depth);
        if (kind.StartsWith("depth", StringComparison.Ordinal) && int.TryParse(kind[5..], NumberStyles.None, CultureInfo.InvariantCulture, out int levels) && levels is 5 or 10 or 20)
            return new(name, StreamKind.PartialDepth) { Levels = levels };
        if (kind.StartsWith("kline_", StringComparison.Ordinal) && Candles.TryMinutes(kind[6..], out _))
            return new(name, StreamKind.Candle) { Interval = kind[6..].ToString() };
        return null;
    }
}
