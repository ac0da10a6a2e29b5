using Parley.Cli.Hosting;
using Parley.Domain;
using Parley.Hosting;
using Parley.Ports;
using Parley.Venues.Binance;
using Parley.Venues.Simulated.Binance;

namespace Parley.Cli.Tests.Hosting;

/// <summary>What is found out about a venue before anything is sent to it, and what happens without its key.</summary>
public sealed class VenueCheckTests
{
    private const string Nowhere = "http://127.0.0.1:1";
    private const string Secret = "kept-to-itself";
    private static readonly Instrument Perpetual = new(
        new Symbol("BTCUSDT"), "BTC", "USDT", InstrumentKind.Perpetual, Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 5m);

    [Fact]
    [Trait("Fault", "F-049")]
    public async Task Without_a_network_and_a_key_each_finding_is_one_line_that_says_what_is_missing()
    {
        IReadOnlyList<VenueFinding> findings = await VenueCheck.RunAsync(
            At(Nowhere), "testnet", new Vault(_ => Task.FromResult<string?>(null)), TimeProvider.System, TestContext.Current.CancellationToken);

        findings.Select(f => f.Check).ShouldBe(["venue key", "venue clock", "venue streams"]);
        findings.ShouldAllBe(f => !f.Ok && f.Detail.Length > 20 && !f.Detail.Contains('\n'));
        findings[0].Detail.ShouldContain("PARLEY_SECRET_BINANCE_TRADE_KEY");
        findings[1].Detail.ShouldStartWith("127.0.0.1:1: ");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-86_400, false)]
    [Trait("Fault", "F-047")]
    public async Task A_venue_that_answers_is_compared_with_this_machines_clock_and_the_key_stays_unsaid(int secondsOff, bool isNear)
    {
        using BinanceFront front = new(new BinanceFrontOptions { Credential = new ApiCredential("key", Secret), Futures = [Perpetual] });
        await using VenueServer server = await VenueServer.StartAsync(front, 0, new ShiftedClock(TimeSpan.FromSeconds(secondsOff)));

        IReadOnlyList<VenueFinding> findings = await VenueCheck.RunAsync(
            At($"http://127.0.0.1:{server.Address.Port}"), "testnet", new Vault(_ => Task.FromResult<string?>($"key:{Secret}")), TimeProvider.System, TestContext.Current.CancellationToken);

        findings.Single(f => f.Check == "venue key").Ok.ShouldBeTrue();
        findings.Single(f => f.Check == "venue streams").Ok.ShouldBeTrue(string.Join("; ", findings));
        findings.Single(f => f.Check == "venue clock").Ok.ShouldBe(isNear, string.Join("; ", findings));
        findings.ShouldAllBe(f => !f.Detail.Contains(Secret));
    }

    [Theory]
    [InlineData("missing", "there is no secret")]
    [InlineData("away", "cannot be read from the vault")]
    [InlineData("silent", "has not answered")]
    [InlineData("nonsense", "API-KEY:SECRET")]
    [Trait("Fault", "F-091")]
    public async Task Without_a_key_nothing_starts_and_one_line_says_why(string what, string expected)
    {
        Vault vault = new(_ => what switch
        {
            "missing" => Task.FromResult<string?>(null),
            "away" => Task.FromException<string?>(new IOException("no route")),
            "silent" => new TaskCompletionSource<string?>().Task,
            _ => Task.FromResult<string?>("nonsense"),
        });

        ConfigException refused = await Should.ThrowAsync<ConfigException>(
            () => LiveVenue.OpenAsync(At(Nowhere), "testnet", vault, new HastyClock(), TestContext.Current.CancellationToken));

        refused.Message.ShouldContain(expected);
        refused.Message.ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("bybit", "bybit")]
    [InlineData("okx", "okx")]
    [InlineData("deribit", "deribit")]
    [InlineData("binanceSpot", "Binance Spot Live")]
    [InlineData("binanceFutures", "Binance UsdFutures Live")]
    public async Task A_feed_is_listened_to_where_its_kind_says(string kind, string name)
    {
        ParleyConfig config = Load(("Feed.Kind", kind), ("Feed.History", "0s")) with
        {
            Instruments = [new() { Symbol = "BTCUSDT", Market = MarketKind.Perpetual, ContractSize = 0.01m }],
        };
        using LiveFeed feed = await LiveFeed.OpenAsync(config, TimeProvider.System, TestContext.Current.CancellationToken);
        feed.Name.ShouldStartWith(name);
    }

    [Fact]
    public async Task A_market_that_has_no_name_or_no_size_where_it_is_listened_to_is_said_to_have_none()
    {
        CancellationToken none = TestContext.Current.CancellationToken;
        (await Should.ThrowAsync<ConfigException>(() => LiveFeed.OpenAsync(Load(("Feed.Kind", "okx")), TimeProvider.System, none))).Message.ShouldContain("ContractSize");
        ParleyConfig other = Load(("Feed.Kind", "deribit"));
        other = other with { Desk = other.Desk with { Symbols = ["SOLUSDT"] } };
        (await Should.ThrowAsync<ConfigException>(() => LiveFeed.OpenAsync(other, TimeProvider.System, none))).Message.ShouldContain("VenueName");
        using LiveFeed named = await LiveFeed.OpenAsync(
            other with { Instruments = [new() { Symbol = "SOLUSDT", Market = MarketKind.Perpetual, VenueName = "SOL_USDC-PERPETUAL" }] }, TimeProvider.System, none);
        named.Name.ShouldBe("deribit");
        Should.Throw<ConfigException>(() => Load(("Feed.Kind", "bybit"), ("Feed.Address", "http://127.0.0.1:9090"))).Message.ShouldContain("Feed.Address");
    }

    [Fact]
    [Trait("Fault", "F-036")]
    public void Of_several_margin_tables_the_strictest_step_holds_at_every_notional()
    {
        IReadOnlyList<LeverageBracket> wide = [new(300_000, 0.004m, 125), new(1_000_000, 0.005m, 100)];
        IReadOnlyList<LeverageBracket> narrow = [new(50_000, 0.01m, 50), new(400_000, 0.02m, 20)];
        VenueBrackets.Strictest([wide, narrow]).ShouldBe(
        [
            new(50_000, 0.01m, 50), new(300_000, 0.02m, 20), new(400_000, 0.02m, 20), new(1_000_000, 0.02m, 20),
        ]);
        VenueBrackets.Strictest([]).ShouldBeEmpty();
    }

    private static ParleyConfig At(string address) => Load(("Venue.Kind", "binanceFutures"), ("Venue.Address", address));

    private static ParleyConfig Load(params (string Key, string Value)[] overrides) =>
        ConfigLoader.Load("paper", [], new Dictionary<string, string>(), overrides.ToDictionary(o => o.Key, o => o.Value));

    private sealed class Vault(Func<string, Task<string?>> find) : ISecrets
    {
        public string Name => "the vault";

        public Task<string?> FindAsync(string name, CancellationToken cancellation) => find(name);
    }

    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    /// <summary>Whatever is waited for is over at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.FromMilliseconds(20), period);
    }
}
