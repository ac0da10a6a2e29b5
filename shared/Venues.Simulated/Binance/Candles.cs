using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>One candle. Volumes are in base and quote currency, the taker's part apart.</summary>
internal record struct Candle(
    long OpenMinute, Price Open, Price High, Price Low, Price Close, long Volume, decimal QuoteVolume, int Trades, long TakerVolume, decimal TakerQuoteVolume, long FirstId, long LastId);

/// <summary>Candles of one minute, made of trades, from which all longer ones are put together. Keeps the newest week.</summary>
internal sealed class Candles
{
    private const int Capacity = 7 * 24 * 60;
    private const long MillisecondsPerMinute = 60_000;
    private readonly List<Candle> minutes = [];
    private bool hasTrades;

    public void Add(in Trade trade)
    {
        hasTrades = true;
        long minute = trade.VenueTime.Milliseconds / MillisecondsPerMinute;
        decimal quote = trade.Price * trade.Quantity;
        bool buys = trade.Aggressor == Side.Buy;
        if (minutes.Count == 0 || minutes[^1].OpenMinute < minute) Append(new Candle(minute, trade.Price, trade.Price, trade.Price, trade.Price, 0, 0, 0, 0, 0, trade.TradeId, trade.TradeId));
        ref Candle last = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(minutes)[^1];
        if (trade.Price > last.High) last.High = trade.Price;
        if (trade.Price < last.Low) last.Low = trade.Price;
        last.Close = trade.Price;
        last.Volume += trade.Quantity.Raw;
        last.QuoteVolume += quote;
        last.Trades++;
        last.LastId = trade.TradeId;
        if (!buys) return;
        last.TakerVolume += trade.Quantity.Raw;
        last.TakerQuoteVolume += quote;
    }

    /// <summary>A closed minute of the past; without effect once there are trades.</summary>
    public void Add(in Bar bar)
    {
        if (hasTrades || bar.Timeframe != Timeframe.OneMinute) return;
        long volume = (long)(bar.Volume * FixedPoint.Scale);
        decimal quote = Math.Round(bar.Close.Value * (decimal)bar.Volume, 8);
        Append(new Candle(bar.OpenTime.Milliseconds / MillisecondsPerMinute, bar.Open, bar.High, bar.Low, bar.Close, volume, quote, 0, volume / 2, quote / 2, -1, -1));
    }

    /// <summary>Minutes of an interval's name: <c>5m</c>, <c>1h</c>, <c>1d</c>.</summary>
    public static bool TryMinutes(ReadOnlySpan<char> interval, out int minutes)
    {
        minutes = interval switch
        {
            "1m" => 1,
            "3m" => 3,
            "5m" => 5,
            "15m" => 15,
            "30m" => 30,
            "1h" => 60,
            "2h" => 120,
            "4h" => 240,
            "6h" => 360,
            "8h" => 480,
            "12h" => 720,
            "1d" => 1_440,
            _ => 0,
        };
        return minutes > 0;
    }

    /// <summary>The newest candle of an interval; null when there is none.</summary>
    public Candle? Newest(int length)
    {
        if (minutes.Count == 0) return null;
        long start = minutes[^1].OpenMinute / length * length;
        int first = minutes.Count - 1;
        while (first > 0 && minutes[first - 1].OpenMinute >= start) first--;
        return Join(first, minutes.Count, start);
    }

    /// <summary>Everything of the newest minutes as one candle; null when there is none.</summary>
    public Candle? Newest(int length, Timestamp now)
    {
        long start = now.Milliseconds / MillisecondsPerMinute - length + 1;
        return At(start, length);
    }

    /// <summary>The candle that begins at a minute; null when there is none.</summary>
    public Candle? At(long start, int length)
    {
        int end = minutes.Count;
        while (end > 0 && minutes[end - 1].OpenMinute >= start + length) end--;
        int first = end;
        while (first > 0 && minutes[first - 1].OpenMinute >= start) first--;
        return first == end ? null : Join(first, end, start);
    }

    /// <summary>Writes candles as the REST endpoint does, oldest first.</summary>
    public void Write(Utf8JsonWriter json, int length, long? from, long? to, int limit)
    {
        List<(int First, int End, long Start)> found = [];
        for (int i = 0; i < minutes.Count;)
        {
            long start = minutes[i].OpenMinute / length * length;
            int end = i + 1;
            while (end < minutes.Count && minutes[end].OpenMinute < start + length) end++;
            long at = start * MillisecondsPerMinute;
            if ((from is null || at >= from) && (to is null || at <= to)) found.Add((i, end, start));
            i = end;
        }

        int skip = from is null ? Math.Max(0, found.Count - limit) : 0;
        json.WriteStartArray();
        foreach ((int first, int end, long start) in found.Skip(skip).Take(limit)) WriteRow(json, Join(first, end, start), length);
        json.WriteEndArray();
    }

    public static long OpenTime(in Candle candle) => candle.OpenMinute * MillisecondsPerMinute;

    public static long CloseTime(in Candle candle, int length) => (candle.OpenMinute + length) * MillisecondsPerMinute - 1;

    private static void WriteRow(Utf8JsonWriter json, in Candle candle, int length)
    {
        json.WriteStartArray();
        json.WriteNumberValue(OpenTime(candle));
        json.FixedValue(candle.Open.Raw);
        json.FixedValue(candle.High.Raw);
        json.FixedValue(candle.Low.Raw);
        json.FixedValue(candle.Close.Raw);
        json.FixedValue(candle.Volume);
        json.WriteNumberValue(CloseTime(candle, length));
        json.FixedValue(FixedPoint.FromDecimal(Math.Round(candle.QuoteVolume, 8)));
        json.WriteNumberValue(candle.Trades);
        json.FixedValue(candle.TakerVolume);
        json.FixedValue(FixedPoint.FromDecimal(Math.Round(candle.TakerQuoteVolume, 8)));
        json.WriteStringValue("0"u8);
        json.WriteEndArray();
    }

    private Candle Join(int first, int end, long start)
    {
        Candle joined = minutes[first] with { OpenMinute = start };
        for (int i = first + 1; i < end; i++)
        {
            Candle next = minutes[i];
            if (next.High > joined.High) joined.High = next.High;
            if (next.Low < joined.Low) joined.Low = next.Low;
            joined.Close = next.Close;
            joined.Volume += next.Volume;
            joined.QuoteVolume += next.QuoteVolume;
            joined.Trades += next.Trades;
            joined.TakerVolume += next.TakerVolume;
            joined.TakerQuoteVolume += next.TakerQuoteVolume;
            joined.LastId = next.LastId;
        }

        return joined;
    }

    private void Append(in Candle candle)
    {
        if (minutes.Count == Capacity) minutes.RemoveRange(0, Capacity / 7);
        minutes.Add(candle);
    }
}
