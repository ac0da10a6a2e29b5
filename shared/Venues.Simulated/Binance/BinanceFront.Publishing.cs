using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <content>Market streams.</content>
public sealed partial class BinanceFront
{
    private const long CandleGap = 250;
    private const long MarkGap = 1_000;
    private readonly JsonText market = JsonText.Create();

    private void PublishTrade(FrontProduct product, MarketBoard board, in Trade trade)
    {
        bool isFutures = product.IsFutures;
        if (HasReaders(board, StreamKind.Trade))
        {
            Utf8JsonWriter json = Begin(board, "trade"u8);
            if (isFutures) json.WriteNumber("T"u8, trade.VenueTime.Milliseconds);
            json.WriteNumber("t"u8, trade.TradeId);
            json.Fixed("p"u8, trade.Price);
            json.Fixed("q"u8, trade.Quantity);
            if (isFutures) json.WriteString("X"u8, "MARKET"u8);
            else json.WriteNumber("T"u8, trade.VenueTime.Milliseconds);
            json.WriteBoolean("m"u8, trade.Aggressor == Side.Sell);
            if (!isFutures) json.WriteBoolean("M"u8, true);
            json.WriteEndObject();
            Publish(board, StreamKind.Trade);
        }

        if (HasReaders(board, StreamKind.AggregateTrade))
        {
            Utf8JsonWriter json = Begin(board, "aggTrade"u8);
            json.WriteNumber("a"u8, trade.TradeId);
            json.Fixed("p"u8, trade.Price);
            json.Fixed("q"u8, trade.Quantity);
            json.WriteNumber("f"u8, trade.TradeId);
            json.WriteNumber("l"u8, trade.TradeId);
            json.WriteNumber("T"u8, trade.VenueTime.Milliseconds);
            json.WriteBoolean("m"u8, trade.Aggressor == Side.Sell);
            if (!isFutures) json.WriteBoolean("M"u8, true);
            json.WriteEndObject();
            Publish(board, StreamKind.AggregateTrade);
        }

        foreach (StreamTopic topic in board.Topics[(int)StreamKind.Candle])
            if (topic.Subscribers.Count > 0) PublishCandle(board, topic);
    }

    /// <summary>A candle is told at most four times a second, and once more when the next one has begun: then it is closed.</summary>
    private void PublishCandle(MarketBoard board, StreamTopic topic)
    {
        Candles.TryMinutes(topic.Interval, out int minutes);
        if (board.Candles.Newest(minutes) is not { } candle) return;
        long now = Now.Milliseconds;
        bool hasTurned = topic.Open is { } open && open.OpenMinute < candle.OpenMinute;
        if (hasTurned && board.Candles.At(topic.Open!.Value.OpenMinute, minutes) is { } closed) SendCandle(board, topic, closed, minutes, isClosed: true);
        topic.Open = candle;
        if (!hasTurned && now - topic.SentAt < CandleGap) return;
        topic.SentAt = now;
        SendCandle(board, topic, candle, minutes, isClosed: false);
    }

