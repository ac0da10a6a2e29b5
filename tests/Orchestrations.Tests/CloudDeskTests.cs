using System.Text;
using System.Text.Json;
using Parley.Stores;

namespace Parley.Orchestrations.Tests;

/// <summary>What the desk in the cloud answers, and to whom.</summary>
public sealed class CloudDeskTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Caller Nobody = new("nobody", Authority.None);
    private static readonly Caller Reader = new("reader", Authority.Reader);
    private static readonly Caller Operator = new("operator", Authority.Operator);
    private static readonly Caller Principal = new("principal", Authority.Principal);
    private readonly SkippingClock clock = new(Timestamp.Parse("2025-01-01T00:30:00Z"));
    private readonly CloudHalf cloud = new([Btc]);
    private readonly ControlBoard control = new(JournaledTable.InMemory());
    private readonly CloudDesk desk;

    public CloudDeskTests() => desk = new(
        cloud.Options, "1.2.3", cloud.Ingest, new SnapshotShelf(cloud.Snapshots), new FeatureBook(cloud.Features),
        new DecisionBook(cloud.Decisions), control, cloud.Workflows, clock);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_but_health_is_told_to_somebody_without_a_role()
    {
        foreach (Answer answer in new[]
        {
            await desk.FeaturesAsync(Nobody, "BTCUSDT", "1m", null, None),
            await desk.DecisionsAsync(Nobody, "BTCUSDT", null, None),
            await desk.StatusAsync(Nobody, None),
            await desk.ReasonAsync(Nobody, "BTCUSDT", None),
            await desk.ReasonAsync(Reader, "BTCUSDT", None),
        })
            answer.Status.ShouldBe(403);
        Answer health = await desk.HealthAsync(None);
        (health.Status, Text(health)).ShouldBe((503, "{\"status\":\"unhealthy\"}"));
    }

    [Theory]
    [InlineData("pause", TradingMode.Guarded)]
    [InlineData("reduce-only", TradingMode.ReduceOnly)]
    [InlineData("cancel-only", TradingMode.CancelOnly)]
    [InlineData("flatten", TradingMode.ReduceOnly)]
    [InlineData("halt", TradingMode.ReduceOnly)]
    public async Task An_operator_tightens_and_nobody_less_does(string command, TradingMode mode)
    {
        foreach (Caller caller in new[] { Nobody, Reader })
            (await desk.ControlAsync(caller, command, "c1", None)).Status.ShouldBe(403);
        (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.Normal);
        (await desk.ControlAsync(Operator, command, "c1", None)).Status.ShouldBeOneOf(200, 202);
        (await control.ReadAsync(None)).Mode.ShouldBe(mode);
    }

    [Fact]
    public async Task Only_a_principal_loosens()
    {
        await desk.ControlAsync(Operator, "pause", "c1", None);
        foreach (Caller caller in new[] { Nobody, Reader, Operator })
            (await desk.ControlAsync(caller, "resume", "c2", None)).Status.ShouldBe(403);
        (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.Guarded);
        (await desk.ControlAsync(Principal, "resume", "c2", None)).Status.ShouldBe(200);
        ControlState state = await control.ReadAsync(None);
        (state.Mode, state.By).ShouldBe((TradingMode.Normal, "principal"));
    }

    [Fact]
    public async Task The_same_command_twice_flattens_once()
    {
        await desk.ControlAsync(Operator, "flatten", "c7", None);
        await desk.ControlAsync(Operator, "flatten", "c7", None);
        cloud.Workflows.Instances.Count(i => i.StartsWith("flatten-v1", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Features_and_decisions_come_by_instrument_and_time()
    {
        foreach (ReadOnlyMemory<byte> batch in TwoPlaces.Record(TwoPlaces.Market(TimeSpan.FromMinutes(12), "BTCUSDT"))) await cloud.IngestAsync(batch);
        Answer features = await desk.FeaturesAsync(Reader, "btcusdt", "5m", "3", None);
        features.Status.ShouldBe(200);
        using JsonDocument rows = JsonDocument.Parse(features.Body);
        rows.RootElement.GetArrayLength().ShouldBe(3);
        rows.RootElement[2].GetProperty("features").GetProperty("rsi_14").GetDouble().ShouldBeInRange(0, 100);
        rows.RootElement[2].GetProperty("bar").GetProperty("timeframe").GetString().ShouldBe("5m");

        using JsonDocument decisions = JsonDocument.Parse((await desk.DecisionsAsync(Reader, "BTCUSDT", "24", None)).Body);
        decisions.RootElement.GetArrayLength().ShouldBeGreaterThan(8);
        string[] times = [.. decisions.RootElement.EnumerateArray().Select(d => d.GetProperty("at").GetString()!)];
        times.ShouldBe(times.OrderDescending(StringComparer.Ordinal));
        (await desk.SummariseDayAsync(None)).ShouldContain($"BTCUSDT: {times.Length} decisions in 24 h");
    }

    [Fact]
    public async Task An_opinion_is_given_and_is_no_decision()
    {
        foreach (ReadOnlyMemory<byte> batch in TwoPlaces.Record(TwoPlaces.Market(TimeSpan.FromMinutes(12), "BTCUSDT"))) await cloud.IngestAsync(batch);
        int before = (await cloud.DecisionsAsync(Btc)).Count;
        int sent = cloud.Sent.Count;
        Answer opinion = await desk.ReasonAsync(Operator, "BTCUSDT", None);
        opinion.Status.ShouldBe(200);
        Text(opinion).ShouldContain("\"summary\":");
        (await cloud.DecisionsAsync(Btc)).Count.ShouldBe(before);
        cloud.Sent.Count.ShouldBe(sent);
    }

    [Theory]
    [InlineData("DOGE", null, null, 404)]
    [InlineData("BTCUSDT", "7m", null, 400)]
    [InlineData("BTCUSDT", "'; drop", null, 400)]
    [InlineData("BTCUSDT", "1m", "0", 400)]
    [InlineData("BTCUSDT", "1m", "1001", 400)]
    [InlineData("BTCUSDT", "1m", "-1", 400)]
    [InlineData("BTCUSDT", "1m", "1e3", 400)]
    [InlineData("BTCUSDT", "1m", null, 404)]
    public async Task Nonsense_gets_one_line(string symbol, string? timeframe, string? last, int status)
    {
        Answer answer = await desk.FeaturesAsync(Reader, symbol, timeframe, last, None);
        answer.Status.ShouldBe(status);
        using JsonDocument json = JsonDocument.Parse(answer.Body);
        json.RootElement.GetProperty("error").GetString()!.ShouldNotContain("\n");
    }

    [Fact]
    public async Task An_edge_that_reports_makes_the_desk_healthy_until_it_is_silent()
    {
        await control.ReportAsync(new(3, clock.Now, clock.Now, TradingMode.Normal, "", 10_123.45m, [new(Btc, Quantity.From(0.5m), 60_000, null)], 1, 0, "", 0), None);
        (await desk.HealthAsync(None)).Status.ShouldBe(200);
        (await Chat("/status")).ShouldBe("Mode Normal. Equity 10123.45. BTCUSDT 0.5 from 60000, NO STOP. Open orders: 1.");
        clock.Skip(TimeSpan.FromMinutes(2));
        (await desk.HealthAsync(None)).Status.ShouldBe(503);
        (await Chat("/status")).ShouldContain("silent for 120 s");
    }

    [Theory]
    [InlineData("/pause", TradingMode.Guarded)]
    [InlineData("/stopentry", TradingMode.Guarded)]
    [InlineData("/PAUSE@parley_bot now", TradingMode.Guarded)]
    [InlineData("/forceexit all", TradingMode.ReduceOnly)]
    [InlineData("/stop", TradingMode.ReduceOnly)]
    [InlineData("/forceexit 1", TradingMode.Normal)]
    [InlineData("/unknown", TradingMode.Normal)]
    [InlineData("", TradingMode.Normal)]
    public async Task A_chat_tightens(string text, TradingMode mode)
    {
        (await Chat(text)).ShouldNotBeEmpty();
        (await control.ReadAsync(None)).Mode.ShouldBe(mode);
    }

    [Theory]
    [InlineData("/resume")]
    [InlineData("/start")]
    public async Task A_chat_never_loosens(string text)
    {
        await Chat("/pause");
        (await Chat(text)).ShouldContain("Principal");
        (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.Guarded);
    }

    private Task<string> Chat(string text) => new ChatCommands(desk).AnswerAsync(text, "ann", "m1", None);

    private static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Body.Span);
}
