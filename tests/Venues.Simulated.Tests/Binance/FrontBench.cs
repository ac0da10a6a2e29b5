using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Domain;
using Parley.Ports;
using Parley.Venues.Simulated.Binance;

namespace Parley.Venues.Simulated.Tests.Binance;

/// <summary>A venue behind the protocol, with a client that signs. Asks 100.1 × 1, 100.2 × 2; bids 100.0 × 1, 99.9 × 2.</summary>
internal sealed class FrontBench : IDisposable
{
    public const string Key = "test-key";
    public const string Secret = "test-secret";
    public const string Fapi = "/fapi/v1/order";
    public const string Api = "/api/v3/order";

    private readonly FrontAnswer answer = new();
    private long bookId = 100;
    private long tradeId;

    public FrontBench(Func<BinanceFrontOptions, BinanceFrontOptions>? change = null)
    {
        BinanceFrontOptions options = new()
        {
            Credential = new ApiCredential(Key, Secret),
            Spot = [Bench.Spot],
            Futures = [Bench.Perpetual],
            Start = Start,
            KeepRecord = true,
        };
        Front = new BinanceFront(change?.Invoke(options) ?? options);
        Front.OnSnapshot(new DepthSnapshot(
            Bench.Btc, Start, Start, ++bookId, [Level(100.0m, 1), Level(99.9m, 2)], [Level(100.1m, 1), Level(100.2m, 2)]));
        Trade(100.0m);
    }

    public static Timestamp Start { get; } = Timestamp.FromMilliseconds(1_735_689_600_000);

    public BinanceFront Front { get; }

    public FrontAnswer Answer => answer;

    public void Dispose() => Front.Dispose();

    public void Trade(decimal price, decimal quantity = 0.001m, Side aggressor = Side.Buy) => Front.OnTrade(new Trade(
        Bench.Btc, ++tradeId, Front.Now, Front.Now, Price.From(price), Quantity.From(quantity), aggressor, TradeOrigin.Market));

    public void Depth((decimal Price, decimal Quantity)[] bids, (decimal Price, decimal Quantity)[] asks)
    {
        long first = ++bookId;
        Front.OnDepth(new DepthUpdate(
            Bench.Btc, Front.Now, Front.Now, first, first, first - 1, [.. bids.Select(l => Level(l.Price, l.Quantity))], [.. asks.Select(l => Level(l.Price, l.Quantity))]));
    }

    public void Pass(TimeSpan time) => Front.AdvanceTo(Front.Now + time);

    /// <summary>Sends without key or signature.</summary>
    public JsonElement Get(string target) => Send(WireMethod.Get, target, "", null);

    /// <summary>Signs and sends: in the body where there is one, otherwise in the query.</summary>
    public JsonElement Signed(WireMethod method, string path, string parameters)
    {
        string text = $"{parameters}{(parameters.Length > 0 ? "&" : "")}timestamp={Front.Now.Milliseconds}";
        text = $"{text}&signature={Sign(text)}";
        bool hasBody = method is WireMethod.Post or WireMethod.Put;
        return Send(method, hasBody ? path : $"{path}?{text}", hasBody ? text : "", Key);
    }

    public JsonElement Send(WireMethod method, string target, string body, string? key)
    {
        Front.Handle(new FrontRequest(method, target, Encoding.UTF8.GetBytes(body), key), answer);
        return answer.IsLost || answer.Body.IsEmpty || answer.Headers["Content-Type"].StartsWith("text", StringComparison.Ordinal) ? default : JsonDocument.Parse(answer.Body.ToArray()).RootElement;
    }

    public JsonElement PlaceSpot(string parameters) => Signed(WireMethod.Post, Api, $"symbol=BTCUSDT&{parameters}");

    public JsonElement PlaceFutures(string parameters) => Signed(WireMethod.Post, Fapi, $"symbol=BTCUSDT&{parameters}");

    public JsonElement PlaceAlgo(string parameters) => Signed(WireMethod.Post, "/fapi/v1/algoOrder", $"algoType=CONDITIONAL&symbol=BTCUSDT&{parameters}");

    /// <summary>A spot session with a user data subscription.</summary>
    public long SpotUser()
    {
        long socket = Front.Connect("/ws-api/v3")!.Value;
        JsonElement reply = Call(socket, "userDataStream.subscribe.signature", []);
        reply.GetProperty("status").GetInt32().ShouldBe(200);
        return socket;
    }

    /// <summary>A private futures stream.</summary>
    public long FuturesUser()
    {
        string key = Send(WireMethod.Post, "/fapi/v1/listenKey", "", Key).GetProperty("listenKey").GetString()!;
        return Front.Connect($"/private/ws/{key}")!.Value;
    }

    /// <summary>A signed request of the WebSocket API and its reply.</summary>
    public JsonElement Call(long socket, string method, SortedDictionary<string, string> parameters)
    {
        SortedDictionary<string, string> all = new(parameters, StringComparer.Ordinal)
        {
            ["apiKey"] = Key,
            ["timestamp"] = $"{Front.Now.Milliseconds}",
        };
        all["signature"] = Sign(string.Join('&', all.Select(p => $"{p.Key}={p.Value}")));
        Front.Receive(socket, JsonSerializer.SerializeToUtf8Bytes(new { id = "r1", method, @params = all }));
        return Messages(socket).Last(m => m.TryGetProperty("id", out _));
    }

    public List<JsonElement> Messages(long socket)
    {
        List<JsonElement> taken = [];
        while (Front.TryTake(socket, out ReadOnlySpan<byte> message)) taken.Add(JsonDocument.Parse(message.ToArray()).RootElement);
        return taken;
    }

    public static string Sign(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));

    private static BookLevel Level(decimal price, decimal quantity) => new(Price.From(price), Quantity.From(quantity));
}

internal static class JsonReading
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).ToString();

    public static decimal Number(this JsonElement json, string name) => decimal.Parse(json.Text(name), System.Globalization.CultureInfo.InvariantCulture);
}
