using System.Text.Json;
using Parley.Domain;
using Parley.Ports;
using Parley.Venues.Simulated.Binance;

namespace Parley.Venues.Simulated.Tests.Binance;

public sealed class FaultTests
{
    private const string Buy = "side=BUY&type=MARKET&quantity=0.1&newClientOrderId=a";

    [Fact]
    [Trait("Fault", "F-001")]
    public void A_lost_answer_hides_an_order_that_was_carried_out_and_a_lost_request_does_not()
    {
        using FrontBench lostAnswer = With(new() { LoseAnswer = 1 });
        lostAnswer.PlaceFutures(Buy);
        lostAnswer.Answer.IsLost.ShouldBeTrue();
        lostAnswer.Front.FuturesVenue!.PositionOf(Bench.Btc).Value.ShouldBe(0.1m);

        using FrontBench lostRequest = With(new() { LoseRequest = 1 });
        lostRequest.PlaceFutures(Buy);
        lostRequest.Answer.IsLost.ShouldBeTrue();
        lostRequest.Front.FuturesVenue!.PositionOf(Bench.Btc).ShouldBe(Quantity.Zero);
    }

    [Fact]
    [Trait("Fault", "F-002")]
    [Trait("Fault", "F-003")]
    public void An_unknown_outcome_is_carried_out_about_half_of_the_time_and_its_words_do_not_tell()
    {
        using FrontBench bench = With(new() { UnknownError = 0.5, Timeout = 0.5 });
        HashSet<string> words = [];
        for (int i = 0; i < 200; i++)
        {
            bench.Pass(TimeSpan.FromSeconds(1));
            bench.PlaceFutures($"side={(i % 2 == 0 ? "BUY" : "SELL")}&type=LIMIT&timeInForce=GTC&quantity=0.1&price={(i % 2 == 0 ? 90 : 110)}");
            if (bench.Answer.Status != 503) continue;
            words.Add(System.Text.Encoding.UTF8.GetString(bench.Answer.Body));
        }

        int open = bench.Front.FuturesVenue!.OpenOrders.Count;
        open.ShouldBeInRange(60, 180);
        words.Count.ShouldBe(2);
        words.ShouldContain(w => w.StartsWith("Unknown error", StringComparison.Ordinal));
        words.ShouldContain(w => w.Contains("-1007", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Fault", "F-007")]
    [Trait("Fault", "F-065")]
    public void Events_come_twice_under_the_same_trade_id()
    {
        using FrontBench bench = With(new() { RepeatEvent = 1 });
        long user = bench.FuturesUser();

        bench.PlaceFutures(Buy);

        string[] trades = [.. bench.Messages(user).Where(m => m.Text("e") == "ORDER_TRADE_UPDATE").Select(m => m.GetProperty("o")).Where(o => o.Text("x") == "TRADE").Select(o => o.Text("t"))];
        trades.Length.ShouldBe(2);
        trades.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    [Trait("Fault", "F-013")]
    public void A_blind_order_is_open_and_no_lookup_sees_it()
    {
        using FrontBench bench = With(new() { BlindOrder = 1, BlindMilliseconds = 60_000 });
        bench.PlaceSpot("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90&newClientOrderId=a");

        bench.Signed(WireMethod.Get, FrontBench.Api, "symbol=BTCUSDT&origClientOrderId=a").Text("code").ShouldBe("-2013");
        bench.Signed(WireMethod.Get, "/api/v3/openOrders", "symbol=BTCUSDT").GetArrayLength().ShouldBe(0);
        bench.Pass(TimeSpan.FromSeconds(60));
        bench.Signed(WireMethod.Get, FrontBench.Api, "symbol=BTCUSDT&origClientOrderId=a").Text("status").ShouldBe("NEW");
    }

    [Fact]
    [Trait("Fault", "F-020")]
    [Trait("Fault", "F-021")]
    public void A_schedule_halts_a_symbol_coarsens_its_grid_and_ends()
    {
        using FrontBench bench = With(new()
        {
            Schedule =
            [
                new() { Kind = "halt", FromSeconds = 10, ForSeconds = 10, Symbol = "BTCUSDT" },
                new() { Kind = "coarse-filters", FromSeconds = 20, ForSeconds = 10 },
            ],
        });
        const string order = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=1.001&price=90.1";

        bench.PlaceSpot(order).TryGetProperty("orderId", out _).ShouldBeTrue();
        bench.Pass(TimeSpan.FromSeconds(10));
        bench.PlaceSpot(order).Text("msg").ShouldBe("Market is closed.");
        bench.Get("/api/v3/exchangeInfo").GetProperty("symbols")[0].Text("status").ShouldBe("HALT");
        bench.Pass(TimeSpan.FromSeconds(10));
        bench.PlaceSpot(order).Text("msg").ShouldBe("Filter failure: PRICE_FILTER");
        bench.Pass(TimeSpan.FromSeconds(10));
        bench.PlaceSpot(order).TryGetProperty("orderId", out _).ShouldBeTrue();
    }

    [Fact]
    [Trait("Fault", "F-006")]
    public void Events_that_are_held_back_are_overtaken_and_still_arrive()
    {
        using FrontBench bench = With(new() { ReorderEvent = 0.5, Seed = 3 });
        long user = bench.FuturesUser();
        for (int i = 0; i < 20; i++) bench.PlaceFutures($"side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90&newClientOrderId=o{i}");
        List<string> first = Ids(bench, user);
        bench.Pass(TimeSpan.FromSeconds(10));
        List<string> later = Ids(bench, user);

        first.ShouldNotBeEmpty();
        later.ShouldNotBeEmpty();
        first.Concat(later).Order().ShouldBe(Enumerable.Range(0, 20).Select(i => $"o{i}").Order());
    }

    [Fact]
    [Trait("Invariant", "I-31")]
    public void The_same_seed_gives_the_same_faults()
    {
        VenueFaultPlan plan = new() { LoseAnswer = 0.2, UnknownError = 0.2, DelayAnswer = 0.3, RepeatEvent = 0.2, LoseEvent = 0.2, Seed = 11 };

        Session(plan).ShouldBe(Session(plan));
        Session(plan with { Seed = 12 }).ShouldNotBe(Session(plan));
    }

    [Fact]
    [Trait("Fault", "F-037")]
    public void A_position_its_margin_no_longer_covers_is_closed_by_the_venue()
    {
        using FrontBench bench = new(o => o with { FuturesCash = 20m });
        long user = bench.FuturesUser();
        bench.PlaceFutures("side=BUY&type=MARKET&quantity=1");

        bench.Depth([(100m, 0), (99.9m, 0), (80.5m, 5m)], []);
        bench.Trade(80.5m);

        List<JsonElement> messages = bench.Messages(user);
        messages.ShouldContain(m => m.Text("e") == "ORDER_TRADE_UPDATE" && m.GetProperty("o").Text("c").StartsWith("autoclose-", StringComparison.Ordinal));
        bench.Front.FuturesVenue!.PositionOf(Bench.Btc).ShouldBe(Quantity.Zero);
    }

    [Fact]
    public void The_record_tells_what_happened_and_not_what_was_told()
    {
        using FrontBench bench = With(new() { LoseAnswer = 1, LoseEvent = 1 });
        bench.PlaceFutures(Buy);

        bench.Front.Record!.Entries.Select(e => (e.Kind, e.ClientOrderId)).ShouldBe([("accepted", "a"), ("trade", "a")]);
        (bench.Front.Record.Entries[1].Position.Value, bench.Front.Record.Entries[1].Amount).ShouldBe((0.1m, 100.1m * 0.1m * 0.0005m));
        bench.Front.Record.Entries[1].Cash.ShouldBe(100_000m - 100.1m * 0.1m * 0.0005m);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_plan_out_of_bounds_is_refused_by_name(double share) => Should.Throw<ArgumentOutOfRangeException>(
        () => new SeededFaults(new VenueFaultPlan { LoseAnswer = share }, FrontBench.Start)).Message.ShouldContain("LoseAnswer");

    [Fact]
    [Trait("Fault", "F-026")]
    public void Fees_are_taken_from_the_third_asset_while_there_is_enough_of_it()
    {
        using FrontBench bench = new(o => o with { FeeAsset = new ThirdAssetFee("BNB", 0.0002m, 500m) });

        JsonElement first = bench.PlaceSpot("side=BUY&type=MARKET&quantity=1&newClientOrderId=a").GetProperty("fills")[0];
        (first.Text("commissionAsset"), first.Number("commission")).ShouldBe(("BNB", 0.00007508m));
        bench.PlaceSpot("side=BUY&type=MARKET&quantity=2").GetProperty("fills")[0].Text("commissionAsset").ShouldBe("USDT");
    }

    private static string Session(VenueFaultPlan plan)
    {
        using FrontBench bench = With(plan);
        long user = bench.FuturesUser();
        System.Text.StringBuilder told = new();
        for (int i = 0; i < 50; i++)
        {
            bench.PlaceFutures($"side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90&newClientOrderId=o{i}");
            told.Append(bench.Answer.Status).Append(bench.Answer.IsLost).Append(bench.Answer.Delay).Append(bench.Messages(user).Count);
            bench.Pass(TimeSpan.FromMilliseconds(100));
        }

        return told.ToString();
    }

    private static List<string> Ids(FrontBench bench, long user) => [.. bench.Messages(user).Select(m => m.GetProperty("o").Text("c"))];

    // The listen key of the bench is asked for before the faults begin.
    private static FrontBench With(VenueFaultPlan plan) => new(o => o with { Faults = new OrdersOnly(new SeededFaults(plan, FrontBench.Start)) });

    private sealed class OrdersOnly(IVenueFaults faults) : IVenueFaults
    {
        public RequestFault OnRequest(Timestamp now, string path, bool isFutures, bool isOrder) =>
            isOrder ? faults.OnRequest(now, path, isFutures, isOrder) : RequestFault.None;

        public MessageFault OnMessage(Timestamp now, bool isFutures, bool isUserData) => faults.OnMessage(now, isFutures, isUserData);

        public TimeSpan LookupLag(Timestamp now, bool isFutures) => faults.LookupLag(now, isFutures);

        public TimeSpan ClockOffset(Timestamp now) => faults.ClockOffset(now);

        public bool CloseSocket(Timestamp now, bool isFutures) => faults.CloseSocket(now, isFutures);

        public string? StatusOf(Timestamp now, Symbol symbol, bool isFutures) => faults.StatusOf(now, symbol, isFutures);

        public Instrument Rules(Timestamp now, Instrument instrument) => faults.Rules(now, instrument);
    }
}
