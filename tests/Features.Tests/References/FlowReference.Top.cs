using Parley.Domain;
using static Parley.Features.Tests.MarketEvent;

namespace Parley.Features.Tests;

/// <summary>What is read from the best bid and ask.</summary>
internal static partial class FlowReference
{
    /// <summary>Best bid and ask: the last quote or live book. A book that breaks takes its own top with it.</summary>
    private static (BookLevel Bid, BookLevel Ask)? Top(IReadOnlyList<MarketEvent> events, Timestamp t) =>
        Tops(events, t) is { Length: > 0 } tops ? tops[^1].Top : null;

    /// <summary>Every change of best bid and ask, also to the same; null where they became unknown.</summary>
    private static (Timestamp At, (BookLevel Bid, BookLevel Ask)? Top)[] Tops(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        var tops = new List<(Timestamp, (BookLevel, BookLevel)?)>();
        bool fromBook = false;
        foreach (MarketEvent e in events.Where(e => e.At <= t))
        {
            if (e is BookChanged { IsLive: false } && fromBook) tops.Add((e.At, null));
            if (TopOf(e) is not { } top) continue;
            tops.Add((e.At, top));
            fromBook = e is BookChanged;
        }

        return [.. tops];
    }

    private static (BookLevel Bid, BookLevel Ask)? TopOf(MarketEvent e) => e switch
    {
        Quoted { Quote: var q } => (new BookLevel(q.Bid, q.BidQuantity), new BookLevel(q.Ask, q.AskQuantity)),
        BookChanged { IsLive: true } live => (live.Bids[0], live.Asks[0]),
        _ => null,
    };

    private static double SpreadBps((BookLevel Bid, BookLevel Ask)? top) => top is var (bid, ask)
        ? (double)((ask.Price.Value - bid.Price.Value) / ((ask.Price.Value + bid.Price.Value) / 2) * 10_000)
        : double.NaN;

    private static double EffectiveSpread(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        Trade[] all = Market(events);
        long now = t.Nanoseconds / Second;
        if (all.Length == 0 || now - all[0].VenueTime.Nanoseconds / Second < 60) return double.NaN;
        decimal weighted = 0;
        decimal quantity = 0;
        (Timestamp At, (BookLevel Bid, BookLevel Ask)? Top)[] tops = Tops(events, t);
        foreach (Trade trade in all.Where(x => InWindow(x, now, 60)))
        {
            int last = Array.FindLastIndex(tops, x => x.At < trade.VenueTime);
            if (last < 0 || tops[last].Top is not var (bid, ask)) continue;
            decimal mid = (bid.Price.Value + ask.Price.Value) / 2;
            weighted += 2 * Math.Abs(trade.Price.Value - mid) / mid * trade.Quantity.Value;
            quantity += trade.Quantity.Value;
        }

        return quantity == 0 ? double.NaN : (double)(weighted / quantity * 10_000);
    }

    /// <summary>A sum over the changes of the window from one best bid and ask to the next, where all of them are known.</summary>
    private static double OrderFlow(
        IReadOnlyList<MarketEvent> events, Timestamp t, int seconds, Func<(BookLevel Bid, BookLevel Ask), (BookLevel Bid, BookLevel Ask), decimal> value)
    {
        (Timestamp At, (BookLevel Bid, BookLevel Ask)? Top)[] tops = Tops(events, t);
        int from = Array.FindLastIndex(tops, x => x.Top is null) + 1;
        long now = t.Nanoseconds / Second;
        if (from == tops.Length || now - tops[from].At.Nanoseconds / Second < seconds) return double.NaN;
        decimal sum = 0;
        for (int i = from + 1; i < tops.Length; i++)
            if (tops[i].At.Nanoseconds / Second > now - seconds) sum += value(tops[i - 1].Top!.Value, tops[i].Top!.Value);
        return (double)sum;
    }

    // The formula of Cont, Kukanov and Stoikov, term by term.
    private static decimal Imbalance((BookLevel Bid, BookLevel Ask) before, (BookLevel Bid, BookLevel Ask) after)
    {
        decimal e = 0;
        if (after.Bid.Price >= before.Bid.Price) e += after.Bid.Quantity.Value;
        if (after.Bid.Price <= before.Bid.Price) e -= before.Bid.Quantity.Value;
        if (after.Ask.Price <= before.Ask.Price) e -= after.Ask.Quantity.Value;
        if (after.Ask.Price >= before.Ask.Price) e += before.Ask.Quantity.Value;
        return e;
    }

    private static decimal Added((BookLevel Bid, BookLevel Ask) before, (BookLevel Bid, BookLevel Ask) after)
    {
        decimal added = 0;
        if (after.Bid.Price > before.Bid.Price) added += after.Bid.Quantity.Value;
        if (after.Bid.Price == before.Bid.Price) added += Math.Max(after.Bid.Quantity.Value - before.Bid.Quantity.Value, 0);
        if (after.Ask.Price < before.Ask.Price) added += after.Ask.Quantity.Value;
        if (after.Ask.Price == before.Ask.Price) added += Math.Max(after.Ask.Quantity.Value - before.Ask.Quantity.Value, 0);
        return added;
    }

    private static double AggressiveShare(IReadOnlyList<MarketEvent> events, Timestamp t)
    {
        double added = OrderFlow(events, t, 60, Added);
        double taken = (double)Market(events).Where(x => InWindow(x, t.Nanoseconds / Second, 60)).Sum(x => x.Quantity.Value);
        return added + taken > 0 ? taken / (taken + added) : double.NaN;
    }

    private static double Refilled(
        IReadOnlyList<MarketEvent> events, Timestamp t, Side taker, Func<(BookLevel Bid, BookLevel Ask), BookLevel> best)
    {
        if (Book(events, t) is not { IsLive: true } || Top(events, t) is not { } now) return double.NaN;

        // Back to the first of the unbroken row of tops with this price.
        (Timestamp At, (BookLevel Bid, BookLevel Ask)? Top)[] tops = Tops(events, t);
        int since = tops.Length - 1;
        while (since > 0 && tops[since - 1].Top is { } before && best(before).Price == best(now).Price) since--;
        decimal displayed = tops[since..].Max(x => best(x.Top!.Value).Quantity.Value);
        decimal executed = Market(events)
            .Where(x => x.VenueTime > tops[since].At && x.Aggressor == taker && x.Price == best(now).Price).Sum(x => x.Quantity.Value);
        return displayed == 0 ? double.NaN : (double)(executed / displayed);
    }
}
