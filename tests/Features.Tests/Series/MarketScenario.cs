using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>
/// A quarter of an hour of a made-up market after a thin day, seeded: trades, quotes, books and the bars the trades make, in order of
/// venue time, with off-book prints, missed trades, a book that breaks and a gap in the bars.
/// </summary>
internal sealed class MarketScenario
{
    public static readonly IReadOnlyList<Timeframe> Timeframes = [Timeframe.Parse("2s"), Timeframe.Parse("3s")];

    public static readonly IReadOnlyList<Symbol> References = [new("BTCUSDC"), new("ETHUSDT")];

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(16);
    private static readonly TimeSpan FundingInterval = TimeSpan.FromSeconds(5);
    private readonly List<MarketEvent> events = [];
    private readonly Lcg random;
    private readonly OpenBar[] open;
    private readonly long[] otherCloses = [3_000_000, 200_000];
    private Timestamp nextFunding = SyntheticBars.Start + FundingInterval;
    private Timestamp now = SyntheticBars.Start;
    private long mid = 6_000_000;
    private long bestBid;
    private long bestAsk;
    private long tradeId = 1_000;

    private MarketScenario(ulong seed)
    {
        random = new Lcg(seed);
        open = [.. Timeframes.Select(t => new OpenBar(t, now))];
    }

    public static IReadOnlyList<MarketEvent> Events(ulong seed)
    {
        var scenario = new MarketScenario(seed);
        scenario.DayBefore();
        while (scenario.now < SyntheticBars.Start + Length) scenario.Step();
        return scenario.events;
    }

    public static FeatureEngine Engine() => new(SyntheticBars.Symbol, Timeframes, References);

    // A bar here and there through more than a day, for what depends on the time of day.
    private void DayBefore()
    {
        for (Timestamp at = SyntheticBars.Start + TimeSpan.FromHours(-26); at < SyntheticBars.Start; at += TimeSpan.FromMinutes(20))
        {
            Price close = Cents(mid + random.Below(2_001) - 1_000);
            foreach (Timeframe timeframe in Timeframes)
                events.Add(new MarketEvent.BarClosed(new Bar(
                    SyntheticBars.Symbol, timeframe, at, close, close, close, close, 1, double.NaN, 0, AfterGap: true)));
        }
    }

    private void Step()
    {
        now += TimeSpan.FromMilliseconds(1 + random.Below(random.Below(10) == 0 ? 3_000 : 400));
        foreach (Bar closed in open.SelectMany(bar => bar.CloseUntil(now)).OrderBy(b => b.CloseTime.Nanoseconds).ToArray())
        {
            events.Add(new MarketEvent.BarClosed(closed));
            if (closed.Timeframe == Timeframes[0]) OtherMarkets(closed);
        }

        Funding();
        mid = Math.Max(mid + random.Below(2_001) - 1_000, 1_000_000);
        switch (random.Below(10))
        {
            case < 4: Trade(); break;
            case < 7: Quote(); break;
            default: Book(); break;
        }
    }

    // Now and then another market's bar is missing.
    private void OtherMarkets(in Bar own)
    {
        for (int i = 0; i < References.Count; i++)
        {
            otherCloses[i] = Math.Max(otherCloses[i] + random.Below(4_001) - 2_000, 10_000);
            if (random.Below(12) == 0) continue;
            Price close = Cents(otherCloses[i]);
            events.Add(new MarketEvent.OtherBarClosed(
                own with { Symbol = References[i], TakerBuyVolume = double.NaN, Open = close, High = close, Low = close, Close = close }));
        }
    }

    // A forecast that changes until it settles; the second venue joins later and leaves again.
    private void Funding()
    {
        while (nextFunding <= now) nextFunding += FundingInterval;
        if (random.Below(4) != 0) return;
        TimeSpan seen = now - SyntheticBars.Start;
        bool second = seen > TimeSpan.FromMinutes(5) && seen < TimeSpan.FromMinutes(14) && random.Below(2) == 0;
        double rate = (random.Below(4_001) - 2_000) * 1e-6 * (FundingInterval / TimeSpan.FromHours(8));
        events.Add(new MarketEvent.Funded(
            now, new FundingRate(SyntheticBars.Symbol, second ? "other" : "own", nextFunding, FundingInterval, rate)));
    }

