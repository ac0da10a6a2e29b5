using Parley.Domain;
using static Parley.Features.Tests.MarketEvent;

namespace Parley.Features.Tests;

/// <summary>Every flow feature once more, from its definition over everything that happened up to a moment.</summary>
internal static partial class FlowReference
{
    private const long Second = 1_000_000_000;

    public static readonly IReadOnlyDictionary<string, Func<IReadOnlyList<MarketEvent>, Timestamp, double>> Values =
        new Dictionary<string, Func<IReadOnlyList<MarketEvent>, Timestamp, double>>(StringComparer.Ordinal)
        {
            ["cvd_1m"] = (events, t) => Window(events, t, 60, trades => (double)trades.Sum(Signed)),
            ["cvd_5m"] = (events, t) => Window(events, t, 300, trades => (double)trades.Sum(Signed)),
            ["cvd_session"] = SessionDelta,
            ["volume_1m"] = (events, t) => Window(events, t, 60, trades => (double)trades.Sum(x => x.Quantity.Value)),
            ["buy_ratio_5m"] = (events, t) => Window(events, t, 300, BuyRatio),
            ["buy_ratio_1m"] = (events, t) => Window(events, t, 60, BuyRatio),
            ["trades_1m"] = (events, t) => Window(events, t, 60, trades => trades.Length),
            ["missed_trades_5m"] = (events, t) => Window(events, t, 300, trades => double.NaN, Missed(events, t)),
            ["book_imbalance_5"] = (events, t) => Book(events, t) is { IsLive: true } book ? Imbalance(book) : double.NaN,
            ["book_imbalance_5s"] = (events, t) => TimeWeighted(Imbalances(events), t, Second / 10, 50),
            ["book_imbalance_30s"] = (events, t) => TimeWeighted(Imbalances(events), t, Second / 2, 60),
            ["spread_bps"] = (events, t) => SpreadBps(Top(events, t)),
            ["spread_mean_1m_bps"] = (events, t) => TimeWeighted([.. Tops(events, t).Select(x => (x.At, SpreadBps(x.Top)))], t, Second, 60),
            ["effective_spread_1m_bps"] = EffectiveSpread,
            ["touch_quantity_bid"] = (events, t) => Top(events, t)?.Bid.Quantity.ToDouble() ?? double.NaN,
            ["touch_quantity_ask"] = (events, t) => Top(events, t)?.Ask.Quantity.ToDouble() ?? double.NaN,
            ["microprice"] = (events, t) => Top(events, t) is var (bid, ask) ? (double)Micro(bid, ask) : double.NaN,
            ["order_flow_imbalance_5s"] = (events, t) => OrderFlow(events, t, 5, Imbalance),
            ["order_flow_imbalance_1m"] = (events, t) => OrderFlow(events, t, 60, Imbalance),
            ["aggressive_passive_ratio_1m"] = AggressiveShare,
            ["iceberg_bid"] = (events, t) => Refilled(events, t, Side.Sell, top => top.Bid),
            ["iceberg_ask"] = (events, t) => Refilled(events, t, Side.Buy, top => top.Ask),
            ["last_price"] = (events, t) => Market(events).LastOrDefault().Price is { IsPositive: true } p ? p.ToDouble() : double.NaN,
            ["momentum_20_ticks"] = (events, t) => OverTrades(events, 20),
            ["momentum_100_ticks"] = (events, t) => OverTrades(events, 100),
            ["momentum_1m"] = (events, t) => OverSeconds(events, t, 60),
            ["momentum_5m"] = (events, t) => OverSeconds(events, t, 300),
            ["large_trade_threshold"] = (events, t) => Threshold([.. Market(events).Select(x => x.Quantity.Raw)]),
            ["large_buy_volume_5m"] = (events, t) => Large(events, t, large => (double)large.Where(x => x.Aggressor == Side.Buy).Sum(x => x.Quantity.Value)),
            ["large_sell_volume_5m"] = (events, t) => Large(events, t, large => (double)large.Where(x => x.Aggressor == Side.Sell).Sum(x => x.Quantity.Value)),
            ["large_trades_5m"] = (events, t) => Large(events, t, large => large.Length),
            ["profile_poc"] = (events, t) => Profile(events, t)?.PointOfControl ?? double.NaN,
            ["profile_value_area_low"] = (events, t) => Profile(events, t)?.Low ?? double.NaN,
            ["profile_value_area_high"] = (events, t) => Profile(events, t)?.High ?? double.NaN,
            ["profile_deviation"] = (events, t) => Profile(events, t) is { } p ? Market(events)[^1].Price.ToDouble() / p.PointOfControl - 1 : double.NaN,
            ["profile_position"] = (events, t) => Profile(events, t) is { } p ? Position(Market(events)[^1].Price.ToDouble(), p) : double.NaN,
            ["profile_node_above"] = (events, t) => Profile(events, t)?.NodeAbove ?? double.NaN,
            ["profile_node_below"] = (events, t) => Profile(events, t)?.NodeBelow ?? double.NaN,
            ["microprice_deviation_bps"] = (events, t) => Top(events, t) is var (bid, ask) ? Microprice(bid, ask) : double.NaN,
            ["realised_volatility_1m"] = Volatility,
            ["depth_10bps_bid"] = (events, t) => Depth(events, t, 0.001m, book => book.Bids),
            ["depth_10bps_ask"] = (events, t) => Depth(events, t, 0.001m, book => book.Asks),
            ["depth_50bps_bid"] = (events, t) => Depth(events, t, 0.005m, book => book.Bids),
            ["depth_50bps_ask"] = (events, t) => Depth(events, t, 0.005m, book => book.Asks),
            ["depth_imbalance_10bps"] = DepthImbalance,
        };

