using FsCheck;
using FsCheck.Fluent;
using Parley.Dashboard;

namespace Parley.Browser.Tests;

public sealed class BroadcastTests
{
    [Fact]
    public async Task A_reader_that_keeps_up_gets_everything_in_order()
    {
        DeskBroadcast broadcast = new(capacity: 64);
        await using IAsyncEnumerator<DeskEvent> reader =
            broadcast.Subscribe(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (int i = 0; i < 1_000; i++)
        {
            broadcast.Publish(Marked(i));
            (await reader.MoveNextAsync()).ShouldBeTrue();
            reader.Current.ShouldBe(Marked(i));
        }
    }

    [Fact]
    public void A_reader_that_falls_behind_gets_the_newest_and_the_number_it_lost() =>
        Prop.ForAll<PositiveInt, PositiveInt>((size, many) =>
        {
            int capacity = 1 + size.Get % 50;
            DeskBroadcast broadcast = new(capacity);
            using CancellationTokenSource ended = new();
            IAsyncEnumerable<DeskEvent> events = broadcast.Subscribe(ended.Token);
            for (int i = 0; i < many.Get; i++) broadcast.Publish(Marked(i));
            ended.Cancel();

            List<DeskEvent> seen = events.ToBlockingEnumerable().ToList();
            int lost = Math.Max(0, many.Get - capacity);
            List<DeskEvent> expected = [.. Enumerable.Range(lost, many.Get - lost).Select(Marked)];
            if (lost > 0) expected.Insert(0, new DeskEvent.Gap(lost));
            return seen.SequenceEqual(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_thinned_curve_keeps_its_ends_its_lowest_and_its_highest_point() =>
        Prop.ForAll<int[], PositiveInt>((values, most) =>
        {
            EquityDto[] curve = [.. values.Select((value, i) => new EquityDto(i, value, 0))];
            int pointsMax = 4 + most.Get % 40;
            IReadOnlyList<EquityDto> thinned = EquityCurve.Thin(curve, pointsMax);
            bool ordered = thinned.Zip(thinned.Skip(1)).All(pair => pair.First.Time < pair.Second.Time);
            if (curve.Length == 0) return thinned.Count == 0;
            return ordered
                && thinned.Count <= Math.Max(pointsMax, 0)
                && thinned[0] == curve[0]
                && thinned[^1] == curve[^1]
                && thinned.Max(point => point.Equity) == curve.Max(point => point.Equity)
                && thinned.Min(point => point.Equity) == curve.Min(point => point.Equity);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static DeskEvent Marked(int i) => new DeskEvent.EquityMarked(new EquityDto(i, i, 0));
}
