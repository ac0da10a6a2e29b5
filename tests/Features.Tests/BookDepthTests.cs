using Parley.Domain;

namespace Parley.Features.Tests;

public sealed class BookDepthTests
{
    [Fact]
    public void Depth_counts_every_level_within_ten_basis_points_of_a_deep_book_and_none_beyond()
    {
        // One level every 5 cents: 1,200 a side lie within 60 of a mid of 60,000.
        var book = new OrderBook(SyntheticBars.Symbol);
        BookLevel[] bids = [.. Enumerable.Range(1, 3_000).Select(i => Level(60_000m - 0.05m * i, i))];
        BookLevel[] asks = [.. Enumerable.Range(1, 3_000).Select(i => Level(60_000m + 0.05m * i, 2 * i))];
        book.ApplySnapshot(new DepthSnapshot(SyntheticBars.Symbol, SyntheticBars.Start, SyntheticBars.Start, 1, bids, asks)).ShouldBeTrue();
        var engine = new FeatureEngine(SyntheticBars.Symbol, [Timeframe.OneMinute]);
        engine.OnBook(book, SyntheticBars.Start);
        IReadOnlyList<Feature> flow = engine.Snapshot(SyntheticBars.Start).Single(g => g.Name == FeatureCatalogue.FlowGroup).Features;
        double bidDepth = (double)bids.Take(1_200).Sum(l => l.Price * l.Quantity);
        double askDepth = (double)asks.Take(1_200).Sum(l => l.Price * l.Quantity);
        Value(flow, "depth_10bps_bid")!.Value.ShouldBe(bidDepth, bidDepth * 1e-9);
        Value(flow, "depth_10bps_ask")!.Value.ShouldBe(askDepth, askDepth * 1e-9);
    }

    [Fact]
    public void A_book_that_is_not_live_makes_its_features_unknown()
    {
        var engine = new FeatureEngine(SyntheticBars.Symbol, [Timeframe.OneMinute]);
        var book = new OrderBook(SyntheticBars.Symbol);
        book.ApplySnapshot(new DepthSnapshot(
            SyntheticBars.Symbol, SyntheticBars.Start, SyntheticBars.Start, 1, [Level(99, 1)], [Level(101, 3)])).ShouldBeTrue();
        engine.OnBook(book, SyntheticBars.Start);
        IReadOnlyList<Feature> flow = engine.Snapshot(SyntheticBars.Start).Single(g => g.Name == FeatureCatalogue.FlowGroup).Features;
        Value(flow, "book_imbalance_5").ShouldBe(-0.5);
        Value(flow, "spread_bps").ShouldBe(200);
        Value(flow, "microprice_deviation_bps").ShouldBe(-50);
        engine.OnBook(new OrderBook(SyntheticBars.Symbol), SyntheticBars.Start);
        engine.Snapshot(SyntheticBars.Start).Single(g => g.Name == FeatureCatalogue.FlowGroup).Features.ShouldAllBe(f => f.Value == null);
    }

    private static BookLevel Level(decimal price, decimal quantity) => new(Price.From(price), Quantity.From(quantity));

    private static double? Value(IReadOnlyList<Feature> features, string name) => features.Single(f => f.Name == name).Value;
}
