using Parley.Domain;
using Parley.Network;

namespace Parley.Venues.Binance.Tests.Streams;

public sealed class MarketFeedTests
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    [Fact]
    [Trait("Fault", "F-056")]
    public void Spot_has_one_path_and_futures_have_each_stream_on_its_own()
    {
        var spot = new FeedStage(BinanceProduct.Spot);
        spot.Connect();
        spot.Wire.Opened.Select(o => o.Address.AbsolutePath).ShouldBe(["/stream"]);
        spot.Wire.Said.Select(s => s.Text).ShouldBe(
            ["""{"method":"SUBSCRIBE","params":["btcusdt@bookTicker","btcusdt@depth@100ms","btcusdt@trade"],"id":1}"""]);

        var futures = new FeedStage(BinanceProduct.UsdFutures);
        futures.Connect();
        futures.Wire.Opened.Select(o => o.Address.AbsolutePath).ShouldBe(["/public/stream", "/market/stream"]);
        futures.Wire.Said.Select(s => s.Text).ShouldBe(
        [
            """{"method":"SUBSCRIBE","params":["btcusdt@bookTicker","btcusdt@depth@100ms"],"id":1}""",
            """{"method":"SUBSCRIBE","params":["btcusdt@aggTrade","btcusdt@markPrice@1s"],"id":1}""",
        ]);
    }

    [Fact]
    public void A_feed_in_order_hands_everything_on_and_says_so()
    {
        FeedStage stage = Running(BinanceProduct.UsdFutures);
        stage.Events.ShouldBe(["quote 5", "depth 10", "trade 1", "mark 100.4", "snapshot 10"], ignoreOrder: true);
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse();
        foreach (IGrouping<string, VenueCondition> of in stage.Conditions.GroupBy(c => c.Name))
        {
            of.First().Demands.ShouldBe(TradingMode.Guarded);
            of.Last().Demands.ShouldBe(TradingMode.Normal);
        }

        stage.Conditions.Select(c => c.Name).Distinct().ShouldBe(["feed-trades", "feed-quotes", "feed-depth", "feed-marks"], ignoreOrder: true);
        stage.Feed.IsStale(new Symbol("UNKNOWN")).ShouldBeTrue();
    }

    [Fact]
    public void An_idle_pump_returns_at_once_and_says_so()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        stage.Pump();
        stage.Feed.IsIdle.ShouldBeTrue();
        stage.Bring(stage.Trade(99));
        stage.Feed.IsIdle.ShouldBeFalse();
    }

    [Fact]
    [Trait("Fault", "F-059")]
    public void What_comes_twice_or_late_is_handed_on_once_and_in_order()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        stage.Events.Clear();
        foreach (long id in (long[])[20, 21, 21, 20, 23, 22, 24]) stage.Bring(stage.Trade(id));
        stage.Bring(FeedStage.Quote(50));
        stage.Bring(FeedStage.Quote(49));
        stage.Events.ShouldBe(["trade 20", "trade 21", "trade 23", "trade 24", "quote 50"]);
        stage.Feed.Repeated.ShouldBe(4);
    }

    [Fact]
    [Trait("Fault", "F-059")]
    public void One_absurd_number_does_not_shut_a_stream_up_for_good()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        stage.Bring(stage.Trade(long.MaxValue / 2));
        stage.Events.Clear();
        for (int id = 2; id < 400; id++) stage.Bring(stage.Trade(id));
        stage.Events.Count.ShouldBeInRange(100, 300);
    }

    [Fact]
    [Trait("Fault", "F-052")]
    [Trait("Invariant", "I-28")]
    public void A_gap_in_spot_depth_fetches_the_book_again()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        int asked = stage.Feed.SnapshotsAsked;
        stage.Bring(stage.Depth(11, 12));
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse();
        stage.Bring(stage.Depth(14, 15));
        ShouldDemand(stage, "feed-depth", TradingMode.Guarded);
        stage.Pass(0.1);
        stage.Feed.SnapshotsAsked.ShouldBe(asked + 1);
        stage.Wire.Sent[^1].Request.Target.ShouldBe("/api/v3/depth?symbol=BTCUSDT&limit=1000");
        stage.Bring(stage.Depth(16, 17));
        stage.Snapshot(15);
        ShouldDemand(stage, "feed-depth", TradingMode.Normal);
        stage.Events[^1].ShouldBe("snapshot 15");
        stage.Pass(1, () => stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Depth(1, 1)));
        stage.Feed.SnapshotsAsked.ShouldBe(asked + 1);
    }

    [Fact]
    [Trait("Fault", "F-053")]
    [Trait("Invariant", "I-28")]
    public void A_gap_in_futures_depth_is_told_by_the_number_before()
    {
        FeedStage stage = Running(BinanceProduct.UsdFutures);
        int asked = stage.Feed.SnapshotsAsked;
        stage.Bring(stage.Depth(15, 18, previous: 10));
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse();
        stage.Bring(stage.Depth(19, 20, previous: 17));
        ShouldDemand(stage, "feed-depth", TradingMode.Guarded);
        stage.Pass(0.1);
        stage.Feed.SnapshotsAsked.ShouldBe(asked + 1);
        stage.Wire.Sent[^1].Request.Target.ShouldBe("/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
        stage.Snapshot(19);
        ShouldDemand(stage, "feed-depth", TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-054")]
    public void A_snapshot_older_than_what_is_kept_is_fetched_again_and_at_last_slowly()
    {
        var stage = new FeedStage(BinanceProduct.Spot, FeedTopics.Depth);
        stage.Connect();
        stage.Bring(stage.Depth(100, 101));
        int answered = 0;
        long next = 102;
        stage.Pass(120, () =>
        {
            stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Depth(next, next++));
            if (stage.Wire.Sent.Count == answered) return;
            answered = stage.Wire.Sent.Count;
            stage.Wire.Answer(stage.Wire.Sent[^1].Id, 200, """{"lastUpdateId":50,"bids":[["100.0","1.0"]],"asks":[["101.0","1.0"]]}""");
        });
        stage.Feed.SnapshotsAsked.ShouldBeInRange(6, 12);
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeTrue();
        stage.Events.ShouldNotContain("snapshot 50");
        stage.Pass(31, () => stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Depth(next, next++)));
        stage.Snapshot(next - 1);
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse();
    }

    [Theory]
    [InlineData("[\"101.0\",\"1.0\"]", "[\"103.0\",\"1.0\"]")]
    [InlineData("[\"100.0\",\"0\"],[\"99.0\",\"0\"]", "")]
    [Trait("Fault", "F-055")]
    [Trait("Invariant", "I-28")]
    public void A_crossed_or_empty_book_is_not_believed(string bids, string asks)
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        int asked = stage.Feed.SnapshotsAsked;
        stage.Bring(stage.Depth(11, 12, null, bids, asks));
        ShouldDemand(stage, "feed-depth", TradingMode.Guarded);
        stage.Pass(0.1);
        stage.Feed.SnapshotsAsked.ShouldBe(asked + 1);
        stage.Snapshot(13);
        ShouldDemand(stage, "feed-depth", TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-055")]
    public void A_crossed_quote_is_held_back_until_one_makes_sense()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        stage.Events.Clear();
        stage.Bring(FeedStage.Quote(60, "101.0", "101.0"));
        ShouldDemand(stage, "feed-quotes", TradingMode.Guarded);
        stage.Bring(FeedStage.Quote(61));
        ShouldDemand(stage, "feed-quotes", TradingMode.Normal);
        stage.Events.ShouldBe(["quote 61"]);
    }

    [Fact]
    [Trait("Fault", "F-043")]
    public void A_snapshot_refused_for_the_rate_waits_as_long_as_the_venue_says()
    {
        var stage = new FeedStage(BinanceProduct.Spot, FeedTopics.Depth);
        stage.Connect();
        stage.Bring(stage.Depth(1, 2));
        stage.Pass(0.1);
        stage.Wire.Answer(stage.Wire.Sent[^1].Id, 429, "{}", ("Retry-After", "40"));
        long id = 3;
        stage.Pass(39.8, () => stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Depth(id, id++)));
        stage.Feed.SnapshotsAsked.ShouldBe(1);
        stage.Pass(0.6, () => stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Depth(id, id++)));
        stage.Feed.SnapshotsAsked.ShouldBe(2);
    }

    [Fact]
    [Trait("Fault", "F-056")]
    public void A_stream_without_a_first_word_is_asked_for_again_and_then_connected_anew()
    {
        var stage = new FeedStage(BinanceProduct.UsdFutures, FeedTopics.Trades | FeedTopics.Marks);
        stage.Connect();
        // Mark prices come, so the socket is alive; trades do not, so the topic is not.
        int said = stage.Wire.Said.Count;
        stage.Pass(5.5, () => stage.Wire.Bring(stage.Wire.Opened[^1].Socket, stage.Mark()));
        stage.Wire.Said.Skip(said).Select(s => s.Text).ShouldBe(
        [
            """{"method":"UNSUBSCRIBE","params":["btcusdt@aggTrade"],"id":2}""",
            """{"method":"SUBSCRIBE","params":["btcusdt@aggTrade"],"id":3}""",
        ]);
        stage.Wire.Closed.ShouldBeEmpty();
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeTrue();
        stage.Pass(5.5, () => stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Mark()));
        stage.Wire.Closed.Count.ShouldBe(1);
        stage.Pass(2);
        stage.Wire.Opened.Count.ShouldBe(2);
    }

    [Fact]
    [Trait("Fault", "F-050")]
    [Trait("Fault", "F-061")]
    public void A_stream_silent_for_twice_its_usual_gap_is_stale_until_it_speaks()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse();
        long id = 100;
        stage.Pass(11, () =>
        {
            stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Trade(++id));
            stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Depth(id - 90, id - 90));
        });
        ShouldDemand(stage, "feed-quotes", TradingMode.Guarded);
        stage.Conditions.Count(c => c.Name is "feed-trades" or "feed-depth" && c.Demands == TradingMode.Guarded).ShouldBe(2, "once each, before they were connected");
        stage.Bring(FeedStage.Quote(70));
        ShouldDemand(stage, "feed-quotes", TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-057")]
    public void Before_the_venue_cuts_a_socket_the_next_one_has_taken_over()
    {
        FeedStage stage = Running(BinanceProduct.Spot, TimeSpan.FromSeconds(100));
        long id = 10;
        stage.Pass(94, Talk);
        stage.Wire.Opened.Count.ShouldBe(1);
        stage.Pass(11, Talk);
        stage.Wire.Opened.Count.ShouldBe(2);
        stage.Wire.Closed.ShouldBeEmpty();
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse();
        stage.Wire.Accept(stage.Wire.Opened[1].Socket);
        stage.Pass(0.1);
        stage.Events.Clear();
        // Both deliver the same for a while.
        foreach (int socket in (int[])[0, 1, 1, 0])
        {
            stage.Bring(stage.Trade(id + 1 + socket), socket);
            stage.Bring(FeedStage.Quote(id + 1 + socket), socket);
        }

        stage.Events.ShouldBe([$"trade {id + 1}", $"quote {id + 1}", $"trade {id + 2}", $"quote {id + 2}"]);
        stage.Wire.Closed.ShouldBeEmpty("depth has not been heard on the new one");
        stage.Bring(stage.Depth(id + 1, id + 1), 1);
        stage.Pass(0.1);
        stage.Wire.Closed.ShouldBe([stage.Wire.Opened[0].Socket]);
        stage.Bring(stage.Trade(id + 3), 1);
        stage.Events[^1].ShouldBe($"trade {id + 3}");
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse();

        void Talk()
        {
            id++;
            stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Trade(id));
            stage.Wire.Bring(stage.Wire.Opened[0].Socket, FeedStage.Quote(id));
            stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Depth(id, id));
        }
    }

    [Fact]
    [Trait("Fault", "F-057")]
    public void A_server_that_says_it_shuts_down_is_left_for_another_before_it_goes()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        stage.Bring("""{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}""");
        stage.Pass(0.1);
        stage.Wire.Opened.Count.ShouldBe(2);
        stage.Wire.Closed.ShouldBeEmpty();
        // It goes before the new one is heard.
        stage.Wire.Accept(stage.Wire.Opened[1].Socket);
        stage.Wire.Drop(stage.Wire.Opened[0].Socket, "closed by the venue (1001)");
        stage.Pass(0.5);
        stage.Bring(stage.Trade(60), 1);
        stage.Events[^1].ShouldBe("trade 60");
        stage.Wire.Opened.Count.ShouldBe(2);
    }

    [Fact]
    [Trait("Fault", "F-051")]
    [Trait("Invariant", "I-29")]
    public void Reconnecting_keeps_to_the_limits_however_often_it_fails()
    {
        var stage = new FeedStage(BinanceProduct.Spot);
        List<TimeSpan> opened = [];
        int before = 0;
        stage.Pass(900, () =>
        {
            for (; before < stage.Wire.Opened.Count; before++)
            {
                opened.Add(stage.Elapsed);
                stage.Wire.Drop(stage.Wire.Opened[before].Socket, "no connection");
            }
        });
        opened.Count.ShouldBeInRange(15, 300);
        opened.Zip(opened.Skip(1)).ShouldAllBe(p => p.Second - p.First <= TimeSpan.FromSeconds(61));

        var clock = new FeedStage(BinanceProduct.Spot);
        var spent = new ConnectBudget(clock, 1, TimeSpan.FromMinutes(5));
        spent.TryTake().ShouldBeTrue();
        var waiting = new FeedStage(BinanceProduct.Spot, FeedTopics.All, spent);
        waiting.Pass(1);
        waiting.Wire.Opened.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-051")]
    [Trait("Invariant", "I-29")]
    public void No_second_has_more_than_five_frames()
    {
        var stage = new FeedStage(BinanceProduct.Spot);
        stage.Connect();
        List<TimeSpan> frames = [stage.Elapsed];
        int said = stage.Wire.Said.Count;
        stage.Pass(30, () =>
        {
            for (; said < stage.Wire.Said.Count; said++) frames.Add(stage.Elapsed);
        });
        frames.Count.ShouldBeGreaterThan(3);
        frames.ShouldAllBe(f => frames.Count(g => g >= f && g - f < TimeSpan.FromSeconds(1)) <= 5);
    }

    [Fact]
    public void A_lost_connection_makes_everything_stale_and_the_next_one_heals_it()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        stage.Wire.Drop(stage.Wire.Opened[0].Socket, "the connection broke");
        stage.Pump();
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeTrue();
        stage.Pass(2);
        stage.Wire.Accept(stage.Wire.Opened[1].Socket);
        stage.Pass(0.5);
        stage.Bring(stage.Trade(80), 1);
        stage.Bring(FeedStage.Quote(80), 1);
        stage.Bring(stage.Depth(30, 31), 1);
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeTrue("changes of the book were missed");
        stage.Pass(0.1);
        stage.Snapshot(30);
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse();
    }

    [Fact]
    public void What_another_part_polled_off_the_shared_wire_comes_with_the_next_pump()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        stage.Events.Clear();
        stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Trade(90));
        stage.Router.Poll();
        stage.Events.ShouldBeEmpty();
        stage.Pump();
        stage.Events.ShouldBe(["trade 90"]);
        stage.Feed.IsIdle.ShouldBeFalse();
    }

    [Fact]
    public void A_disposed_feed_closes_its_sockets_and_ends()
    {
        FeedStage stage = Running(BinanceProduct.UsdFutures);
        stage.Feed.Dispose();
        stage.Wire.Closed.ShouldBe(stage.Wire.Opened.Select(o => o.Socket), ignoreOrder: true);
        stage.Feed.Pump(stage).ShouldBeFalse();
    }

    [Fact]
    [Trait("Fault", "F-055")]
    public void Quotes_far_from_trades_or_mark_are_stale_once_it_lasts_and_nobody_guesses_who_is_right()
    {
        FeedStage stage = Running(BinanceProduct.UsdFutures);
        stage.Feed.LastPrice(FeedStage.Btc).ShouldBe(Price.From(100.5m));
        stage.Feed.LastPrice(new Symbol("UNKNOWN")).ShouldBeNull();
        stage.Bring(FeedStage.Quote(6, "90.0", "90.2"));
        stage.Pass(0.8);
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse("a fast market's streams part for a moment");
        stage.Pass(0.4);
        ShouldDemand(stage, "feed-quotes", TradingMode.Guarded);
        stage.Conditions[^1].Reason.ShouldContain("trades");
        stage.Bring(FeedStage.Quote(7));
        stage.Pass(0.1);
        ShouldDemand(stage, "feed-quotes", TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-055")]
    public void The_mark_price_speaks_where_trades_are_old_or_agree()
    {
        var sources = new FeedSources(0.02m, TimeSpan.Zero);
        TimeSpan now = TimeSpan.FromMinutes(5);
        sources.Find(now, Age, Age).ShouldBeNull("nothing is known");
        sources.OnTrade(Price.From(50), now);
        sources.OnQuote(Price.From(99), Price.From(101), now);
        sources.Find(now, Age, Age)!.ShouldContain("trades");
        sources.Find(now + TimeSpan.FromSeconds(11), Age, Age).ShouldBeNull("an old trade says nothing");
        sources.OnTrade(Price.From(100), now);
        sources.OnMark(Price.From(102.1m), now);
        sources.Find(now, Age, Age)!.ShouldContain("mark");
        sources.OnMark(Price.From(102), now);
        sources.Find(now, Age, Age).ShouldBeNull("exactly as far as it may");
    }

    [Fact]
    [Trait("Fault", "F-060")]
    public void What_is_dropped_is_counted_and_more_than_one_in_a_hundred_makes_everything_stale()
    {
        FeedStage stage = Running(BinanceProduct.Spot);
        for (int i = 0; i < 9_000; i++) stage.Wire.Bring(stage.Wire.Opened[0].Socket, FeedStage.Quote(100 + i));
        stage.Router.Poll();
        stage.Pass(0.1);
        stage.Feed.Dropped.ShouldBe(9_000 - 8_192);
        stage.Events[^1].ShouldBe("quote 9099");
        ShouldDemand(stage, "feed-quotes", TradingMode.Guarded);
        ShouldDemand(stage, "feed-trades", TradingMode.Guarded);

        long id = 10_000;
        stage.Pass(25, () =>
        {
            stage.Wire.Bring(stage.Wire.Opened[0].Socket, FeedStage.Quote(++id));
            stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Trade(id));
            stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Depth(id - 9_990, id - 9_990));
        });
        ShouldDemand(stage, "feed-quotes", TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-042")]
    public void A_snapshot_waits_when_the_address_has_used_up_what_it_may_ask()
    {
        var weights = new RateBudget();
        weights.SetLimits([new RateLimit("REQUEST_WEIGHT", TimeSpan.FromMinutes(1), 100)]);
        var stage = new FeedStage(BinanceProduct.Spot, FeedTopics.Depth, weights: weights);
        weights.TrySpend(RequestClass.Regular, 80, 0, Timestamp.From(stage.GetUtcNow())).ShouldBeTrue();
        stage.Connect();
        stage.Bring(stage.Depth(1, 2));
        long id = 2;
        stage.Pass(30, Next);
        stage.Feed.SnapshotsAsked.ShouldBe(0);
        stage.Pass(35, Next);
        stage.Feed.SnapshotsAsked.ShouldBe(1);

        void Next() => stage.Wire.Bring(stage.Wire.Opened[0].Socket, stage.Depth(++id, id));
    }

    internal static FeedStage Running(BinanceProduct product, TimeSpan? rollover = null)
    {
        var stage = new FeedStage(product, rollover: rollover);
        stage.Connect();
        bool isSpot = product == BinanceProduct.Spot;
        stage.Bring(FeedStage.Quote(5));
        stage.Bring(stage.Depth(10, 10, isSpot ? null : 9));
        stage.Bring(isSpot ? stage.Trade(1) : stage.AggregateTrade(1), isSpot ? 0 : 1);
        if (!isSpot) stage.Bring(stage.Mark(), 1);
        stage.Pass(0.1);
        stage.Snapshot(10);
        stage.Feed.IsStale(FeedStage.Btc).ShouldBeFalse();
        return stage;
    }

    private static void ShouldDemand(FeedStage stage, string name, TradingMode mode)
    {
        stage.Conditions.Last(c => c.Name == name).Demands.ShouldBe(mode);
        stage.Feed.IsStale(FeedStage.Btc).ShouldBe(mode != TradingMode.Normal);
    }
}
