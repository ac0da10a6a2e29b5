using Parley.Domain;

namespace Parley.Venues.Simulated.Tests;

public sealed class FundingTests
{
    [Theory]
    [InlineData(Side.Buy, 0.0001, -0.02)]
    [InlineData(Side.Sell, 0.0001, 0.02)]
    [InlineData(Side.Buy, -0.0001, 0.02)]
    public void Funding_is_settled_once_on_the_position_at_the_mark_price(Side side, double rate, double amount)
    {
        Bench bench = Bench.WithBook(Bench.Terms with { TakerFeeBps = 0 });
        bench.Mark(1, 100m, rate, nextFunding: 1_000);
        bench.Place(Bench.Market("in", side, 2m));
        decimal before = bench.Venue.Cash;

        bench.Mark(999, 100m, rate, nextFunding: 1_000);
        bench.Facts().ShouldBeEmpty();
        bench.Mark(1_000, 300m, 0.005, nextFunding: 2_000);
        bench.Mark(1_001, 300m, 0.005, nextFunding: 2_000);

        FundingPaid funding = bench.Facts().ShouldHaveSingleItem().ShouldBeOfType<FundingPaid>();
        funding.Amount.ShouldBe((decimal)amount);
        funding.At.ShouldBe(Bench.At(1_000));
        bench.Venue.Cash.ShouldBe(before + (decimal)amount);
        bench.Venue.FundingReceived.ShouldBe((decimal)amount);
    }

    [Fact]
    public void Without_a_position_or_on_spot_nothing_is_paid()
    {
        Bench bench = Bench.WithBook();
        bench.Mark(1, 100m, 0.01, nextFunding: 1_000);
        bench.Venue.AdvanceTo(Bench.At(5_000));
        bench.Facts().ShouldBeEmpty();

        Bench spot = Bench.WithBook(Bench.SpotTerms);
        spot.Place(Bench.Market("in", Side.Buy, 1m));
        spot.Mark(1, 100m, 0.01, nextFunding: 1_000);
        spot.Venue.AdvanceTo(Bench.At(5_000));
        spot.Facts().ShouldBeEmpty();
    }

    [Fact]
    public void Order_that_arrives_after_the_settlement_is_not_funded()
    {
        Bench bench = Bench.WithBook(Bench.Terms with { Latency = TimeSpan.FromMilliseconds(10) });
        bench.Mark(1, 100m, 0.01, nextFunding: 1_000);
        bench.Venue.AdvanceTo(Bench.At(995));
        bench.Venue.Place(Bench.Market("in", Side.Buy, 1m));

        bench.Venue.AdvanceTo(Bench.At(2_000));

        bench.Facts().OfType<FundingPaid>().ShouldBeEmpty();
        bench.Venue.PositionOf(Bench.Btc).ShouldBe(Quantity.From(1m));
    }
}