    private static double Window(
        IReadOnlyList<MarketEvent> events, Timestamp t, int seconds, Func<Trade[], double> value, double? instead = null)
    {
        Trade[] all = [.. events.OfType<Traded>().Select(e => e.Trade)];
        long now = t.Nanoseconds / Second;
        if (all.Length == 0 || now - all[0].VenueTime.Nanoseconds / Second < seconds) return double.NaN;
        return instead ?? value([.. all.Where(x => x.Origin == TradeOrigin.Market && InWindow(x, now, seconds))]);
    }

    private static bool InWindow(in Trade trade, long now, int seconds) => trade.VenueTime.Nanoseconds / Second > now - seconds;

    private static decimal Signed(Trade trade) => trade.Aggressor == Side.Buy ? trade.Quantity.Value : -trade.Quantity.Value;

    private static double BuyRatio(Trade[] trades)
    {
        decimal all = trades.Sum(x => x.Quantity.Value);
        return all == 0 ? double.NaN : (double)(trades.Where(x => x.Aggressor == Side.Buy).Sum(x => x.Quantity.Value) / all);
    }

    private static double Missed(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        Trade[] all = [.. events.OfType<Traded>().Select(e => e.Trade)];
        return all.Skip(1).Zip(all, (next, previous) => (next, Missing: next.TradeId - previous.TradeId - 1))
            .Where(x => InWindow(x.next, t.Nanoseconds / Second, 300)).Sum(x => x.Missing);
    }

    private static BookChanged? Book(IReadOnlyList<MarketEvent> events, Timestamp t) =>
        events.OfType<BookChanged>().LastOrDefault(e => e.At <= t);

    private static double Imbalance(BookChanged book)
    {
        decimal bids = book.Bids.Take(5).Sum(l => l.Quantity.Value);
        decimal asks = book.Asks.Take(5).Sum(l => l.Quantity.Value);
        return (double)((bids - asks) / (bids + asks));
    }

    private static (Timestamp At, double Value)[] Imbalances(IReadOnlyList<MarketEvent> events) =>
        [.. events.OfType<BookChanged>().Select(b => (b.At, b.IsLive ? Imbalance(b) : double.NaN))];

