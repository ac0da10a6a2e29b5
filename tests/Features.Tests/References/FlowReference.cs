using Parley.Domain;
using static Parley.Features.Tests.MarketEvent;

namespace Parley.Features.Tests;

/// <summary>Every flow feature once more, from its definition over everything that happened up to a moment.</summary>
internal static class FlowReference
{
    private const long Second = 1_000_000_000;

    public static readonly IReadOnlyDictionary<string, Func<IReadOnlyList<MarketEvent>, Timestamp, double>> Values =
        new Dictionary<string, Func<IReadOnlyList<MarketEvent>, Timestamp, double>>(StringComparer.Ordinal)
        {
            ["cvd_1m"] = (events, t) => Window(events, t, 60, trades => (double)trades.Sum(Signed)),
            ["cvd_5m"] = (events, t) => Window(events, t, 300, trades => (double)trades.Sum(Signed)),
            ["buy_ratio_1m"] = (events, t) => Window(events, t, 60, BuyRatio),
            ["trades_1m"] = (events, t) => Window(events, t, 60, trades => trades.Length),
            ["missed_trades_5m"] = (events, t) => Window(events, t, 300, trades => double.NaN, Missed(events, t)),
            ["book_imbalance_5"] = (events, t) => Book(events, t) is { IsLive: true } book ? Imbalance(book) : double.NaN,
            ["book_imbalance_5s"] = MeanImbalance,
            ["spread_bps"] = (events, t) => Top(events, t) is var (bid, ask)
                ? (double)((ask.Price.Value - bid.Price.Value) / ((ask.Price.Value + bid.Price.Value) / 2) * 10_000) : double.NaN,
            ["microprice_deviation_bps"] = (events, t) => Top(events, t) is var (bid, ask) ? Microprice(bid, ask) : double.NaN,
            ["realised_volatility_1m"] = Volatility,
            ["depth_10bps_bid"] = (events, t) => Depth(events, t, book => book.Bids),
            ["depth_10bps_ask"] = (events, t) => Depth(events, t, book => book.Asks),
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

    private static double MeanImbalance(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        // The window starts at the tenth of a second 4.9 s before the running one.
        long start = (t.Nanoseconds / (Second / 10) - 49) * (Second / 10);
        BookChanged[] books = [.. events.OfType<BookChanged>()];
        double integral = 0;
        for (int i = books.Length - 1; i >= 0; i--)
        {
            long until = i == books.Length - 1 ? t.Nanoseconds : books[i + 1].At.Nanoseconds;
            long from = Math.Max(books[i].At.Nanoseconds, start);
            if (until > from && !books[i].IsLive) return double.NaN;
            if (until > from) integral += Imbalance(books[i]) * (until - from);
            if (books[i].At.Nanoseconds <= start) return integral / (t.Nanoseconds - start);
        }

        return double.NaN;
    }

    /// <summary>Best bid and ask: the last quote or live book. A book that breaks takes its own top with it.</summary>
    private static (BookLevel Bid, BookLevel Ask)? Top(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        (BookLevel Bid, BookLevel Ask)? top = null;
        bool fromBook = false;
        foreach (MarketEvent e in events.Where(e => e.At <= t))
        {
            if (e is Quoted { Quote: var q })
                (top, fromBook) = ((new BookLevel(q.Bid, q.BidQuantity), new BookLevel(q.Ask, q.AskQuantity)), false);
            if (e is BookChanged { IsLive: true } live) (top, fromBook) = ((live.Bids[0], live.Asks[0]), true);
            if (e is BookChanged { IsLive: false } && fromBook) top = null;
        }

        return top;
    }

    private static double Microprice(BookLevel bid, BookLevel ask)
    {
        decimal mid = (bid.Price.Value + ask.Price.Value) / 2;
        decimal micro = (bid.Price * ask.Quantity + ask.Price * bid.Quantity) / (bid.Quantity.Value + ask.Quantity.Value);
        return (double)((micro - mid) / mid * 10_000);
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

    private static double Depth(IReadOnlyList<MarketEvent> events, Timestamp t, Func<BookChanged, BookLevel[]> side)
    {
        if (Book(events, t) is not { IsLive: true } book) return double.NaN;
        decimal mid = (book.Bids[0].Price.Value + book.Asks[0].Price.Value) / 2;
        return (double)side(book).Where(l => Math.Abs(l.Price.Value - mid) <= mid * 0.001m).Sum(l => l.Price * l.Quantity);
    }
}
