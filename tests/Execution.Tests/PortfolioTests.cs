using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class PortfolioTests
{
    private static readonly Symbol[] Symbols = [new("BTCUSDT"), new("ETHUSDT")];

    [Fact]
    [Trait("Fault", "F-068")]
    [Trait("Invariant", "I-01")]
    public void Money_that_comes_or_goes_is_no_profit()
    {
        Portfolio portfolio = new(1_000m);
        EquityTracker equity = new();
        equity.Observe(Facts.Start, portfolio.Equity);
        AccountFlow deposit = new(Symbol.Account, Facts.At(1), new("USDT", 500m), "deposit");
        portfolio.Apply(deposit).ShouldBeTrue();
        equity.Shift(500m);
        portfolio.Apply(deposit).ShouldBeFalse("it came twice");
        (portfolio.Equity, portfolio.Flows).ShouldBe((1_500m, 500m));
        equity.Observe(Facts.At(2), portfolio.Equity);
        (equity.DayStart, equity.WeekStart, equity.Peak, equity.Drawdown).ShouldBe((1_500m, 1_500m, 1_500m, 0m));
        portfolio.Apply(deposit with { At = Facts.At(3), Flow = new("USDT", -1_200m), Kind = "withdrawal" });
        equity.Shift(-1_200m);
        equity.Observe(Facts.At(3), portfolio.Equity);
        equity.Drawdown.ShouldBe(0m);
    }

    [Fact]
    public void A_long_round_trip_books_cash_cost_profit_and_fees()
    {
        Portfolio portfolio = new(1_000m);
        portfolio.Apply(Facts.Filled("a", 1, Side.Buy, 100m, 2m, fee: 0.2m)).ShouldBeTrue();
        portfolio.Apply(Facts.Filled("a", 2, Side.Buy, 106m, 1m, fee: 0.1m)).ShouldBeTrue();
        Position position = portfolio.Find(Facts.Symbol).ShouldNotBeNull();
        (position.Quantity, position.AverageEntry, portfolio.Cash).ShouldBe((Quantity.From(3m), 102m, 693.7m));
        portfolio.Mark(Facts.Symbol, Price.From(110m));
        (portfolio.Equity, position.Unrealised).ShouldBe((1_023.7m, 24m));

        portfolio.Apply(Facts.Filled("b", 3, Side.Sell, 112m, 1.5m, fee: 0.15m, at: 50));
        (position.Realised, position.Quantity, position.AverageEntry).ShouldBe((15m, Quantity.From(1.5m), 102m));
        portfolio.RoundTrips.ShouldBeEmpty();
        portfolio.Apply(new FundingPaid(Facts.Symbol, Facts.At(55), -0.5m));
        portfolio.Apply(Facts.Filled("b", 4, Side.Sell, 100m, 1.5m, fee: 0.15m, at: 60));
        portfolio.RoundTrips.ShouldHaveSingleItem().ShouldBe(new(
            Facts.Symbol, Side.Buy, Facts.At(2), Facts.At(60), 102m, 106m, Quantity.From(3m), 0.6m, -0.5m, 10.9m));
        portfolio.Equity.ShouldBe(1_010.9m);
    }

    [Fact]
    [Trait("Fault", "F-026")]
    [Trait("Invariant", "I-01")]
    public void Coins_taken_as_fees_are_gone_and_no_money_is_lost_or_made_of_them() => Cases.Check(2_000, random =>
    {
        Instrument spot = Facts.Perpetual with { Kind = InstrumentKind.Spot };
        Portfolio portfolio = new(1_000_000m, [spot]);
        decimal cash = 1_000_000m;
        decimal coins = 0m;
        for (int i = 1; i <= 12; i++)
        {
            decimal price = random.Next(100, 1_000);
            bool buys = coins < 0.001m || random.Next(2) == 0;
            decimal quantity = buys ? random.Next(1, 3_000) / 1_000m : Math.Floor(coins * 1_000) / 1_000;
            // Bought coins are charged in coins, sold ones in money, or either in a third asset.
            decimal rate = random.Next(3) / 1_000m;
            bool third = random.Next(4) == 0;
            AssetAmount? charged = third ? new("BNB", 0.01m) : buys && rate > 0 ? new("BTC", quantity * rate) : null;
            decimal fee = price * quantity * rate;
            portfolio.Apply(Facts.Filled("a", i, buys ? Side.Buy : Side.Sell, price, quantity, fee, at: i) with { Charged = charged });
            bool inCoins = charged?.Asset == "BTC";
            coins += buys ? quantity - (inCoins ? quantity * rate : 0) : -quantity;
            cash += (buys ? -price : price) * quantity - (inCoins ? 0 : fee);
            portfolio.Mark(spot.Symbol, Price.From(price));
            Position position = portfolio.Find(spot.Symbol).ShouldNotBeNull();
            (position.Quantity.Value, portfolio.Cash).ShouldBe((coins, cash));
            (portfolio.Equity - portfolio.OpeningCash - position.Realised - position.Unrealised + position.Fees).ShouldBe(0m, 1e-9m);
            if (!spot.IsDust(position.Quantity)) continue;
            // Whatever was earned so far is in the round trips, but for the dust, which the next one takes over.
            portfolio.RoundTrips.Sum(t => t.NetProfit).ShouldBe(portfolio.Equity - portfolio.OpeningCash, 1e-9m);
        }
    });

    [Fact]
    public void A_fill_larger_than_the_position_closes_one_round_trip_and_opens_the_next()
    {
        Portfolio portfolio = new(1_000m);
        portfolio.Apply(Facts.Filled("a", 1, Side.Buy, 100m, 1m));
        portfolio.Apply(Facts.Filled("b", 2, Side.Sell, 90m, 3m, fee: 0.3m, at: 50));
        Position position = portfolio.Find(Facts.Symbol).ShouldNotBeNull();
        (position.Quantity, position.AverageEntry, position.Realised).ShouldBe((Quantity.From(-2m), 90m, -10m));
        portfolio.RoundTrips.ShouldHaveSingleItem().NetProfit.ShouldBe(-10.1m);
        portfolio.Apply(Facts.Filled("c", 3, Side.Buy, 80m, 2m, at: 70));
        portfolio.RoundTrips[1].ShouldBe(new(
            Facts.Symbol, Side.Sell, Facts.At(50), Facts.At(70), 90m, 80m, Quantity.From(2m), 0.2m, 0m, 19.8m));
        portfolio.Cash.ShouldBe(1_009.7m);
    }

    [Fact]
    public void Assets_are_conserved_and_equity_is_explained_to_the_last_digit() => Cases.Check(10_000, random =>
    {
        const decimal Opening = 1_000_000m;
        List<VenueFact> facts = DrawHistory(random);
        Portfolio portfolio = new(Opening);
        foreach (VenueFact fact in facts) portfolio.Apply(fact);
        foreach (Symbol symbol in Symbols) portfolio.Mark(symbol, Price.FromRaw(random.NextInt64(1, 10_000_000_000_000)));

        List<OrderFilled> fills = [.. facts.OfType<OrderFilled>()];
        decimal funding = facts.OfType<FundingPaid>().Sum(f => f.Amount);
        portfolio.Cash.ShouldBe(
            Opening - fills.Sum(f => Sign(f) * (f.Price * f.Quantity)) - fills.Sum(f => f.Fee) + funding);
        foreach (Symbol symbol in Symbols)
            portfolio.Held(symbol).Value.ShouldBe(fills.Where(f => f.Symbol == symbol).Sum(f => Sign(f) * f.Quantity.Value));
        portfolio.Equity.ShouldBe(Opening + portfolio.Positions.Sum(p => p.Realised + p.Unrealised - p.Fees + p.Funding));
    });

    [Fact]
    [Trait("Invariant", "I-06")]
    public void Equity_is_the_same_for_any_order_of_the_fills() => Cases.Check(5_000, random =>
    {
        List<VenueFact> facts = DrawHistory(random);
        Portfolio one = new(1_000m);
        Portfolio other = new(1_000m);
        foreach (VenueFact fact in facts) one.Apply(fact);
        foreach (VenueFact fact in Cases.ShuffledWithRepeats(facts, random)) other.Apply(fact);
        foreach (Symbol symbol in Symbols)
        {
            one.Mark(symbol, Price.From(123.45m));
            other.Mark(symbol, Price.From(123.45m));
        }

        other.Equity.ShouldBe(one.Equity);
        other.Cash.ShouldBe(one.Cash);
    });

    [Fact]
    public void A_rebuilt_history_is_the_same_for_any_order_of_delivery() => Cases.Check(2_000, random =>
    {
        List<VenueFact> facts = DrawHistory(random);
        Portfolio one = Portfolio.Rebuild(1_000m, facts);
        Portfolio other = Portfolio.Rebuild(1_000m, Cases.ShuffledWithRepeats(facts, random));
        other.RoundTrips.ShouldBe(one.RoundTrips);
        foreach (Symbol symbol in Symbols)
        {
            (other.Find(symbol)?.Realised).ShouldBe(one.Find(symbol)?.Realised);
            (other.Find(symbol)?.Cost).ShouldBe(one.Find(symbol)?.Cost);
        }
    });

    [Fact]
    public void Round_trips_add_up_to_everything_once_all_is_flat() => Cases.Check(5_000, random =>
    {
        List<VenueFact> facts = [.. DrawHistory(random).Where(f => f is OrderFilled && f.Symbol == Symbols[0])];
        Portfolio portfolio = new(0m);
        foreach (VenueFact fact in facts) portfolio.Apply(fact);
        Quantity held = portfolio.Held(Symbols[0]);
        if (!held.IsZero)
        {
            portfolio.Apply(new OrderFilled(
                new("z"), Symbols[0], Facts.At(99), 9_999, held.IsPositive ? Side.Sell : Side.Buy, Price.From(77m), held.Abs(), 0.07m,
                false));
        }

        portfolio.RoundTrips.Sum(trip => trip.NetProfit).ShouldBe(portfolio.Cash);
        portfolio.Positions.Sum(p => p.Cost).ShouldBe(0m);
    });

    [Fact]
    public void Exposure_beside_an_instrument_is_gross()
    {
        Portfolio portfolio = new(0m);
        portfolio.Apply(Facts.Filled("a", 1, Side.Sell, 100m, 2m));
        portfolio.ExposureBeside(Facts.Symbol).ShouldBe(0m);
        portfolio.ExposureBeside(new("ETHUSDT")).ShouldBe(200m);
    }

    [Fact]
    public void The_account_is_frozen_as_it_stands()
    {
        Portfolio portfolio = new(1_000m);
        EquityTracker equity = new();
        OrderRegister orders = new();
        equity.Observe(Facts.Start, 1_000m);
        orders.Intend(Facts.Market("a", Side.Buy, 2m));
        orders.Submit(new("a"), Facts.Start);
        portfolio.Apply(Facts.Filled("a", 1, Side.Buy, 100m, 1m));
        portfolio.Mark(Facts.Symbol, Price.From(90m));
        equity.Observe(Facts.At(5), portfolio.Equity);
        AccountViews.Of(Facts.Symbol, Facts.At(6), portfolio, equity, orders, TradingMode.Normal, reserved: 0m).ShouldBe(
            new AccountView(990m, 900m, Quantity.From(1m), 100m, 1_000m, 1_000m, 1_000m, 1, 0, TradingMode.Normal)
            {
                OrdersInLastMinute = 1,
            });
    }

    private static int Sign(OrderFilled fill) => fill.Side == Side.Buy ? 1 : -1;

    private static List<VenueFact> DrawHistory(Random random)
    {
        List<VenueFact> facts = [];
        int count = random.Next(1, 30);
        for (int i = 0; i < count; i++)
        {
            Symbol symbol = Symbols[random.Next(2)];
            Timestamp at = Facts.At(random.Next(0, 10));
            if (random.Next(8) == 0)
            {
                if (facts.Any(f => f is FundingPaid && f.Symbol == symbol && f.At == at)) continue;
                facts.Add(new FundingPaid(symbol, at, random.Next(-1000, 1000) / 1000m));
                continue;
            }

            facts.Add(new OrderFilled(
                new($"d{i}"), symbol, at, i, (Side)random.Next(2), Price.FromRaw(random.NextInt64(1, 10_000_000_000_000)),
                Quantity.FromRaw(random.NextInt64(1, 1_000_000_000)), random.Next(-100, 1000) / 10_000m, false));
        }

        return facts;
    }
}
