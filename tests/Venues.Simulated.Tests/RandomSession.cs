using Parley.Domain;

namespace Parley.Venues.Simulated.Tests;

/// <summary>A random market of a spot pair and a perpetual, and random orders in it, all from one seed.</summary>
internal sealed class RandomSession
{
    private static readonly Symbol[] Symbols = [new("AUSDT"), new("BUSDT")];

    private readonly Prng chance;
    private readonly SimulatedVenueOptions terms;
    private readonly double[] middles = [100, 40];
    private readonly long[] bookIds = [10, 10];
    private readonly bool bars;
    private long tradeId;
    private long now = 60_000;
    private int sent;

    public RandomSession(ulong seed)
    {
        chance = new Prng(seed);
        bars = chance.NextInt(4) == 0;
        Instrument perpetual = Bench.Perpetual with { Symbol = Symbols[0] };
        terms = new()
        {
            Instruments = [perpetual, Bench.Spot with { Symbol = Symbols[1] }],
            InitialCash = 500 + chance.NextInt(5_000),
            LeverageMax = 1 + chance.NextInt(10),
            MakerFeeBps = chance.NextInt(7) - 2,
            TakerFeeBps = chance.NextInt(11) + 0.5m,
            Latency = TimeSpan.FromMilliseconds(bars ? 0 : chance.NextInt(80)),
            AnswerLatency = TimeSpan.FromMilliseconds(chance.NextInt(80)),
            BarSlippageBps = chance.NextInt(5),
        };
        Venue = new SimulatedVenue(terms);
        Ledger = new AccountLedger(terms.InitialCash);
    }

    public SimulatedVenue Venue { get; }

    public AccountLedger Ledger { get; }

    public List<VenueFact> Facts { get; } = [];

    public void Run(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            int which = chance.NextInt(2);
            middles[which] *= 1 + 0.004 * chance.NextGaussian();
            if (bars) CloseMinute();
            else Happen(which);
            if (chance.NextInt(3) == 0) Order(which);
            if (chance.NextInt(12) == 0 && Ledger.Open.FirstOrDefault() is { Value: not null } open) Venue.Cancel(Symbols[which], open);
            TakeFacts();
            Check();
        }

        Venue.AdvanceTo(Bench.At(now + 1_000));
        TakeFacts();
        Agree();
    }

    private void Happen(int which)
    {
        now += chance.NextInt(60);
        Timestamp at = Bench.At(now);
        Symbol symbol = Symbols[which];
        switch (chance.NextInt(5))
        {
            case 0 or 1:
                Venue.OnSnapshot(new DepthSnapshot(symbol, at, at, ++bookIds[which], Levels(which, -1), Levels(which, 1)));
                break;
            case 2:
                Venue.OnQuote(new Quote(symbol, now, at, at, Near(which, -1), Some(), Near(which, 1), Some()));
                break;
            case 3:
                Side aggressor = (Side)chance.NextInt(2);
                Price price = Near(which, chance.NextInt(7) - 3);
                Venue.OnTrade(new Trade(symbol, ++tradeId, at, at, price, Some(), aggressor, (TradeOrigin)(chance.NextInt(10) / 9)));
                break;
            default:
                Venue.OnMark(new MarkPrice(symbol, at, at, Near(which, 0), 0.001 * chance.NextGaussian(), Bench.At((now / 500 + 1) * 500)));
                break;
        }
    }

    private void CloseMinute()
    {
        for (int which = 0; which < 2; which++)
        {
            Price open = Near(which, chance.NextInt(5) - 2);
            Price close = Near(which, chance.NextInt(9) - 4);
            Price high = Price.FromRaw(Math.Max(open.Raw, close.Raw) + chance.NextInt(8) * 10_000_000L);
            Price low = Price.FromRaw(Math.Min(open.Raw, close.Raw) - chance.NextInt(8) * 10_000_000L);
            Venue.OnBar(new Bar(Symbols[which], Timeframe.OneMinute, Bench.At(now), open, high, low, close, 1, 1, 1, false));
        }

        now += 60_000;
    }

    private void Order(int which)
    {
        OrderType type = (OrderType)chance.NextInt(4);
        int offset = chance.NextInt(9) - 4;
        PlaceOrder order = new(
            new($"o{sent++}"), Symbols[which], (Side)chance.NextInt(2), type, Some(),
            type == OrderType.Limit ? Near(which, offset) : null,
            type is OrderType.StopMarket or OrderType.TakeProfitMarket ? Near(which, offset) : null,
            type == OrderType.Limit ? (TimeInForce)chance.NextInt(3) : TimeInForce.GoodTillCancelled,
            ReduceOnly: chance.NextInt(3) == 0);
        Ledger.Sent(order, Venue.Now);
        Venue.Place(order);
    }

    private void TakeFacts()
    {
        while (Venue.TryTake(out VenueFact fact))
        {
            Facts.Add(fact);
            Ledger.Take(fact, terms.Latency);
        }
    }

    private void Check()
    {
        Venue.PositionOf(Symbols[1]).IsNegative.ShouldBeFalse("coins cannot be owed");
        foreach (OpenOrder open in Venue.OpenOrders) (open.Filled < open.Order.Quantity).ShouldBeTrue();
    }

    /// <summary>With all facts delivered, what they add up to is what the venue says.</summary>
    private void Agree()
    {
        Dictionary<Symbol, Price> marks = new() { [Symbols[0]] = Price.From(123.4m), [Symbols[1]] = Price.From(45.6m) };
        Venue.EquityAt(marks).ShouldBe(Ledger.EquityAt(marks));
        Venue.FeesPaid.ShouldBe(Ledger.Fees);
        Venue.FundingReceived.ShouldBe(Ledger.Funding);
        foreach (Symbol symbol in Symbols) Venue.PositionOf(symbol).Value.ShouldBe(Ledger.Positions.GetValueOrDefault(symbol));
        Venue.OpenOrders.Select(open => open.Order.Id).ShouldBe(Ledger.Open, ignoreOrder: true);
    }

    private BookLevel[] Levels(int which, int direction) =>
        [.. Enumerable.Range(0, 1 + chance.NextInt(4)).Select(depth => new BookLevel(Near(which, direction * (1 + depth * 2)), Some()))];

    private Price Near(int which, int ticks) => Price.FromRaw((long)(middles[which] * 10 + ticks) * 10_000_000L);

    private Quantity Some() => Quantity.FromRaw((1 + chance.NextInt(chance.NextInt(5) == 0 ? 20_000 : 2_000)) * 100_000L);
}
