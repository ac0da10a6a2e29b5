namespace Parley.Market;

/// <summary>
/// Reads the messages the venue really sends: known fields in the known order without white space. Whatever deviates is
/// left to <see cref="JsonFrameParser"/>; where this one succeeds, both give the same frame.
/// </summary>
internal sealed class FastFrameParser(SymbolTable symbols)
{
    private const int StreamsKept = 16;

    // What follows {"stream":" on streams already judged, up to the message itself: one comparison instead of a parse.
    private readonly List<byte[]> streams = [];

    /// <returns>False when the message is not of a known shape; the frame is then undefined.</returns>
    public bool TryParse(ReadOnlySpan<byte> json, Frame frame)
    {
        frame.Clear();
        var at = new ByteCursor(json);
        bool wrapped = at.Take("{\"stream\":\""u8);
        if (wrapped && !TakeKnownStream(ref at) && !TakeNewStream(ref at)) return false;
        return TryParseBody(ref at, frame) && (!wrapped || at.Take((byte)'}')) && at.AtEnd;
    }

    private bool TakeKnownStream(ref ByteCursor at)
    {
        foreach (byte[] stream in streams)
            if (at.Take(stream)) return true;
        return false;
    }

    // A stream name carries what its events say themselves, except that a partial book (@depth5, 10, 20) must not be
    // taken for changes.
    private bool TakeNewStream(ref ByteCursor at)
    {
        ReadOnlySpan<byte> whole = at.Rest;
        int start = at.At;
        if (!at.TakeUntil((byte)'"', out ReadOnlySpan<byte> name)) return false;
        if (name.ContainsAnyExcept(StreamNames.Plain) || StreamNames.IsPartialDepth(name) || !at.Take(",\"data\":"u8)) return false;
        if (streams.Count < StreamsKept) streams.Add(whole[..(at.At - start)].ToArray());
        return true;
    }

    private bool TryParseBody(ref ByteCursor at, Frame frame)
    {
        if (at.Take("{\"e\":\"depthUpdate\",\"E\":"u8)) return TryDepth(ref at, frame);
        if (at.Take("{\"e\":\"bookTicker\",\"u\":"u8)) return TryFuturesQuote(ref at, frame);
        if (at.Take("{\"u\":"u8)) return TryQuote(ref at, frame) && at.Take((byte)'}');
        if (at.Take("{\"e\":\"trade\",\"E\":"u8)) return TryTrade(ref at, frame);
        return at.Take("{\"e\":\"aggTrade\",\"E\":"u8) && TryAggregateTrade(ref at, frame);
    }

    private bool TryDepth(ref ByteCursor at, Frame frame)
    {
        frame.Kind = FrameKind.Depth;
        if (!at.TakeInteger(out frame.Time)) return false;
        if (at.Take(",\"T\":"u8) && !at.TakeInteger(out frame.Time)) return false;
        if (!at.Take(",\"s\":\""u8) || !TrySymbol(ref at, frame)) return false;
        if (!at.Take(",\"U\":"u8) || !at.TakeInteger(out frame.FirstId)) return false;
        if (!at.Take(",\"u\":"u8) || !at.TakeInteger(out frame.Id)) return false;
        if (at.Take(",\"pu\":"u8) && !at.TakeInteger(out frame.PreviousId)) return false;
        return at.Take(",\"b\":["u8) && TryLevels(ref at, frame.Bids)
            && at.Take(",\"a\":["u8) && TryLevels(ref at, frame.Asks)
            && at.Take((byte)'}');
    }

    // The cursor is copied so that it can live in registers: nine tenths of all bytes pass through here.
    private static bool TryLevels(ref ByteCursor cursor, LevelList levels)
    {
        ByteCursor at = cursor;
        if (!at.Take((byte)']'))
        {
            do
            {
                if (!at.Take("[\""u8) || !at.TakeDecimal(out long price) || !at.Take("\",\""u8)) return false;
                if (!at.TakeDecimal(out long quantity) || !at.Take("\"]"u8) || price == 0) return false;
                levels.Add(price, quantity);
            }
            while (at.Take((byte)','));
            if (!at.Take((byte)']')) return false;
        }

        cursor = at;
        return true;
    }

    private bool TryFuturesQuote(ref ByteCursor at, Frame frame) =>
        TryQuote(ref at, frame)
        && at.Take(",\"T\":"u8) && at.TakeInteger(out frame.Time)
        && at.Take(",\"E\":"u8) && at.TakeInteger(out _)
        && at.Take((byte)'}');

