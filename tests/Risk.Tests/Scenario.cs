using Parley.Domain;

namespace Parley.Risk.Tests;

/// <summary>One proposal with all the gate may know. <see cref="Draw"/> makes any of them from a seed, most of them tradable.</summary>
internal sealed record Scenario(Proposal Proposal, Snapshot Snapshot, RiskLimits Limits)
{
    public static readonly Instrument Perpetual = new(
        new("BTCUSDT"), "BTC", "USDT", InstrumentKind.Perpetual, Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 100m);

    public static readonly Instrument Spot = Perpetual with { Kind = InstrumentKind.Spot, NotionalMin = 5m };

    public static readonly AccountView Flat = new(
        10_000m, 10_000m, Quantity.Zero, 0m, 10_000m, 10_000m, 10_000m, 0, 0, TradingMode.Normal);

    public RiskVerdict Judge() => RiskGate.Judge(Proposal, Snapshot, Limits);

    /// <summary>A calm market, a flat account, a stop 1 % away: allowed, with no limit but the risk per trade at work.</summary>
    public static Scenario Calm(Side side = Side.Buy)
    {
        Price last = Price.From(60_000m);
        return new(
            new(side, 1.0, Price.From(side == Side.Buy ? 58_000m : 62_000m)),
            new(
                Perpetual, Timestamp.FromMilliseconds(1_721_347_200_000), Timeframe.FiveMinutes, last, 100_000,
                Book(60_000m, 0.1m, 20, 5m), [new("1h", [new("realised_volatility", 0.4)])], Flat, [], []),
            new());
    }

    public Scenario With(Func<AccountView, AccountView> change) =>
        this with { Snapshot = Snapshot with { Account = change(Snapshot.Account) } };

    public static BookView Book(decimal last, decimal tick, int levels, decimal each)
    {
        List<BookLevel> bids = [];
        List<BookLevel> asks = [];
        for (int i = 0; i < levels; i++)
        {
            bids.Add(new(Price.From(last - tick * i), Quantity.From(each)));
            asks.Add(new(Price.From(last + tick * (i + 1)), Quantity.From(each)));
        }

        return new(bids, asks);
    }

    public static Scenario Draw(int seed)
    {
        Random random = new(seed);
        Instrument instrument = DrawInstrument(random);
        long last = Ticks(instrument, (long)Math.Pow(10, 4 + random.NextDouble() * 6));
        Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        if (instrument.Kind == InstrumentKind.Spot && random.Next(4) > 0) side = Side.Buy;
        BookView book = random.Next(4) == 0 ? BookView.Empty : DrawBook(random, instrument, last);
        decimal equity = Math.Round((decimal)Math.Pow(10, 1 + random.NextDouble() * 7), 2);
        decimal price = Price.FromRaw(last).Value;
        AccountView account = DrawAccount(random, instrument, equity, price);
        double away = Math.Pow(10, -4 + random.NextDouble() * 3.5);
        long stop = (long)(last * (side == Side.Buy ? 1 - away : 1 + away)) + random.Next(-3, 4);
        Snapshot snapshot = new(
            instrument, Timestamp.FromMilliseconds(1_721_347_200_000), Timeframe.FiveMinutes, Price.FromRaw(last),
            random.Next(20) == 0 ? null : Math.Pow(10, random.NextDouble() * 9),
            book,
            random.Next(3) == 0 ? [] : [new("1h", [new("realised_volatility", random.NextDouble() * 2)])],
            account, [], []);
        return new(new(side, 0.55 + random.NextDouble() * 0.45, Price.FromRaw(stop)), snapshot, DrawLimits(random));
    }

