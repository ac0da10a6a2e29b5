using System.Globalization;
using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests.Streams;

public sealed class KlineHistoryTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Timestamp Now = Timestamp.FromMilliseconds(1_700_000_030_000);

    [Fact]
    public void Pages_follow_each_other_until_the_last_bar_that_is_over()
    {
        // 1,500 minutes up to the one that is still open, which the venue lists too.
        CandleVenue venue = new(missing: []);
        IReadOnlyList<Bar> bars = Fetch(venue, TimeSpan.FromMinutes(1_500)).Bars();
        bars.Count.ShouldBe(1_500);
        bars[^1].CloseTime.ShouldBe(Now.FloorTo(Timeframe.OneMinute));
        bars.Zip(bars.Skip(1)).ShouldAllBe(pair => pair.First.CloseTime == pair.Second.OpenTime);
        bars.ShouldAllBe(bar => !bar.AfterGap && bar.Trades == 3 && bar.TakerBuyVolume == 0.25);
        venue.Asked.ShouldBe(2);
    }

    [Fact]
    [Trait("Fault", "F-062")]
    public void A_hole_stays_a_hole_and_is_marked()
    {
        IReadOnlyList<Bar> bars = Fetch(new CandleVenue(missing: [5, 6]), TimeSpan.FromMinutes(20)).Bars();
        bars.Count.ShouldBe(18);
        bars.Count(bar => bar.AfterGap).ShouldBe(1);
        bars[5].AfterGap.ShouldBeTrue();
    }

    [Theory]
    [InlineData(500, "[]", "answered 500")]
    [InlineData(200, "{\"code\":-1}", "Not the JSON expected")]
    [InlineData(200, "[[1,2", "Not the JSON expected")]
    public void A_venue_that_gives_none_is_asked_three_times_and_named(int status, string body, string expected)
    {
        CandleVenue venue = new(missing: []) { Always = (status, body) };
        KlineHistory history = Fetch(venue, TimeSpan.FromMinutes(20));
        history.Fault.ShouldNotBeNull().ShouldContain(expected);
        venue.Asked.ShouldBe(3);
    }

    [Fact]
    public void A_venue_that_repeats_itself_is_not_asked_for_ever()
    {
        CandleVenue venue = new(missing: []) { Always = (200, "[]") };
        KlineHistory history = Fetch(venue, TimeSpan.FromMinutes(20));
        history.IsDone.ShouldBeTrue();
        history.Bars().ShouldBeEmpty();
    }

    private static KlineHistory Fetch(CandleVenue venue, TimeSpan span)
    {
        WireRouter router = new(venue);
        KlineHistory history = new(BinanceHosts.Live(BinanceProduct.UsdFutures), [Btc], Timeframe.OneMinute, Now, span, router);
        for (int i = 0; i < 20 && !history.IsDone && history.Fault is null; i++) router.Poll();
        return history;
    }

    /// <summary>Answers with a minute's candle for each minute asked for, a thousand at most.</summary>
    private sealed class CandleVenue(int[] missing) : IWire
    {
        private static readonly long First = (Now + TimeSpan.FromMinutes(-20)).FloorTo(Timeframe.OneMinute).Milliseconds;
        private readonly Queue<(long Id, WireRequest Request)> requests = new();

        public int Asked { get; private set; }

        public (int Status, string Body)? Always { get; init; }

        public void Send(long id, WireRequest request) => requests.Enqueue((id, request));

        public bool Poll(IWireSink sink)
        {
            if (!requests.TryDequeue(out (long Id, WireRequest Request) asked)) return false;
            Asked++;
            (int status, string body) = Always ?? (200, Candles(asked.Request.Target));
            sink.OnAnswer(asked.Id, new WireAnswer(status, new Dictionary<string, string>(), System.Text.Encoding.UTF8.GetBytes(body)));
            return true;
        }

        public void Open(long socket, Uri address) => throw new NotSupportedException();

        public void Say(long socket, ReadOnlySpan<byte> message) => throw new NotSupportedException();

        public void Close(long socket) => throw new NotSupportedException();

        public void Dispose()
        {
            // Nothing is open.
        }

        private string Candles(string target)
        {
            Dictionary<string, string> query = target.Split('?')[1].Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
            long start = long.Parse(query["startTime"], CultureInfo.InvariantCulture), end = Now.Milliseconds;
            IEnumerable<long> opens = Enumerable.Range(0, 1_000).Select(i => start + i * 60_000L).TakeWhile(open => open <= end)
                .Where(open => !missing.Contains((int)((open - First) / 60_000)));
            return $"[{string.Join(',', opens.Select(open => $"[{open},\"1.5\",\"2\",\"1\",\"1.75\",\"0.5\",{open + 59_999},\"0.8\",3,\"0.25\",\"0.4\",\"0\"]"))}]";
        }
    }
}
