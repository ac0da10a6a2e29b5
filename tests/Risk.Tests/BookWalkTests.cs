using Parley.Domain;

namespace Parley.Risk.Tests;

public sealed class BookWalkTests
{
    [Fact]
    public void A_market_order_pays_the_levels_it_takes()
    {
        BookView book = new(
            [new(Price.From(99m), Quantity.From(1m)), new(Price.From(98m), Quantity.From(2m))],
            [new(Price.From(101m), Quantity.From(1m)), new(Price.From(103m), Quantity.From(1m))]);
        BookWalk.Estimate(book, Side.Buy, Quantity.From(1.5m)).ShouldBe(
            new(Quantity.From(1.5m), (101m + 51.5m) / 1.5m, ((101m + 51.5m) / 1.5m - 100m) / 100m, Price.From(103m)));
        BookWalk.Estimate(book, Side.Sell, Quantity.From(3m)).ShouldBe(
            new(Quantity.From(3m), 295m / 3m, (100m - 295m / 3m) / 100m, Price.From(98m)));
        BookWalk.Estimate(book, Side.Buy, Quantity.From(5m)).Filled.ShouldBe(Quantity.From(2m));
        BookWalk.Estimate(BookView.Empty, Side.Buy, Quantity.From(5m)).ShouldBe(default);
    }

    [Fact]
    public void Estimates_agree_with_plain_decimal_arithmetic() => Cases.Check(seed =>
    {
        Scenario scenario = Scenario.Draw(seed);
        BookView book = scenario.Snapshot.Book;
        if (!book.IsLive) return false;
        Quantity wanted = Quantity.FromRaw(new Random(~seed).NextInt64(1, 1_000_000_000_000_000));
        (decimal filled, decimal paid) = (0m, 0m);
        foreach (BookLevel level in scenario.Proposal.Side == Side.Buy ? book.Asks : book.Bids)
        {
            decimal taken = Math.Min(wanted.Value - filled, level.Quantity.Value);
            (filled, paid) = (filled + taken, paid + taken * level.Price.Value);
        }

        BookFill fill = BookWalk.Estimate(book, scenario.Proposal.Side, wanted);
        fill.Filled.Value.ShouldBe(filled);
        fill.AveragePrice.ShouldBe(paid / filled, fill.AveragePrice * 1e-15m);
        return true;
    }, atLeast: 5_000);

    [Fact]
    public void The_largest_quantity_within_the_limits_is_inside_them_and_a_little_more_is_not() => Cases.Check(seed =>
    {
        Scenario scenario = Scenario.Draw(seed);
        (BookView book, Side side) = (scenario.Snapshot.Book, scenario.Proposal.Side);
        if (!book.IsLive) return false;
        decimal mid = BookWalk.Mid(book);
        (decimal average, decimal worst) = (scenario.Limits.SlippageMax, scenario.Limits.SlippageCeiling);
        Quantity largest = BookWalk.LargestWithin(book, side, average, worst);
        BookFill inside = BookWalk.Estimate(book, side, largest);
        inside.Filled.ShouldBe(largest);
        inside.Slippage.ShouldBeLessThanOrEqualTo(average);
        if (largest.IsPositive) (Math.Abs(inside.WorstPrice.Value - mid) / mid).ShouldBeLessThanOrEqualTo(worst);

        // One part in a million and a hundred raw units more: past rounding, but for the bounds, which are whole raw prices.
        decimal rounding = 0.000_000_01m / mid;
        Quantity more = Quantity.FromRaw(largest.Raw + largest.Raw / 1_000_000 + 100);
        BookFill outside = BookWalk.Estimate(book, side, more);
        bool bookEnds = outside.Filled < more;
        bool tooDear = outside.Slippage > average - rounding || Math.Abs(outside.WorstPrice.Value - mid) / mid > worst - rounding;
        (bookEnds || tooDear).ShouldBeTrue();
        return largest.IsPositive;
    }, atLeast: 2_000);
}