    private static Instrument DrawInstrument(Random random)
    {
        decimal tick = (decimal)Math.Pow(10, -random.Next(0, 7));
        decimal step = (decimal)Math.Pow(10, -random.Next(0, 7));
        return new(
            new("XUSDT"), "X", "USDT", random.Next(2) == 0 ? InstrumentKind.Spot : InstrumentKind.Perpetual,
            Price.From(decimal.Round(tick, 8)), Quantity.From(decimal.Round(step, 8)),
            Quantity.From(decimal.Round(step, 8) * random.Next(1, 5)), random.Next(0, 3) * 5m);
    }

    private static long Ticks(Instrument instrument, long count) => checked(Math.Max(count, 1) * instrument.TickSize.Raw);

    private static BookView DrawBook(Random random, Instrument instrument, long last)
    {
        long tick = instrument.TickSize.Raw;
        List<BookLevel> bids = [];
        List<BookLevel> asks = [];
        long bid = last - random.Next(0, 3) * tick;
        long ask = bid + random.Next(1, 4) * tick;
        double depth = Math.Pow(10, random.NextDouble() * 5);
        for (int i = 0; i < 20 && bid > 0; i++)
        {
            bids.Add(new(Price.FromRaw(bid), Amount()));
            asks.Add(new(Price.FromRaw(ask), Amount()));
            bid -= random.Next(1, 40) * tick;
            ask += random.Next(1, 40) * tick;
        }

        return new(bids, asks);

        Quantity Amount() => Quantity.FromRaw(random.NextInt64(1, (long)(depth * 100_000)) * instrument.StepSize.Raw % 1_000_000_000_000_000 + 1);
    }

    private static AccountView DrawAccount(Random random, Instrument instrument, decimal equity, decimal price)
    {
        Quantity position = Quantity.Zero;
        if (random.Next(3) == 0)
        {
            decimal quantity = decimal.Round(equity / price * (decimal)random.NextDouble() * 2m, 6);
            position = Quantity.From(Math.Min(quantity, 1_000_000_000m));
            if (instrument.Kind == InstrumentKind.Perpetual && random.Next(2) == 0) position = -position;
        }

        decimal cash = equity * (decimal)random.NextDouble();
        return new(
            equity, cash, position, position.IsZero ? 0m : price, equity * 1.01m, equity * 0.99m, equity * 1.02m, 0, 0, TradingMode.Normal)
        {
            ExposureElsewhere = random.Next(2) == 0 ? 0m : equity * (decimal)random.NextDouble(),
            Risk = random.Next(3) == 0 ? null : DrawInputs(random, equity),
        };
    }

    private static RiskInputs DrawInputs(Random random, decimal equity)
    {
        double common = random.NextDouble();
        double size = Math.Pow(10, -4 + 3 * random.NextDouble());
        double other = random.Next(2) == 0 ? 0 : (double)equity * (random.NextDouble() - 0.5);
        double[] returns = new double[random.Next(20, 300)];
        double[] elsewhere = new double[other == 0 ? 0 : returns.Length];
        for (int i = 0; i < returns.Length; i++)
        {
            returns[i] = size * (random.NextDouble() + random.NextDouble() - 1);
            if (other != 0) elsewhere[i] = other * (common * returns[i] + (1 - common) * size * (random.NextDouble() - 0.5));
        }

        return new()
        {
            Returns = returns,
            Elsewhere = elsewhere,
            NetElsewhere = (decimal)other,
            LossStreak = random.Next(0, 6),
            LastLossAt = Timestamp.FromMilliseconds(1_721_347_200_000 - random.Next(0, 7_200_000)),
        };
    }

    private static RiskLimits DrawLimits(Random random) => new()
    {
        RiskPerTrade = 0.0005m + (decimal)random.NextDouble() * 0.02m,
        PositionMax = 0.1m + (decimal)random.NextDouble() * 3m,
        LeverageMax = 1m + (decimal)random.NextDouble() * 2m,
        SlippageMax = 0.0002m + (decimal)random.NextDouble() * 0.003m,
        LiquidityMax = 0.001m + (decimal)random.NextDouble() * 0.05m,
        Pyramiding = random.Next(2) == 0,
    };
}
