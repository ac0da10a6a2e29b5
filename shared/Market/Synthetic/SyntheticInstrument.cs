using Parley.Domain;

namespace Parley.Market;

internal enum SyntheticEventKind
{
    Snapshot,
    Depth,
    Quote,
    Mark,
    Trade,
    News,
}

/// <summary>An event of the current step, waiting to be pushed.</summary>
/// <param name="Index">Which trade or which story.</param>
internal readonly record struct SyntheticEvent(Timestamp At, SyntheticEventKind Kind, int Index);

/// <summary>
/// One instrument of a synthetic market: turns the price process into a book, quotes, trades, marks and news, one step at
/// a time. In a step the price moves first and trades follow, so that no trade foretells its own step.
/// </summary>
internal sealed class SyntheticInstrument
{
    private const int HistoryStepsPerMinute = 12;
    private const double TradeNotionalMin = 150;
    private const double TradeNotionalMax = 1_500_000;
    private const double TradeTail = 1.15;

    /// <summary>Mean of the Pareto distribution above, truncated at its maximum.</summary>
    private const double MeanTradeNotional = 860;

    private readonly Prng chance;
    private readonly SyntheticMarketOptions options;
    private readonly SyntheticGrid grid;
    private readonly PriceProcess process;
    private readonly SyntheticFunding funding;
    private readonly SyntheticNews news;
    private readonly int stepsPerSecond;
    private readonly double ordersPerStep;
    private readonly List<SyntheticEvent> events = new(64);
    private readonly List<Trade> trades = new(64);
    private readonly List<SyntheticStory> waiting = [];
    private readonly List<NewsItem> arrived = [];
    private readonly BookLevel[] executions = new BookLevel[8];
    private BookLevel bestBid;
    private BookLevel bestAsk;
    private int nextEvent;
    private long step;
    private long lastTradeId;
    private double rate;

    public SyntheticInstrument(SyntheticMarketOptions options, int index)
    {
        this.options = options;
        Instrument = SyntheticMarket.InstrumentOf(options.Symbols[index]);
        grid = new SyntheticGrid(Instrument.TickSize.Raw, Instrument.StepSize.Raw);
        ulong stream = (ulong)index * 8;
        chance = Prng.For(options.Seed, stream);
        double startPrice = (double)options.StartPrices.GetValueOrDefault(Symbol, options.StartPrice);
        process = new PriceProcess(Prng.For(options.Seed, stream + 1), startPrice, options.PlantedEdge);
        Book = new SyntheticBook(Prng.For(options.Seed, stream + 2), grid, 1_000_000 + chance.NextInt(1_000_000));
        funding = new SyntheticFunding(Prng.For(options.Seed, stream + 3), options.Funding);
        news = new SyntheticNews(Prng.For(options.Seed, stream + 4), Symbol, Instrument.BaseAsset, options.LyingNewsShare);
        lastTradeId = 1_000_000 + chance.NextInt(1_000_000);
        stepsPerSecond = Math.Clamp((int)Math.Round((options.EventsPerSecond - 1) / 3.6), 1, 50);
        ordersPerStep = ((options.EventsPerSecond - 1) / stepsPerSecond - 2) / 1.05;
    }

    public Symbol Symbol => Instrument.Symbol;

    public Instrument Instrument { get; }

    public SyntheticBook Book { get; }

    /// <summary>Venue time of the next event.</summary>
    public Timestamp NextAt => events[nextEvent].At;

    /// <summary>Start of the step that will be made when the current events are used up.</summary>
    public Timestamp NextStepAt => StepStart(step);

    public Trade Trade(int index) => trades[index];

    public NewsItem Story(int index) => arrived[index];

    /// <summary>The touch as it was published in this step, before its trades.</summary>
    public Quote Quote(Timestamp at, Timestamp receivedAt) => new(
        Symbol, Book.LastId, at, receivedAt, bestBid.Price, bestBid.Quantity, bestAsk.Price, bestAsk.Quantity);

    public MarkPrice Mark(Timestamp at, Timestamp receivedAt) => new(
        Symbol, at, receivedAt, FairPrice(), rate, SyntheticFunding.SettlementAfter(at));

    /// <summary>One closed minute of the time before the live part.</summary>
    public Bar HistoryBar(Timestamp openTime)
    {
        Price open = FairPrice();
        Price high = open;
        Price low = open;
        double volume = 0, bought = 0, count = 0;
        for (int i = 0; i < HistoryStepsPerMinute; i++)
        {
            process.Advance(60.0 / HistoryStepsPerMinute);
            Price price = FairPrice();
            if (price > high) high = price;
            if (price < low) low = price;
            double orders = ordersPerStep * stepsPerSecond * (60.0 / HistoryStepsPerMinute) * process.Activity;
            double traded = orders * MeanTradeNotional / process.Price * (0.6 + 0.8 * chance.NextDouble());
            count += orders;
            volume += traded;
            bought += traded * BuyShare();
        }

        return new Bar(
            Symbol, Timeframe.OneMinute, openTime, open, high, low, FairPrice(),
            OnStep(volume), OnStep(bought), (int)Math.Round(count), AfterGap: false);
    }