    private bool TryQuote(ref ByteCursor at, Frame frame)
    {
        frame.Kind = FrameKind.Quote;
        return at.TakeInteger(out frame.Id)
            && at.Take(",\"s\":\""u8) && TrySymbol(ref at, frame)
            && at.Take(",\"b\":\""u8) && at.TakeDecimal(out frame.Price)
            && at.Take("\",\"B\":\""u8) && at.TakeDecimal(out frame.Quantity)
            && at.Take("\",\"a\":\""u8) && at.TakeDecimal(out frame.AskPrice)
            && at.Take("\",\"A\":\""u8) && at.TakeDecimal(out frame.AskQuantity)
            && at.Take((byte)'"');
    }

    // Spot writes T near the end and, until 2023, the order ids b and a; futures write T early and the origin X.
    private bool TryTrade(ref ByteCursor at, Frame frame)
    {
        frame.Kind = FrameKind.Trade;
        if (!at.TakeInteger(out _)) return false;
        bool futures = at.Take(",\"T\":"u8);
        if (futures && !at.TakeInteger(out frame.Time)) return false;
        if (!at.Take(",\"s\":\""u8) || !TrySymbol(ref at, frame)) return false;
        if (!at.Take(",\"t\":"u8) || !at.TakeInteger(out frame.Id)) return false;
        if (!TryPriceAndQuantity(ref at, frame)) return false;
        if (!futures)
        {
            if (at.Take(",\"b\":"u8) && !(at.TakeInteger(out _) && at.Take(",\"a\":"u8) && at.TakeInteger(out _))) return false;
            if (!at.Take(",\"T\":"u8) || !at.TakeInteger(out frame.Time)) return false;
        }
        else if (at.Take(",\"X\":\""u8) && !TryOrigin(ref at, frame))
        {
            return false;
        }

        return TryMakerAndEnd(ref at, frame);
    }

    private static bool TryOrigin(ref ByteCursor at, Frame frame)
    {
        if (at.Take("MARKET\""u8)) return true;
        frame.OffBook = true;
        return at.TakeUntil((byte)'"', out ReadOnlySpan<byte> origin) && !origin.ContainsAnyExcept(StreamNames.Plain);
    }

    private bool TryAggregateTrade(ref ByteCursor at, Frame frame)
    {
        frame.Kind = FrameKind.AggregateTrade;
        if (!at.TakeInteger(out _)) return false;
        bool futures = at.Take(",\"a\":"u8);
        if (futures && !at.TakeInteger(out frame.Id)) return false;
        if (!at.Take(",\"s\":\""u8) || !TrySymbol(ref at, frame)) return false;
        if (!futures && !(at.Take(",\"a\":"u8) && at.TakeInteger(out frame.Id))) return false;
        return TryPriceAndQuantity(ref at, frame)
            && at.Take(",\"f\":"u8) && at.TakeInteger(out frame.FirstId)
            && at.Take(",\"l\":"u8) && at.TakeInteger(out frame.LastTradeId)
            && at.Take(",\"T\":"u8) && at.TakeInteger(out frame.Time)
            && TryMakerAndEnd(ref at, frame);
    }

    private static bool TryPriceAndQuantity(ref ByteCursor at, Frame frame) =>
        at.Take(",\"p\":\""u8) && at.TakeDecimal(out frame.Price)
        && at.Take("\",\"q\":\""u8) && at.TakeDecimal(out frame.Quantity)
        && at.Take((byte)'"');

    // M is the venue's "ignore".
    private static bool TryMakerAndEnd(ref ByteCursor at, Frame frame)
    {
        if (!at.Take(",\"m\":"u8) || !TryBoolean(ref at, out frame.BuyerIsMaker)) return false;
        return (!at.Take(",\"M\":"u8) || TryBoolean(ref at, out _)) && at.Take((byte)'}');
    }

    private static bool TryBoolean(ref ByteCursor at, out bool value)
    {
        value = at.Take("true"u8);
        return value || at.Take("false"u8);
    }

    private bool TrySymbol(ref ByteCursor at, Frame frame)
    {
        if (at.TakeQuoted(symbols.LatestName))
        {
            frame.Symbol = symbols.Latest;
            return true;
        }

        return at.TakeUntil((byte)'"', out ReadOnlySpan<byte> name)
            && !name.ContainsAnyExcept(StreamNames.Plain)
            && symbols.TryGet(name, out frame.Symbol);
    }
}