    // One taker often trades with several makers in the same instant, at the best price or where the market is.
    private void Trade()
    {
        Side aggressor = random.Below(2) == 0 ? Side.Buy : Side.Sell;
        bool atBest = random.Below(2) == 0 && bestAsk > 0;
        for (int i = random.Below(4); i >= 0; i--)
            Trade(aggressor, atBest ? aggressor == Side.Buy ? bestAsk : bestBid : mid);
    }

    private void Trade(Side aggressor, long cents)
    {
        tradeId += random.Below(40) == 0 ? 1 + random.Below(5) : 1;
        TradeOrigin origin = random.Below(30) == 0 ? TradeOrigin.OffBook : TradeOrigin.Market;
        Price price = Cents(origin == TradeOrigin.OffBook ? mid * 2 : cents);
        Quantity quantity = random.Below(20) == 0 ? Quantity.FromRaw(Amount().Raw * (1 + random.Below(8))) : Amount();
        var trade = new Trade(SyntheticBars.Symbol, tradeId, now, now, price, quantity, aggressor, origin);
        events.Add(new MarketEvent.Traded(trade));
        if (origin != TradeOrigin.Market) return;
        foreach (OpenBar bar in open) bar.Add(trade);
    }

    private void Quote()
    {
        int half = 1 + random.Below(200);
        if (!KeepsPrices()) (bestBid, bestAsk) = (mid - half, mid + half);
        events.Add(new MarketEvent.Quoted(new Quote(
            SyntheticBars.Symbol, events.Count, now, now, Cents(bestBid), Amount(), Cents(bestAsk), Amount())));
    }

    // Now and then only quantities change.
    private bool KeepsPrices() => bestAsk > 0 && random.Below(3) == 0;

    private void Book()
    {
        // The break comes once, and long enough before the end for every window to fill again.
        bool broken = now > SyntheticBars.Start + TimeSpan.FromMinutes(8) && now < SyntheticBars.Start + TimeSpan.FromMinutes(8.2);
        int levels = broken ? 0 : 3 + random.Below(12);
        if (!KeepsPrices()) (bestBid, bestAsk) = (mid - 1 - random.Below(1_500), mid + 1 + random.Below(1_500));
        events.Add(new MarketEvent.BookChanged(now, SyntheticBars.Symbol, Levels(levels, bestBid, -1), Levels(levels, bestAsk, +1)));
    }

    private BookLevel[] Levels(int levels, long price, int sign)
    {
        var side = new BookLevel[levels];
        for (int i = 0; i < levels; i++)
        {
            side[i] = new BookLevel(Cents(price), Amount());
            price += sign * (1 + random.Below(1_500));
        }

        return side;
    }

    private static Price Cents(long cents) => Price.From(cents / 100m);

    private Quantity Amount() => Quantity.From((1 + random.Below(50_000)) / 1_000m);

    /// <summary>The bar trades are building; every ninetieth one is lost, which leaves a gap.</summary>
    private sealed class OpenBar(Timeframe timeframe, Timestamp start)
    {
        private readonly List<Trade> trades = [];
        private Timestamp openTime = start;
        private Price last = Price.From(60_000m);
        private int closed;
        private bool lost;

        public void Add(in Trade trade) => trades.Add(trade);

        public IEnumerable<Bar> CloseUntil(Timestamp now)
        {
            while (openTime + timeframe <= now)
            {
                Bar bar = Close();
                openTime += timeframe;
                trades.Clear();
                lost = ++closed % 90 == 58;
                if (!lost) yield return bar;
            }
        }

        private Bar Close()
        {
            Price[] prices = trades.Count == 0 ? [last] : [.. trades.Select(t => t.Price)];
            last = prices[^1];
            return new Bar(
                SyntheticBars.Symbol, timeframe, openTime, prices[0], prices.Max(), prices.Min(), last,
                trades.Sum(t => t.Quantity.ToDouble()), trades.Where(t => t.Aggressor == Side.Buy).Sum(t => t.Quantity.ToDouble()), trades.Count, AfterGap: lost);
        }
    }
}