    /// <summary>Makes sure there is a next event.</summary>
    /// <returns>False when the live part is over.</returns>
    public bool Prepare(Timestamp end)
    {
        while (nextEvent == events.Count)
        {
            if (NextStepAt >= end) return false;
            MakeStep();
        }

        return true;
    }

    public SyntheticEvent Take() => events[nextEvent++];

    private void MakeStep()
    {
        events.Clear();
        trades.Clear();
        arrived.Clear();
        nextEvent = 0;
        Timestamp start = StepStart(step);
        Timestamp end = StepStart(step + 1);
        process.Advance(1.0 / stepsPerSecond);
        MoveBook(start);
        if (step % stepsPerSecond == 0)
        {
            rate = funding.NextRate();
            events.Add(new(start, SyntheticEventKind.Mark, 0));
        }

        MakeTrades(start, end);
        PublishNews(start);
        DeliverNews(end);
        step++;
    }

    private void MoveBook(Timestamp at)
    {
        Book.Follow(process.Price, Math.Clamp(Lean(), -1, 1));
        if (step == 0) Book.PublishAll();
        else Book.PublishChanges();
        bestBid = Book.BestBid;
        bestAsk = Book.BestAsk;
        events.Add(new(at, step == 0 ? SyntheticEventKind.Snapshot : SyntheticEventKind.Depth, 0));
        events.Add(new(at, SyntheticEventKind.Quote, 0));
    }

    private void MakeTrades(Timestamp start, Timestamp end)
    {
        int orders = Poisson(Math.Min(20, ordersPerStep * process.Activity));
        double length = end.Milliseconds - start.Milliseconds;
        for (int i = 0; i < orders; i++)
        {
            double share = (i + chance.NextDouble()) / orders;
            Timestamp at = Timestamp.FromMilliseconds(start.Milliseconds + (long)(share * length));
            Side aggressor = chance.NextDouble() < BuyShare() ? Side.Buy : Side.Sell;
            int hits = Book.Execute(aggressor, TradeSteps(), executions);
            for (int hit = 0; hit < hits; hit++) AddTrade(at, aggressor, executions[hit]);
        }
    }

    private void AddTrade(Timestamp at, Side aggressor, in BookLevel execution)
    {
        events.Add(new(at, SyntheticEventKind.Trade, trades.Count));
        trades.Add(new(Symbol, ++lastTradeId, at, at, execution.Price, execution.Quantity, aggressor, TradeOrigin.Market));
    }

    private void PublishNews(Timestamp at)
    {
        if (chance.NextDouble() * 3_600 * stepsPerSecond >= options.NewsPerHour) return;
        SyntheticStory story = news.Write(at);
        waiting.Add(story);
        process.AddNews(story.Impact);
    }

    /// <summary>Puts stories that arrive within this step among its events.</summary>
    private void DeliverNews(Timestamp end)
    {
        for (int i = waiting.Count - 1; i >= 0; i--)
        {
            SyntheticStory story = waiting[i];
            Timestamp at = story.Item.IngestedAt;
            if (at >= end) continue;
            waiting.RemoveAt(i);
            int index = events.FindIndex(e => e.At > at);
            events.Insert(index < 0 ? events.Count : index, new(at, SyntheticEventKind.News, arrived.Count));
            arrived.Add(story.Item);
            process.AddDelayedNews(story.Impact);
        }
    }

    /// <summary>Slow flow, trend and the newest shock as one number, about −1 to 1.</summary>
    private double Lean() => 0.5 * process.Flow + 0.2 * process.Trend + 0.2 * process.FlowShock;

    /// <summary>Probability that the next taker buys.</summary>
    private double BuyShare() => 0.5 + 0.2 * Math.Clamp(Lean(), -2, 2);

    /// <summary>Size of a market order: Pareto, as order sizes are in real markets (Gopikrishnan et al., 2000), truncated.</summary>
    private long TradeSteps()
    {
        double notional = Math.Min(TradeNotionalMax, TradeNotionalMin * PortableMath.Exp(chance.NextExponential() / TradeTail));
        return Math.Max(1, (long)(notional / process.Price * (FixedPoint.Scale / (double)grid.StepRaw)));
    }

    /// <summary>Knuth's method: multiplies uniforms until the product falls below e⁻ᵐ.</summary>
    private int Poisson(double mean)
    {
        double floor = PortableMath.Exp(-mean);
        int count = -1;
        for (double product = 1; product > floor; product *= chance.NextDouble()) count++;
        return Math.Max(0, count);
    }

    private Price FairPrice() => grid.Price((long)Math.Round(process.Price * (FixedPoint.Scale / (double)grid.TickRaw)));

    private double OnStep(double quantity)
    {
        double perUnit = FixedPoint.Scale / (double)grid.StepRaw;
        return Math.Floor(quantity * perUnit) / perUnit;
    }

    // Steps do not all have the same length in whole milliseconds, but every second starts one.
    private Timestamp StepStart(long number) =>
        options.Start + TimeSpan.FromMilliseconds((number / stepsPerSecond * 1_000) + (number % stepsPerSecond * 1_000 / stepsPerSecond));
}