    private void SendCandle(MarketBoard board, StreamTopic topic, in Candle candle, int minutes, bool isClosed)
    {
        Utf8JsonWriter json = Begin(board, "kline"u8);
        json.WriteStartObject("k"u8);
        json.WriteNumber("t"u8, Candles.OpenTime(candle));
        json.WriteNumber("T"u8, Candles.CloseTime(candle, minutes));
        json.WriteString("s"u8, board.Instrument.Symbol.Value);
        json.WriteString("i"u8, topic.Interval);
        json.WriteNumber("f"u8, candle.FirstId);
        json.WriteNumber("L"u8, candle.LastId);
        json.Fixed("o"u8, candle.Open);
        json.Fixed("c"u8, candle.Close);
        json.Fixed("h"u8, candle.High);
        json.Fixed("l"u8, candle.Low);
        json.Fixed("v"u8, candle.Volume);
        json.WriteNumber("n"u8, candle.Trades);
        json.WriteBoolean("x"u8, isClosed);
        json.Fixed("q"u8, candle.QuoteVolume);
        json.Fixed("V"u8, candle.TakerVolume);
        json.Fixed("Q"u8, candle.TakerQuoteVolume);
        json.WriteString("B"u8, "0"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        Publish(topic);
    }

    private void PublishBook(FrontProduct product, MarketBoard board)
    {
        bool isFutures = product.IsFutures;
        if (HasReaders(board, StreamKind.Depth))
        {
            WriteChange(board, isFutures);
            Publish(board, StreamKind.Depth);
        }

        if (HasReaders(board, StreamKind.BookTicker) && board.HasNewBest()) PublishBest(board, isFutures);
        foreach (StreamTopic topic in board.Topics[(int)StreamKind.PartialDepth])
            if (topic.Subscribers.Count > 0) PublishPartial(board, topic, isFutures);
    }

    private void WriteChange(MarketBoard board, bool isFutures)
    {
        Utf8JsonWriter json = Begin(board, "depthUpdate"u8);
        if (isFutures) json.WriteNumber("T"u8, board.Book.UpdatedAt.Milliseconds);
        json.WriteNumber("U"u8, board.ChangeFirstId);
        json.WriteNumber("u"u8, board.Book.LastUpdateId);
        if (isFutures) json.WriteNumber("pu"u8, board.ChangePreviousId);
        json.WriteStartArray("b"u8);
        foreach (ref readonly BookLevel level in board.ChangedBids) json.Level(level.Price.Raw, level.Quantity.Raw);
        json.WriteEndArray();
        json.WriteStartArray("a"u8);
        foreach (ref readonly BookLevel level in board.ChangedAsks) json.Level(level.Price.Raw, level.Quantity.Raw);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void PublishBest(MarketBoard board, bool isFutures)
    {
        if (!board.Book.TryBest(out BookLevel bid, out BookLevel ask)) return;
        Utf8JsonWriter json = market.Begin();
        json.WriteStartObject();
        if (isFutures) json.WriteString("e"u8, "bookTicker"u8);
        json.WriteNumber("u"u8, board.Book.LastUpdateId);
        json.WriteString("s"u8, board.Instrument.Symbol.Value);
        json.Fixed("b"u8, bid.Price);
        json.Fixed("B"u8, bid.Quantity);
        json.Fixed("a"u8, ask.Price);
        json.Fixed("A"u8, ask.Quantity);
        if (isFutures)
        {
            json.WriteNumber("T"u8, board.Book.UpdatedAt.Milliseconds);
            json.WriteNumber("E"u8, ClientTime.Milliseconds);
        }

        json.WriteEndObject();
        Publish(board, StreamKind.BookTicker);
    }

    private void PublishPartial(MarketBoard board, StreamTopic topic, bool isFutures)
    {
        Utf8JsonWriter json;
        if (isFutures)
        {
            json = Begin(board, "depthUpdate"u8);
            json.WriteNumber("T"u8, board.Book.UpdatedAt.Milliseconds);
            json.WriteNumber("U"u8, board.ChangeFirstId);
            json.WriteNumber("u"u8, board.Book.LastUpdateId);
            json.WriteNumber("pu"u8, board.ChangePreviousId);
            FrontProduct.WriteSides(json, board, topic.Levels, "b"u8, "a"u8);
        }
        else
        {
            json = market.Begin();
            json.WriteStartObject();
            json.WriteNumber("lastUpdateId"u8, board.Book.LastUpdateId);
            FrontProduct.WriteSides(json, board, topic.Levels, "bids"u8, "asks"u8);
        }

        json.WriteEndObject();
        Publish(topic);
    }

    private void PublishMark(MarketBoard board)
    {
        if (!HasReaders(board, StreamKind.Mark) || board.Mark is not { } mark) return;
        Utf8JsonWriter json = Begin(board, "markPriceUpdate"u8);
        json.Fixed("p"u8, mark.Mark);
        json.Fixed("i"u8, mark.Mark);
        json.Fixed("P"u8, mark.Mark);
        json.Fixed("r"u8, (decimal)mark.FundingRate);
        json.WriteNumber("T"u8, mark.NextFundingAt.Milliseconds);
        json.WriteEndObject();
        foreach (StreamTopic topic in board.Topics[(int)StreamKind.Mark])
        {
            long gap = topic.Name.EndsWith("@1s", StringComparison.Ordinal) ? MarkGap : 3 * MarkGap;
            if (topic.SentAt > 0 && Now.Milliseconds - topic.SentAt < gap) continue;
            topic.SentAt = Now.Milliseconds;
            Publish(topic);
        }
    }

    private Utf8JsonWriter Begin(MarketBoard board, ReadOnlySpan<byte> type)
    {
        Utf8JsonWriter json = market.Begin();
        json.WriteStartObject();
        json.WriteString("e"u8, type);
        json.WriteNumber("E"u8, ClientTime.Milliseconds);
        json.WriteString("s"u8, board.Instrument.Symbol.Value);
        return json;
    }

    private static bool HasReaders(MarketBoard board, StreamKind kind)
    {
        foreach (StreamTopic topic in board.Topics[(int)kind])
            if (topic.Subscribers.Count > 0) return true;
        return false;
    }

    private void Publish(MarketBoard board, StreamKind kind)
    {
        foreach (StreamTopic topic in board.Topics[(int)kind]) Publish(topic);
    }

    private void Publish(StreamTopic topic)
    {
        ReadOnlySpan<byte> data = market.Written;
        foreach (FrontSocket socket in topic.Subscribers)
        {
            if (socket.IsCombined) Send(socket, topic.Head, data, "}"u8, isUserData: false);
            else Send(socket, default, data, default, isUserData: false);
        }
    }
}
