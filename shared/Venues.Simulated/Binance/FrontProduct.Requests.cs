using System.Globalization;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <content>Reading requests about orders, and answers that both products give.</content>
internal abstract partial class FrontProduct
{
    private static readonly System.Buffers.SearchValues<char> IdCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:/_-");

    private long anonymous;

    protected static Side SideOf(RequestParameters parameters)
    {
        if (parameters.Is("side"u8, "BUY"u8)) return Side.Buy;
        if (parameters.Is("side"u8, "SELL"u8)) return Side.Sell;
        throw new FrontException(parameters.TryGet("side"u8, out _) ? FrontError.BadSide : FrontError.Missing("side"));
    }

    /// <summary>The client's id for an order, or one of ours when it sent none.</summary>
    protected string ClientIdOf(RequestParameters parameters, ReadOnlySpan<byte> name)
    {
        if (parameters.Text(name) is not { } id) return string.Create(CultureInfo.InvariantCulture, $"venue-{++anonymous}");
        if (id.Length > 36 || id.AsSpan().ContainsAnyExcept(IdCharacters)) throw new FrontException(FrontError.BadClientId);
        return id;
    }

    /// <summary>The order a request names; one that lookups do not see yet counts as missing.</summary>
    protected FrontOrder OrderOf(RequestParameters parameters, FrontError missing, bool isLookup)
    {
        Board(parameters);
        FrontOrder? order = parameters.Number("orderId"u8) is { } number
            ? Archive.Find(number)
            : Archive.Find(parameters.Text("origClientOrderId"u8) ?? throw new FrontException(FrontError.NeedsId));
        if (order is null || !parameters.Is("symbol"u8, System.Text.Encoding.UTF8.GetBytes(order.Instrument.Symbol.Value))) throw new FrontException(missing);
        return isLookup && order.VisibleAt > Now ? throw new FrontException(missing) : order;
    }

    protected IEnumerable<FrontOrder> VisibleOpen(RequestParameters parameters)
    {
        MarketBoard? board = parameters.TryGet("symbol"u8, out _) ? Board(parameters) : null;
        return Archive.Open.Where(order => order.VisibleAt <= Now && (board is null || order.Instrument.Symbol == board.Instrument.Symbol));
    }

    protected static int LimitOf(RequestParameters parameters, int standard, int most) =>
        (int)Math.Clamp(parameters.Number("limit"u8) ?? standard, 1, most);

    /// <summary>Trades of a symbol, from an id or within a time, the newest otherwise.</summary>
    protected IEnumerable<FrontTrade> TradesOf(RequestParameters parameters)
    {
        MarketBoard board = Board(parameters);
        long? fromId = parameters.Number("fromId"u8);
        long? orderId = parameters.Number("orderId"u8);
        long? from = parameters.Number("startTime"u8);
        long? to = parameters.Number("endTime"u8);
        int limit = LimitOf(parameters, 500, 1_000);
        // Walking back from the newest: most questions are about the last few seconds.
        List<FrontTrade> found = [];
        for (int i = Archive.Trades.Count - 1; i >= 0; i--)
        {
            FrontTrade trade = Archive.Trades[i];
            if (fromId is { } first && trade.TradeId < first) break;
            if (from is { } start && trade.At.Milliseconds < start) break;
            bool wanted = trade.Order.Instrument.Symbol == board.Instrument.Symbol && trade.Order.VisibleAt <= Now
                && (orderId is null || trade.Order.OrderId == orderId) && (to is null || trade.At.Milliseconds <= to);
            if (!wanted) continue;
            found.Add(trade);
            if (found.Count == limit && fromId is null && from is null) break;
        }

        found.Reverse();
        return found.Take(limit);
    }

    /// <summary>Whether the book could fill an order at once and whole.</summary>
    protected bool IsWhollyThere(FrontOrder order)
    {
        OrderBook book = BoardOf(order.Instrument.Symbol)!.Book;
        int count = order.Side == Side.Buy ? book.AskCount : book.BidCount;
        long needed = order.Quantity.Raw;
        for (int i = 0; i < count && needed > 0; i++)
        {
            BookLevel level = order.Side == Side.Buy ? book.AskAt(i) : book.BidAt(i);
            if (order.Limit is { } limit && (order.Side == Side.Buy ? level.Price > limit : level.Price < limit)) break;
            needed -= level.Quantity.Raw;
        }

        return needed <= 0;
    }

    public void Depth(RequestParameters parameters, Utf8JsonWriter json)
    {
        MarketBoard board = Board(parameters);
        int limit = LimitOf(parameters, IsFutures ? 500 : 100, IsFutures ? 1_000 : 5_000);
        json.WriteStartObject();
        json.WriteNumber("lastUpdateId"u8, board.Book.LastUpdateId);
        if (IsFutures)
        {
            json.WriteNumber("E"u8, NowMilliseconds);
            json.WriteNumber("T"u8, board.Book.UpdatedAt.Milliseconds);
        }

        WriteSides(json, board, limit, "bids"u8, "asks"u8);
        json.WriteEndObject();
    }

