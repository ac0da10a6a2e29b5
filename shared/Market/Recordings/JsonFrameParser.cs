using System.Globalization;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// Reads any message of the venue, in any field order and with any white space, and says precisely what is wrong with one
/// it cannot read. Field names: Binance WebSocket streams, spot and USDⓈ-M.
/// </summary>
internal sealed class JsonFrameParser(SymbolTable symbols)
{
    private readonly MessageFields envelope = new();
    private readonly MessageFields fields = new();

    /// <returns>What is wrong, or null.</returns>
    public string? Parse(ReadOnlySpan<byte> json, Frame frame)
    {
        frame.Clear();
        try
        {
            ParseMessage(json, frame);
            return null;
        }
        catch (JsonException exception)
        {
            long at = exception.BytePositionInLine ?? 0;
            return at >= json.Length ? "the JSON is cut off" : $"not valid JSON at byte {at} of the message";
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
        catch (InvalidOperationException)
        {
            return "a text in the JSON is not valid UTF-8";
        }
    }

    private void ParseMessage(ReadOnlySpan<byte> json, Frame frame)
    {
        if (!envelope.Read(json)) return;
        if (!envelope.IsText("stream") || !envelope.Has("data"))
        {
            ParseBody(envelope, json, frame, partialDepth: false);
            return;
        }

        bool partialDepth = StreamNames.IsPartialDepth(envelope.Text(json, "stream"));
        if (!envelope.IsObject("data")) return;
        ReadOnlySpan<byte> body = envelope.Raw(json, "data");
        fields.Read(body);
        ParseBody(fields, body, frame, partialDepth);
    }

    private void ParseBody(MessageFields from, ReadOnlySpan<byte> json, Frame frame, bool partialDepth)
    {
        frame.Kind = KindOf(from, json, partialDepth);
        if (frame.Kind is not (FrameKind.Other or FrameKind.Snapshot)) frame.Symbol = ReadSymbol(from, json);
        switch (frame.Kind)
        {
            case FrameKind.Trade:
                frame.Id = from.Integer(json, "t");
                frame.OffBook = from.Has("X") && !from.Text(json, "X").SequenceEqual("MARKET"u8);
                ReadTrade(from, json, frame);
                break;
            case FrameKind.AggregateTrade:
                frame.Id = from.Integer(json, "a");
                frame.FirstId = from.Integer(json, "f");
                frame.LastTradeId = from.Integer(json, "l");
                ReadTrade(from, json, frame);
                break;
            case FrameKind.Quote:
                ReadQuote(from, json, frame);
                break;
            case FrameKind.Depth:
                ReadDepth(from, json, frame);
                break;
            case FrameKind.Snapshot:
                frame.Id = from.Integer(json, "lastUpdateId");
                frame.Time = ReadTime(from, json);
                ReadLevels(from, json, "bids", frame.Bids);
                ReadLevels(from, json, "asks", frame.Asks);
                break;
            case FrameKind.Mark:
                ReadMark(from, json, frame);
                break;
            default:
                break;
        }
    }

    private static FrameKind KindOf(MessageFields from, ReadOnlySpan<byte> json, bool partialDepth)
    {
        if (!from.IsText("e"))
        {
            if (from.Has("lastUpdateId")) return partialDepth ? FrameKind.Other : FrameKind.Snapshot;
            return from.Has("u") && from.Has("B") && from.Has("A") ? FrameKind.Quote : FrameKind.Other;
        }

        ReadOnlySpan<byte> kind = from.Text(json, "e");
        if (kind.SequenceEqual("trade"u8)) return FrameKind.Trade;
        if (kind.SequenceEqual("aggTrade"u8)) return FrameKind.AggregateTrade;
        if (kind.SequenceEqual("bookTicker"u8)) return FrameKind.Quote;
        if (kind.SequenceEqual("markPriceUpdate"u8)) return FrameKind.Mark;
        return kind.SequenceEqual("depthUpdate"u8) && !partialDepth ? FrameKind.Depth : FrameKind.Other;
    }

    private static void ReadTrade(MessageFields from, ReadOnlySpan<byte> json, Frame frame)
    {
        frame.Time = from.Integer(json, "T");
        frame.Price = from.Decimal(json, "p");
        frame.Quantity = from.Decimal(json, "q");
        frame.BuyerIsMaker = from.Boolean(json, "m");
    }

    private static void ReadQuote(MessageFields from, ReadOnlySpan<byte> json, Frame frame)
    {
        frame.Time = ReadTime(from, json);
        frame.Id = from.Integer(json, "u");
        frame.Price = from.Decimal(json, "b");
        frame.Quantity = from.Decimal(json, "B");
        frame.AskPrice = from.Decimal(json, "a");
        frame.AskQuantity = from.Decimal(json, "A");
    }

    private static void ReadDepth(MessageFields from, ReadOnlySpan<byte> json, Frame frame)
    {
        frame.Time = from.Has("T") ? from.Integer(json, "T") : from.Integer(json, "E");
        frame.FirstId = from.Integer(json, "U");
        frame.Id = from.Integer(json, "u");
        if (from.Has("pu")) frame.PreviousId = from.Integer(json, "pu");
        ReadLevels(from, json, "b", frame.Bids);
        ReadLevels(from, json, "a", frame.Asks);
    }

    private static void ReadMark(MessageFields from, ReadOnlySpan<byte> json, Frame frame)
    {
        frame.Time = from.Integer(json, "E");
        frame.Price = from.Decimal(json, "p");
        frame.NextFundingTime = from.Integer(json, "T");
        bool read = double.TryParse(from.Text(json, "r"), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate);
        from.Require(read && Math.Abs(rate) < 1, json, "r", "a funding rate");
        frame.FundingRate = rate;
    }

    private static long ReadTime(MessageFields from, ReadOnlySpan<byte> json)
    {
        if (from.Has("T")) return from.Integer(json, "T");
        return from.Has("E") ? from.Integer(json, "E") : -1;
    }

    private Symbol ReadSymbol(MessageFields from, ReadOnlySpan<byte> json)
    {
        from.Require(symbols.TryGet(from.Text(json, "s"), out Symbol symbol), json, "s", "a symbol");
        return symbol;
    }

    // Spot used to send a third, empty element per level; whatever follows price and quantity is passed over.
    private static void ReadLevels(MessageFields from, ReadOnlySpan<byte> json, string name, LevelList levels)
    {
        ReadOnlySpan<byte> raw = from.Raw(json, name);
        from.Require(raw.Length > 0 && raw[0] == (byte)'[', json, name, "a list of levels");
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            long price = ReadNumber(ref reader, name);
            long quantity = ReadNumber(ref reader, name);
            if (price <= 0) throw new FormatException($"field {name}: a price is not positive");
            levels.Add(price, quantity);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) reader.Skip();
        }

        if (reader.TokenType != JsonTokenType.EndArray) throw new FormatException($"field {name} is not a list of levels");
    }

    private static long ReadNumber(ref Utf8JsonReader reader, string name)
    {
        bool read = reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.Number;
        if (!read || !FixedPoint.TryParse(reader.ValueSpan, out long raw) || raw < 0)
            throw new FormatException($"field {name}: {Excerpt.Of(reader.ValueSpan)} is not a decimal number, zero or above");
        return raw;
    }
}
