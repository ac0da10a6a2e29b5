using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Simulated.Tests.Binance;

public sealed class StreamTests
{
    [Theory]
    [InlineData("/public", "btcusdt@depth@100ms", true)]
    [InlineData("/market", "btcusdt@aggTrade", true)]
    [InlineData("/public", "btcusdt@aggTrade", false)]
    [InlineData("/market", "btcusdt@depth@100ms", false)]
    [Trait("Fault", "F-056")]
    public void A_futures_stream_on_the_wrong_path_connects_and_stays_silent(string path, string stream, bool speaks)
    {
        using FrontBench bench = new();
        long socket = bench.Front.Connect($"{path}/ws/{stream}")!.Value;

        bench.Trade(100m);
        bench.Depth([(100.05m, 1m)], []);

        bench.Messages(socket).Count.ShouldBe(speaks ? 1 : 0);
        bench.Front.IsOpen(socket).ShouldBeTrue();
    }

    [Fact]
    public void Subscriptions_come_and_go_on_an_open_socket()
    {
        using FrontBench bench = new();
        long socket = bench.Front.Connect("/ws")!.Value;

        Say(bench, socket, """{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":7}""").Text("id").ShouldBe("7");
        Say(bench, socket, """{"method":"LIST_SUBSCRIPTIONS","id":"x"}""").GetProperty("result")[0].GetString().ShouldBe("btcusdt@trade");
        bench.Trade(100m);
        bench.Messages(socket).ShouldHaveSingleItem().Text("e").ShouldBe("trade");
        Say(bench, socket, """{"method":"UNSUBSCRIBE","params":["btcusdt@trade"],"id":8}""");
        bench.Trade(100m);
        bench.Messages(socket).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("[1,2")]
    [InlineData("{\"method\":5}")]
    [InlineData("{\"method\":\"SUBSCRIBE\",\"params\":[{}],\"id\":{}}")]
    [Trait("Invariant", "I-42")]
    public void What_cannot_be_understood_is_answered_with_an_error(string message)
    {
        using FrontBench bench = new();
        foreach (string path in (string[])["/ws", "/ws-api/v3", "/private/ws"])
        {
            long socket = bench.Front.Connect(path)!.Value;
            Say(bench, socket, message).TryGetProperty("error", out _).ShouldBeTrue();
        }
    }

    [Fact]
    [Trait("Fault", "F-064")]
    public void A_listen_key_that_is_not_kept_alive_expires_and_says_so()
    {
        using FrontBench bench = new();
        long kept = bench.FuturesUser();
        bench.Pass(TimeSpan.FromMinutes(59));
        bench.Send(WireMethod.Put, "/fapi/v1/listenKey", "", FrontBench.Key);
        bench.Pass(TimeSpan.FromMinutes(59));
        bench.Messages(kept).ShouldBeEmpty();

        bench.Pass(TimeSpan.FromMinutes(2));

        bench.Messages(kept).ShouldHaveSingleItem().Text("e").ShouldBe("listenKeyExpired");
        bench.Send(WireMethod.Put, "/fapi/v1/listenKey", "", FrontBench.Key).Text("code").ShouldBe("-1125");
    }

    /// <summary>A reader that follows the documented procedure has the venue's book after every update.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Fault", "F-052")]
    [Trait("Fault", "F-053")]
    [Trait("Invariant", "I-28")]
    public void Depth_updates_rebuild_the_venue_s_book(bool isFutures) => Prop.ForAll(
        ArbMap.Default.ArbFor<DoNotSize<ulong>>(), drawn =>
        {
            Prng chance = new(drawn.Item);
            using FrontBench bench = new();
            long socket = bench.Front.Connect(isFutures ? "/public/ws/btcusdt@depth@100ms" : "/ws/btcusdt@depth@100ms")!.Value;
            JsonElement snapshot = bench.Get(isFutures ? "/fapi/v1/depth?symbol=BTCUSDT&limit=1000" : "/api/v3/depth?symbol=BTCUSDT&limit=1000");
            SortedDictionary<decimal, decimal> bids = Read(snapshot.GetProperty("bids"));
            SortedDictionary<decimal, decimal> asks = Read(snapshot.GetProperty("asks"));
            long last = snapshot.GetProperty("lastUpdateId").GetInt64();
            for (int step = 0; step < 20; step++)
            {
                bench.Depth(Levels(chance, 90m), Levels(chance, 100.3m));
                foreach (JsonElement update in bench.Messages(socket))
                {
                    update.GetProperty("U").GetInt64().ShouldBe(last + 1);
                    if (isFutures) update.GetProperty("pu").GetInt64().ShouldBe(last);
                    last = update.GetProperty("u").GetInt64();
                    Apply(bids, update.GetProperty("b"));
                    Apply(asks, update.GetProperty("a"));
                }

                JsonElement now = bench.Get(isFutures ? "/fapi/v1/depth?symbol=BTCUSDT&limit=1000" : "/api/v3/depth?symbol=BTCUSDT&limit=1000");
                now.GetProperty("lastUpdateId").GetInt64().ShouldBe(last);
                Read(now.GetProperty("bids")).ShouldBe(bids);
                Read(now.GetProperty("asks")).ShouldBe(asks);
            }
        }).QuickCheckThrowOnFailure();

    private static (decimal, decimal)[] Levels(Prng chance, decimal from) =>
        [.. Enumerable.Range(0, 1 + chance.NextInt(5)).Select(_ => (from + 0.1m * chance.NextInt(90), 0.5m * chance.NextInt(4))).DistinctBy(level => level.Item1)];

    private static SortedDictionary<decimal, decimal> Read(JsonElement levels)
    {
        SortedDictionary<decimal, decimal> side = [];
        Apply(side, levels);
        return side;
    }

    private static void Apply(SortedDictionary<decimal, decimal> side, JsonElement levels)
    {
        foreach (JsonElement level in levels.EnumerateArray())
        {
            decimal price = Decimal(level[0]);
            decimal quantity = Decimal(level[1]);
            if (quantity == 0) side.Remove(price);
            else side[price] = quantity;
        }
    }

    private static decimal Decimal(JsonElement text) => decimal.Parse(text.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static JsonElement Say(FrontBench bench, long socket, string message)
    {
        bench.Front.Receive(socket, Encoding.UTF8.GetBytes(message));
        return bench.Messages(socket)[^1];
    }
}
