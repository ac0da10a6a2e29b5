using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Venues.Simulated.Binance;

namespace Parley.Cli.Tests.Hosting;

/// <summary>The venue on a real socket, with the clients .NET brings.</summary>
public sealed class VenueServerTests
{
    private const string Key = "test-key";
    private const string Secret = "test-secret";
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Instrument Perpetual = new(
        Btc, "BTC", "USDT", InstrumentKind.Perpetual, Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 5m);

    [Fact]
    public async Task An_order_goes_over_the_socket_and_its_events_come_back()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using BinanceFront front = Front();
        await using VenueServer server = await VenueServer.StartAsync(front, 0, TimeProvider.System);
        using HttpClient client = Client(server);
        using HttpResponseMessage opened = await client.PostAsync("/fapi/v1/listenKey", null, cancellation);
        string key = JsonDocument.Parse(await opened.Content.ReadAsStringAsync(cancellation)).RootElement.GetProperty("listenKey").GetString()!;
        using ClientWebSocket events = await ConnectAsync(server, $"/private/ws/{key}", cancellation);

        using HttpResponseMessage placed = await client.PostAsync("/fapi/v1/order", Signed("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5&newClientOrderId=a"), cancellation);

        placed.StatusCode.ShouldBe(HttpStatusCode.OK);
        placed.Headers.GetValues("X-MBX-ORDER-COUNT-10S").ShouldBe(["1"]);
        List<string> types = [];
        while (types.Count < 3) types.Add((await ReceiveAsync(events, cancellation)).GetProperty("e").GetString()!);
        types.ShouldBe(["ORDER_TRADE_UPDATE", "ACCOUNT_UPDATE", "ORDER_TRADE_UPDATE"]);
        await events.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
    }

    [Fact]
    public async Task Market_events_reach_a_stream_and_a_wrong_path_is_refused()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using BinanceFront front = Front();
        await using VenueServer server = await VenueServer.StartAsync(front, 0, TimeProvider.System);
        using ClientWebSocket stream = await ConnectAsync(server, "/market/stream?streams=btcusdt@aggTrade", cancellation);

        server.Do(venue => venue.OnTrade(new Trade(Btc, 9, venue.Now, venue.Now, Price.From(100m), Quantity.From(1m), Side.Buy, TradeOrigin.Market)));

        (await ReceiveAsync(stream, cancellation)).GetProperty("data").GetProperty("a").GetInt64().ShouldBe(9);
        await Should.ThrowAsync<WebSocketException>(() => ConnectAsync(server, "/nowhere", cancellation));
        using HttpClient client = Client(server);
        using HttpResponseMessage missing = await client.GetAsync("/parley/record", cancellation);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    [Trait("Fault", "F-001")]
    public async Task A_lost_answer_is_a_broken_connection_and_the_order_is_carried_out_once()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using BinanceFront front = Front(new VenueFaultPlan { LoseAnswer = 1 });
        await using VenueServer server = await VenueServer.StartAsync(front, 0, TimeProvider.System);
        using HttpClient client = Client(server);

        await Should.ThrowAsync<HttpRequestException>(() => client.PostAsync("/fapi/v1/order", Signed("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5"), cancellation));

        front.FuturesVenue!.PositionOf(Btc).Value.ShouldBe(0.5m);
    }

    [Fact]
    public async Task Two_venues_cannot_have_one_port()
    {
        using BinanceFront front = Front();
        await using VenueServer server = await VenueServer.StartAsync(front, 0, TimeProvider.System);

        (await Should.ThrowAsync<CliException>(() => VenueServer.StartAsync(front, server.Address.Port, TimeProvider.System))).Message.ShouldContain("in use");
    }

    [Theory]
    [InlineData("loseAnswr: 0.1", "loseAnswr")]
    [InlineData("loseAnswer: 2", "LoseAnswer: 2 is not in [0, 1]")]
    [InlineData("loseAnswer: often", ":1:")]
    [InlineData("schedule: [{ kind: flood, forSeconds: 1 }]", "flood")]
    public void A_faults_file_that_is_not_understood_is_refused_with_its_place(string text, string expected)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            CliException error = Should.Throw<CliException>(() => FaultFile.Read(file));
            error.Message.ShouldContain(expected);
            error.Message.ShouldContain(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_documented_faults_file_is_understood()
    {
        string file = Path.GetTempFileName();
        try
        {
            string page = File.ReadAllText(Documentation());
            int start = page.IndexOf("```yaml", StringComparison.Ordinal) + 7;
            File.WriteAllText(file, page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);

            VenueFaultPlan plan = FaultFile.Read(file);

            (plan.Seed, plan.LoseAnswer, plan.DelayMaxMilliseconds).ShouldBe((7UL, 0.02, 8_000));
            plan.Schedule.Select(s => s.Kind).ShouldBe(["stream-silent", "halt", "cancel-only", "coarse-filters", "dead"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Documentation([System.Runtime.CompilerServices.CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "../../../docs/venue.md");

    private static BinanceFront Front(VenueFaultPlan? plan = null)
    {
        Timestamp start = Timestamp.From(TimeProvider.System.GetUtcNow());
        BinanceFront front = new(new BinanceFrontOptions
        {
            Credential = new ApiCredential(Key, Secret),
            Futures = [Perpetual],
            Start = start,
            Faults = plan is null ? null : new SeededFaults(plan, start),
        });
        front.OnSnapshot(new DepthSnapshot(Btc, start, start, 1, [new(Price.From(99.9m), Quantity.From(1m))], [new(Price.From(100m), Quantity.From(1m))]));
        return front;
    }

    private static HttpClient Client(VenueServer server)
    {
        HttpClient client = new() { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-MBX-APIKEY", Key);
        return client;
    }

    private static StringContent Signed(string parameters)
    {
        string text = $"{parameters}&timestamp={TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));
        return new StringContent($"{text}&signature={signature}", Encoding.ASCII, "application/x-www-form-urlencoded");
    }

    private static async Task<ClientWebSocket> ConnectAsync(VenueServer server, string path, CancellationToken cancellation)
    {
        ClientWebSocket socket = new();
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}{path}"), cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        byte[] buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }
}