    public static void WriteSides(Utf8JsonWriter json, MarketBoard board, int limit, ReadOnlySpan<byte> bids, ReadOnlySpan<byte> asks)
    {
        json.WriteStartArray(bids);
        for (int i = 0; i < Math.Min(limit, board.Book.BidCount); i++)
        {
            BookLevel level = board.Book.BidAt(i);
            json.Level(level.Price.Raw, level.Quantity.Raw);
        }

        json.WriteEndArray();
        json.WriteStartArray(asks);
        for (int i = 0; i < Math.Min(limit, board.Book.AskCount); i++)
        {
            BookLevel level = board.Book.AskAt(i);
            json.Level(level.Price.Raw, level.Quantity.Raw);
        }

        json.WriteEndArray();
    }

    public void RecentTrades(RequestParameters parameters, Utf8JsonWriter json)
    {
        MarketBoard board = Board(parameters);
        json.WriteStartArray();
        foreach (Trade trade in board.Trades.Skip(Math.Max(0, board.Trades.Count - LimitOf(parameters, 500, 1_000))))
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, trade.TradeId);
            json.Fixed("price"u8, trade.Price);
            json.Fixed("qty"u8, trade.Quantity);
            json.Fixed("quoteQty"u8, trade.Price * trade.Quantity);
            json.WriteNumber("time"u8, trade.VenueTime.Milliseconds);
            json.WriteBoolean("isBuyerMaker"u8, trade.Aggressor == Side.Sell);
            if (!IsFutures) json.WriteBoolean("isBestMatch"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void AggregateTrades(RequestParameters parameters, Utf8JsonWriter json)
    {
        MarketBoard board = Board(parameters);
        long? fromId = parameters.Number("fromId"u8);
        long? from = parameters.Number("startTime"u8);
        long? to = parameters.Number("endTime"u8);
        int limit = LimitOf(parameters, 500, 1_000);
        Trade[] found = [.. board.Trades.Where(t => (fromId is null || t.TradeId >= fromId)
            && (from is null || t.VenueTime.Milliseconds >= from) && (to is null || t.VenueTime.Milliseconds <= to))];
        bool fromStart = fromId is not null || from is not null;
        json.WriteStartArray();
        foreach (Trade trade in fromStart ? found.Take(limit) : found.Skip(Math.Max(0, found.Length - limit)))
        {
            json.WriteStartObject();
            json.WriteNumber("a"u8, trade.TradeId);
            json.Fixed("p"u8, trade.Price);
            json.Fixed("q"u8, trade.Quantity);
            json.WriteNumber("f"u8, trade.TradeId);
            json.WriteNumber("l"u8, trade.TradeId);
            json.WriteNumber("T"u8, trade.VenueTime.Milliseconds);
            json.WriteBoolean("m"u8, trade.Aggressor == Side.Sell);
            if (!IsFutures) json.WriteBoolean("M"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void Klines(RequestParameters parameters, Utf8JsonWriter json)
    {
        MarketBoard board = Board(parameters);
        string interval = parameters.Text("interval"u8) ?? throw new FrontException(FrontError.Missing("interval"));
        if (!Candles.TryMinutes(interval, out int minutes)) throw new FrontException(FrontError.BadInterval);
        board.Candles.Write(json, minutes, parameters.Number("startTime"u8), parameters.Number("endTime"u8), LimitOf(parameters, 500, IsFutures ? 1_500 : 1_000));
    }

    public void BookTicker(RequestParameters parameters, Utf8JsonWriter json) => PerSymbol(parameters, json, (board, target) =>
    {
        board.Book.TryBest(out BookLevel bid, out BookLevel ask);
        if (IsFutures) target.WriteNumber("lastUpdateId"u8, board.Book.LastUpdateId);
        target.WriteString("symbol"u8, board.Instrument.Symbol.Value);
        target.Fixed("bidPrice"u8, bid.Price);
        target.Fixed("bidQty"u8, bid.Quantity);
        target.Fixed("askPrice"u8, ask.Price);
        target.Fixed("askQty"u8, ask.Quantity);
        if (IsFutures) target.WriteNumber("time"u8, board.Book.UpdatedAt.Milliseconds);
    });

    public void DayTicker(RequestParameters parameters, Utf8JsonWriter json) => PerSymbol(parameters, json, (board, target) =>
    {
        const int minutesPerDay = 24 * 60;
        Candle day = board.Candles.Newest(minutesPerDay, Now) ?? default;
        Price last = board.LastTrade?.Price ?? day.Close;
        target.WriteString("symbol"u8, board.Instrument.Symbol.Value);
        target.Fixed("priceChange"u8, last - day.Open);
        target.WriteString("priceChangePercent"u8, day.Open == default ? "0.000" : $"{(last - day.Open).Value / day.Open.Value * 100:0.000}");
        target.Fixed("weightedAvgPrice"u8, day.Volume == 0 ? 0m : Math.Round(day.QuoteVolume / Quantity.FromRaw(day.Volume).Value, 8));
        if (!IsFutures) target.Fixed("prevClosePrice"u8, day.Open);
        target.Fixed("lastPrice"u8, last);
        target.Fixed("lastQty"u8, board.LastTrade?.Quantity ?? default);
        if (!IsFutures)
        {
            board.Book.TryBest(out BookLevel bid, out BookLevel ask);
            target.Fixed("bidPrice"u8, bid.Price);
            target.Fixed("bidQty"u8, bid.Quantity);
            target.Fixed("askPrice"u8, ask.Price);
            target.Fixed("askQty"u8, ask.Quantity);
        }

        target.Fixed("openPrice"u8, day.Open);
        target.Fixed("highPrice"u8, day.High);
        target.Fixed("lowPrice"u8, day.Low);
        target.Fixed("volume"u8, Quantity.FromRaw(day.Volume));
        target.Fixed("quoteVolume"u8, Math.Round(day.QuoteVolume, 8));
        target.WriteNumber("openTime"u8, Candles.OpenTime(day));
        target.WriteNumber("closeTime"u8, Now.Milliseconds);
        target.WriteNumber("firstId"u8, day.FirstId);
        target.WriteNumber("lastId"u8, day.LastId);
        target.WriteNumber("count"u8, day.Trades);
    });

    public void LastPrice(RequestParameters parameters, Utf8JsonWriter json) => PerSymbol(parameters, json, (board, target) =>
    {
        target.WriteString("symbol"u8, board.Instrument.Symbol.Value);
        target.Fixed("price"u8, board.LastTrade?.Price ?? board.Book.BestBid ?? default);
        if (IsFutures) target.WriteNumber("time"u8, (board.LastTrade?.VenueTime ?? Now).Milliseconds);
    });

    protected void PerSymbol(RequestParameters parameters, Utf8JsonWriter json, Action<MarketBoard, Utf8JsonWriter> write)
    {
        bool one = parameters.TryGet("symbol"u8, out _);
        if (!one) json.WriteStartArray();
        foreach (MarketBoard board in BoardsOf(parameters))
        {
            json.WriteStartObject();
            write(board, json);
            json.WriteEndObject();
        }

        if (!one) json.WriteEndArray();
    }

    public static void Ping(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }

    public void Time(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("serverTime"u8, Front.ClientTime.Milliseconds);
        json.WriteEndObject();
    }

    /// <summary>Largest price and quantity of an order, as raw 10⁻⁸ units.</summary>
    protected const long PriceMax = 10_000_000 * FixedPoint.Scale;

    protected const long QuantityMax = 9_000 * FixedPoint.Scale;

    protected static void WriteFilter(Utf8JsonWriter json, ReadOnlySpan<byte> type, params ReadOnlySpan<(string Name, long Raw)> values)
    {
        json.WriteStartObject();
        json.WriteString("filterType"u8, type);
        foreach ((string name, long raw) in values) json.Fixed(System.Text.Encoding.UTF8.GetBytes(name), raw);
        json.WriteEndObject();
    }

    protected static void WriteStrings(Utf8JsonWriter json, ReadOnlySpan<byte> name, params ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    protected void WriteRateLimits(Utf8JsonWriter json, bool withCounts, bool withOrders = true)
    {
        json.WriteStartArray("rateLimits"u8);
        WriteLimit(json, "REQUEST_WEIGHT"u8, "MINUTE"u8, 1, Weight, withCounts);
        if (withOrders)
        {
            WriteLimit(json, "ORDERS"u8, "SECOND"u8, 10, OrdersShort, withCounts);
            WriteLimit(json, "ORDERS"u8, IsFutures ? "MINUTE"u8 : "DAY"u8, 1, OrdersLong, withCounts);
        }

        json.WriteEndArray();
    }

    private static void WriteLimit(Utf8JsonWriter json, ReadOnlySpan<byte> type, ReadOnlySpan<byte> interval, int number, RateMeter meter, bool withCount)
    {
        json.WriteStartObject();
        json.WriteString("rateLimitType"u8, type);
        json.WriteString("interval"u8, interval);
        json.WriteNumber("intervalNum"u8, number);
        json.WriteNumber("limit"u8, meter.Limit);
        if (withCount) json.WriteNumber("count"u8, meter.Used);
        json.WriteEndObject();
    }

    public void WriteUsage(Utf8JsonWriter json, bool isOrder) => WriteRateLimits(json, withCounts: true, isOrder);
}