    /// <summary>The mean of a value that holds until the next; the window starts with the oldest of so many grid cells.</summary>
    private static double TimeWeighted((Timestamp At, double Value)[] values, Timestamp t, long cell, int cells)
    {
        long start = (t.Nanoseconds / cell - cells + 1) * cell;
        double integral = 0;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            long until = i == values.Length - 1 ? t.Nanoseconds : values[i + 1].At.Nanoseconds;
            long from = Math.Max(values[i].At.Nanoseconds, start);
            if (until > from) integral += values[i].Value * (until - from);
            if (values[i].At.Nanoseconds <= start) return integral / (t.Nanoseconds - start);
        }

        return double.NaN;
    }

    private static decimal Micro(BookLevel bid, BookLevel ask) =>
        (bid.Price * ask.Quantity + ask.Price * bid.Quantity) / (bid.Quantity.Value + ask.Quantity.Value);

    private static double Microprice(BookLevel bid, BookLevel ask)
    {
        decimal mid = (bid.Price.Value + ask.Price.Value) / 2;
        return (double)((Micro(bid, ask) - mid) / mid * 10_000);
    }

    private static double Volatility(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        long now = t.Nanoseconds / Second;
        double[] samples = PricesBefore(events, [.. Enumerable.Range(0, 61).Select(i => new Timestamp((now - 60 + i) * Second))]);
        return Math.Sqrt(samples.Skip(1).Zip(samples, (later, earlier) => Math.Pow(Math.Log(later / earlier), 2)).Sum());
    }

    /// <summary>The last price before each of the moments, which are in order; NaN before the first price.</summary>
    private static double[] PricesBefore(IReadOnlyList<MarketEvent> events, Timestamp[] moments)
    {
        var prices = new List<double>();
        double price = double.NaN;
        bool topKnown = false;
        bool fromBook = false;
        foreach (MarketEvent e in events)
        {
            while (prices.Count < moments.Length && moments[prices.Count] <= e.At) prices.Add(price);
            if (e is Traded { Trade: { Origin: TradeOrigin.Market } trade } && !topKnown) price = trade.Price.ToDouble();
            if (e is Quoted { Quote: var q }) (price, topKnown, fromBook) = ((double)((q.Bid.Value + q.Ask.Value) / 2), true, false);
            if (e is BookChanged { IsLive: true } b)
                (price, topKnown, fromBook) = ((double)((b.Bids[0].Price.Value + b.Asks[0].Price.Value) / 2), true, true);
            if (e is BookChanged { IsLive: false } && fromBook) topKnown = false;
        }

        while (prices.Count < moments.Length) prices.Add(price);
        return [.. prices];
    }

    private static double Depth(IReadOnlyList<MarketEvent> events, Timestamp t, decimal reach, Func<BookChanged, BookLevel[]> side)
    {
        if (Book(events, t) is not { IsLive: true } book) return double.NaN;
        decimal mid = (book.Bids[0].Price.Value + book.Asks[0].Price.Value) / 2;
        return (double)side(book).Where(l => Math.Abs(l.Price.Value - mid) <= mid * reach).Sum(l => l.Price * l.Quantity);
    }

    private static double DepthImbalance(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        double bids = Depth(events, t, 0.001m, book => book.Bids);
        double asks = Depth(events, t, 0.001m, book => book.Asks);
        return bids + asks > 0 ? (bids - asks) / (bids + asks) : double.NaN;
    }

    private static double SessionDelta(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        if (!events.OfType<Traded>().Any()) return double.NaN;
        return (double)Market(events).Where(x => x.VenueTime.ToDateTimeOffset().Date == t.ToDateTimeOffset().Date).Sum(Signed);
    }

    private static Trade[] Market(IReadOnlyList<MarketEvent> events) =>
        [.. events.OfType<Traded>().Select(e => e.Trade).Where(x => x.Origin == TradeOrigin.Market)];
}
