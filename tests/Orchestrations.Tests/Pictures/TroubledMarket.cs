using Parley.Market;

namespace Parley.Orchestrations.Tests;

/// <summary>
/// A made-up market of which not everything arrives as it should: missing, late, repeated, off-book and absurd trades,
/// crossed quotes, depth that is missing, topics that fall mute, a feed that falls silent or comes late, candles with
/// holes and outliers, funding at changing intervals, bars of another market.
/// </summary>
internal sealed class TroubledMarket : PictureTape
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly Prng random;
    private readonly OrderBook venueBook = new(Snapshots.Bitcoin.Symbol);
    private readonly Dictionary<string, Timestamp> until = [];
    private readonly Queue<Trade> missing = [];
    private int updatesToSnapshot = -1;
    private int marks;
    private long otherMinute;

    private TroubledMarket(ulong seed) => random = Prng.For(seed, 7);

    public static IReadOnlyList<PictureEvent> Of(ulong seed)
    {
        var market = new TroubledMarket(seed);
        using var source = new SyntheticMarket(new SyntheticMarketOptions
        {
            Seed = seed,
            Symbols = [Snapshots.Bitcoin.Symbol],
            History = 8 * Hour,
            Duration = TimeSpan.FromMinutes(20),
            NewsPerHour = 120,
            EventsPerSecond = 4,
        });
        while (source.Pump(market))
        {
        }

        return market.Events;
    }

    public override void OnTrade(in Trade trade)
    {
        if (IsSilent("trades", trade.VenueTime, mute: TimeSpan.FromSeconds(310), perMille: 1)) return;
        Trade seen = trade with { ReceivedAt = Received(trade.ReceivedAt) };
        switch (Draw())
        {
            case < 40:
                missing.Enqueue(seen);
                return;
            case < 60:
                seen = seen with { Origin = TradeOrigin.OffBook };
                break;
            case < 80:
                seen = seen with { Price = Price.FromRaw(seen.Price.Raw / 10 * (Draw() < 500 ? 11 : 9)) };
                break;
            case < 100:
                base.OnTrade(seen);
                break;
            case < 130 when missing.TryDequeue(out Trade late):
                base.OnTrade(late with { VenueTime = trade.VenueTime });
                break;
            case < 150:
                // By the venue's clock of two minutes ago: its bar has closed.
                seen = seen with { VenueTime = seen.VenueTime + TimeSpan.FromMinutes(-2) };
                break;
        }

        base.OnTrade(seen);
        CompareWithAnother(trade);
    }

    public override void OnQuote(in Quote quote)
    {
        if (IsSilent("quotes", quote.VenueTime, mute: TimeSpan.FromSeconds(70), perMille: 1)) return;
        Quote seen = quote with { ReceivedAt = Received(quote.ReceivedAt) };
        if (Draw() < 20) seen = seen with { Bid = seen.Ask, Ask = seen.Bid };
        base.OnQuote(seen);
        if (Draw() < 20) base.OnQuote(seen);
    }

    public override void OnDepth(in DepthUpdate update)
    {
        venueBook.Apply(update);
        if (IsSilent("depth", update.VenueTime, mute: TimeSpan.FromSeconds(12), perMille: 2)) updatesToSnapshot = 0;
        else if (Draw() < 10) updatesToSnapshot = random.NextInt(30);
        else base.OnDepth(update);
        if (updatesToSnapshot-- != 0 || IsSilent("depth", update.VenueTime, TimeSpan.Zero, perMille: 0)) return;
        var bids = new BookLevel[venueBook.BidCount];
        var asks = new BookLevel[venueBook.AskCount];
        venueBook.CopyBids(bids);
        venueBook.CopyAsks(asks);
        base.OnSnapshot(new DepthSnapshot(venueBook.Symbol, update.VenueTime, Received(update.ReceivedAt), venueBook.LastUpdateId, bids, asks));
    }

    public override void OnSnapshot(in DepthSnapshot snapshot)
    {
        venueBook.ApplySnapshot(snapshot);
        base.OnSnapshot(snapshot);
    }

    public override void OnMark(in MarkPrice mark) =>
        base.OnMark(mark with { NextFundingAt = mark.VenueTime.FloorTo(Timeframe.OneHour) + (1 + marks++ / 50) * 4 * Hour });

    public override void OnBar(in Bar bar)
    {
        if (Draw() < 30) return;
        base.OnBar(Draw() < 30 ? bar with { High = Price.FromRaw(2 * bar.High.Raw) } : bar);
        if (Draw() < 30) base.OnBar(bar);
    }

    private void CompareWithAnother(in Trade trade)
    {
        long minute = trade.VenueTime.Nanoseconds / Timeframe.OneMinute.Nanoseconds;
        if (minute == otherMinute) return;
        otherMinute = minute;
        Price price = Price.FromRaw(trade.Price.Raw / 20 + random.NextInt(100_000_000));
        var bar = new Bar(
            WatchedPicture.Other, Timeframe.OneMinute, new Timestamp(minute * Timeframe.OneMinute.Nanoseconds) - Timeframe.OneMinute,
            price, price, price, price, 1, 0.5, 1, AfterGap: false);
        Add(trade.VenueTime, p => p.OnOtherBar(bar));
    }

    private int Draw() => random.NextInt(1_000);

    // Everything may fall silent, and so may one topic.
    private bool IsSilent(string topic, Timestamp at, TimeSpan mute, int perMille)
    {
        if (Draw() < perMille) until[topic] = at + mute;
        if (perMille > 0 && Draw() == 0) until["all"] = at + TimeSpan.FromSeconds(15);
        return at < until.GetValueOrDefault(topic) || at < until.GetValueOrDefault("all");
    }

    private Timestamp Received(Timestamp at)
    {
        if (Draw() == 0) until["slow"] = at + TimeSpan.FromSeconds(20);
        return at < until.GetValueOrDefault("slow") ? at + TimeSpan.FromSeconds(6) : at;
    }
}
