using System.Text;
using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Public.Tests;

public sealed class PublicMarketFeedTests : IDisposable
{
    private readonly Stage stage = new("deribit");

    public void Dispose() => stage.Feed.Dispose();

    [Theory]
    [InlineData("bybit", "/v5/public/linear", "/v5/market/funding/history?category=linear&symbol=BTCUSDT&limit=200", 2)]
    [InlineData("okx", "/ws/v5/public", "/api/v5/public/funding-rate-history?instId=BTC-USDT-SWAP&limit=100", 2)]
    [InlineData("deribit", "/ws/api/v2", "/api/v2/public/get_funding_rate_history?instrument_name=BTC-PERPETUAL&start_timestamp=1764633600000&end_timestamp=1767225600000", 2)]
    public void A_venue_is_connected_subscribed_to_and_asked_for_its_settled_rates(string venue, string socketPath, string fundingTarget, int settled)
    {
        var of = new Stage(venue);
        of.Pass(0.1);
        of.Wire.Opened.ShouldHaveSingleItem().Address.AbsolutePath.ShouldBe(socketPath);
        of.Wire.Sent.ShouldHaveSingleItem().Request.Target.ShouldBe(fundingTarget);
        of.Feed.IsStale.ShouldBeTrue();
        of.Wire.Arrivals.Enqueue(s => s.OnOpen(of.Wire.Opened[0].Socket));
        of.Wire.Answer(200, Samples.Funding(venue));
        of.Pass(0.1);
        of.Wire.Said.ShouldNotBeEmpty();
        foreach (string message in Samples.Messages(venue)) of.Bring(message);
        of.Pass(0.1);
        of.Log.All.Count.ShouldBeGreaterThanOrEqualTo(3);
        of.Feed.IsStale.ShouldBeFalse();
        List<FundingRate> rates = [];
        while (of.Feed.TryTakeFunding(out FundingRate rate)) rates.Add(rate);
        rates.Count.ShouldBe(settled + 1);
        // An hour later the same answer brings nothing new.
        of.Pass(3_600, () => of.Bring(Samples.Messages(venue)[1]));
        of.Wire.Sent.Count.ShouldBe(2);
        of.Wire.Answer(200, Samples.Funding(venue));
        of.Pass(0.1);
        while (of.Feed.TryTakeFunding(out FundingRate rate)) rate.SettlesAt.ShouldBeGreaterThan(Timestamp.FromMilliseconds(1_767_225_600_000));
    }

    [Theory]
    [InlineData("bybit", """{"op":"ping"}""")]
    [InlineData("okx", "ping")]
    public void The_heartbeat_is_kept(string venue, string ping)
    {
        var of = new Stage(venue);
        of.Connect();
        of.Wire.Said.Clear();
        of.Pass(61, () => of.Bring("pong"));
        of.Wire.Said.ShouldBe([ping, ping, ping]);
        of.Feed.Malformed.ShouldBe(0);
    }

    [Fact]
    public void The_venue_that_asks_for_a_sign_of_life_gets_one()
    {
        stage.Connect();
        stage.Wire.Said.Clear();
        stage.Bring(Samples.DeribitHeartbeat);
        stage.Pass(0.1);
        stage.Wire.Said.ShouldHaveSingleItem().ShouldContain("public/test");
    }

    [Fact]
    [Trait("Fault", "F-050")]
    [Trait("Fault", "F-051")]
    public void Silence_is_stale_and_then_a_new_connection()
    {
        stage.Connect();
        stage.Bring(Samples.DeribitQuote);
        stage.Pass(11);
        stage.Feed.IsStale.ShouldBeTrue();
        stage.Feed.Connects.ShouldBe(1);
        stage.Pass(40);
        stage.Feed.Connects.ShouldBe(2);
        stage.Wire.Closed.ShouldHaveSingleItem();
        int connects = 1;
        stage.Pass(900, () =>
        {
            if (stage.Feed.Connects == connects) return;
            connects = stage.Feed.Connects;
            long failed = stage.Wire.Opened[^1].Socket;
            stage.Wire.Arrivals.Enqueue(s => s.OnClosed(failed, "no connection"));
        });
        stage.Feed.Connects.ShouldBeInRange(10, 100);
    }

    [Fact]
    public void What_cannot_be_understood_is_counted_and_the_rest_goes_on()
    {
        stage.Connect();
        stage.Bring("{");
        stage.Bring(Samples.DeribitQuote);
        stage.Pass(0.1);
        stage.Feed.Malformed.ShouldBe(1);
        stage.Feed.Fault.ShouldBe("deribit: not valid JSON");
        stage.Log.All.ShouldHaveSingleItem();
        stage.Wire.Answer(200, "<html>");
        stage.Pass(61, () => stage.Bring(Samples.DeribitQuote));
        stage.Feed.Malformed.ShouldBe(2);
        stage.Wire.Sent.Count.ShouldBe(2, "a failed question is asked again a minute later");
    }

    private sealed class Stage : TimeProvider
    {
        private long ticks;

        public Stage(string venue) =>
            Feed = new PublicMarketFeed(Samples.Of(venue), Wire, new ConnectBudget(this), this, new Prng(1));

        public Script Wire { get; } = new();

        public PublicMarketFeed Feed { get; }

        public EventLog Log { get; } = new();

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_000).AddSeconds((int)(ticks / TimeSpan.TicksPerSecond));

        public void Pass(double seconds, Action? each = null)
        {
            for (long end = ticks + TimeSpan.FromSeconds(seconds).Ticks; ticks < end;)
            {
                ticks = Math.Min(end, ticks + TimeSpan.FromMilliseconds(100).Ticks);
                each?.Invoke();
                Feed.Pump(Log).ShouldBeTrue();
            }
        }

        public void Connect()
        {
            Pass(0.1);
            Wire.Arrivals.Enqueue(s => s.OnOpen(Wire.Opened[0].Socket));
            Pass(0.1);
        }

        public void Bring(string message)
        {
            long socket = Wire.Opened[^1].Socket;
            Wire.Arrivals.Enqueue(s => s.OnMessage(socket, Encoding.UTF8.GetBytes(message)));
        }
    }

    private sealed class Script : IWire
    {
        public Queue<Action<IWireSink>> Arrivals { get; } = new();

        public List<(long Socket, Uri Address)> Opened { get; } = [];

        public List<(long Id, WireRequest Request)> Sent { get; } = [];

        public List<string> Said { get; } = [];

        public List<long> Closed { get; } = [];

        public void Send(long id, WireRequest request) => Sent.Add((id, request));

        public void Open(long socket, Uri address) => Opened.Add((socket, address));

        public void Say(long socket, ReadOnlySpan<byte> message) => Said.Add(Encoding.UTF8.GetString(message));

        public void Close(long socket)
        {
            if (!Closed.Contains(socket)) Closed.Add(socket);
        }

        public void Answer(int status, string body)
        {
            long id = Sent[^1].Id;
            Arrivals.Enqueue(s => s.OnAnswer(id, new WireAnswer(status, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body))));
        }

        public bool Poll(IWireSink sink)
        {
            bool any = Arrivals.Count > 0;
            while (Arrivals.TryDequeue(out Action<IWireSink>? arrival)) arrival(sink);
            return any;
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
