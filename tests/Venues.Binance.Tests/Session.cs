using System.Text;
using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests;

/// <summary>A gateway on a scripted venue that answers as the documents say, until a test says otherwise.</summary>
internal sealed class Session
{
    public const string Secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
    public const string Key = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";

    public static readonly Symbol Btc = new("BTCUSDT");

    private readonly List<VenueFact> facts = [];

    private Session(BinanceProduct product, Func<BinanceOptions, BinanceOptions>? change)
    {
        BinanceOptions options = new()
        {
            Access = new BinanceAccess(BinanceHosts.Loopback(product, 9090), Key, new HmacSigner(Secret)),
            Symbols = [Btc],
        };
        Gateway = new BinanceGateway(change?.Invoke(options) ?? options, new WireRouter(Wire), Budget, Time, new Prng(7));
    }

    public ManualTime Time { get; } = new();

    public ScriptedWire Wire { get; } = new();

    public RateBudget Budget { get; } = new();

    public BinanceGateway Gateway { get; }

    /// <summary>How far the venue's clock is ahead of ours.</summary>
    public TimeSpan Ahead { get; set; }

    public IReadOnlyList<VenueFact> Facts => facts;

    public long VenueMs => (Time.GetUtcNow() + Ahead).ToUnixTimeMilliseconds();

    public static Session Spot(Func<BinanceOptions, BinanceOptions>? change = null)
    {
        Session session = new(BinanceProduct.Spot, change);
        session.ScriptTime("/api/v3/time");
        session.Wire.When("GET /api/v3/exchangeInfo", Samples.SpotInfo);
        session.Wire.When("GET /api/v3/account", """{"canTrade":true,"canWithdraw":true,"balances":[{"asset":"BTC","free":"1.5","locked":"0.5"},{"asset":"USDT","free":"1000","locked":"0"}]}""");
        session.Wire.When("GET /api/v3/openOrders", "[]");
        session.Wire.When("GET /api/v3/myTrades", "[]");
        session.Wire.Answers = said => said.Contains("subscribe.signature", StringComparison.Ordinal)
            ? $$$"""{"id":{{{IdIn(said)}}},"status":200,"result":{"subscriptionId":0}}"""
            : $$$"""{"id":{{{IdIn(said)}}},"status":200,"result":{}}""";
        return session;
    }

    public static Session Futures(Func<BinanceOptions, BinanceOptions>? change = null)
    {
        Session session = new(BinanceProduct.UsdFutures, change);
        session.ScriptTime("/fapi/v1/time");
        session.Wire.When("GET /fapi/v1/exchangeInfo", Samples.FuturesInfo);
        session.Wire.When("GET /fapi/v1/positionSide/dual", """{"dualSidePosition":false}""");
        session.Wire.When("GET /fapi/v3/balance", """[{"accountAlias":"x","asset":"USDT","balance":"5000","availableBalance":"5000","updateTime":1}]""");
        session.Wire.When("GET /fapi/v1/symbolConfig", """[{"symbol":"BTCUSDT","marginType":"CROSSED","leverage":5}]""");
        session.Wire.When("POST /fapi/v1/listenKey", """{"listenKey":"pqia91ma19a5s61cv6a81va65sdf19v8"}""");
        session.Wire.When("PUT /fapi/v1/listenKey", "{}");
        session.Wire.When("GET /fapi/v1/openOrders", "[]");
        session.Wire.When("GET /fapi/v1/openAlgoOrders", "[]");
        session.Wire.When("GET /fapi/v3/positionRisk", """[{"symbol":"BTCUSDT","positionAmt":"0","positionSide":"BOTH"}]""");
        session.Wire.When("GET /fapi/v1/userTrades", "[]");
        session.Wire.When("POST /fapi/v1/countdownCancelAll", """{"symbol":"BTCUSDT","countdownTime":"120000"}""");
        session.Wire.Answers = said => $$$"""{"result":[],"id":{{{IdIn(said)}}}}""";
        return session;
    }

    /// <summary>Starts and comes through; facts of the start-up are gone.</summary>
    public Session Ready()
    {
        Gateway.Start();
        Run();
        if (!Gateway.IsReady) throw new InvalidOperationException("Not ready: " + string.Join("; ", facts));
        facts.Clear();
        Wire.Sent.Clear();
        return this;
    }

    /// <summary>Lets everything happen that needs no time.</summary>
    public void Run()
    {
        while (Gateway.Poll())
        {
        }

        while (Gateway.TryTake(out VenueFact? fact)) facts.Add(fact);
    }

    /// <summary>Time goes on in small steps.</summary>
    public void Pass(TimeSpan span)
    {
        TimeSpan stride = span > TimeSpan.FromMinutes(5) ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(100);
        for (TimeSpan passed = TimeSpan.Zero; passed < span;)
        {
            TimeSpan step = TimeSpan.FromTicks(Math.Min((span - passed).Ticks, stride.Ticks));
            Time.Advance(step);
            passed += step;
            Run();
        }
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>A user-data event arrives on the newest socket.</summary>
    public void Event(string json)
    {
        Wire.Speak(Wire.Opened[^1].Socket, json);
        Run();
    }

    public T The<T>() where T : VenueFact => facts.OfType<T>().Single();

    public IReadOnlyList<T> All<T>() where T : VenueFact => [.. facts.OfType<T>()];

    public void Forget() => facts.Clear();

    public IReadOnlyList<WireRequest> SentTo(string path, WireMethod method) =>
        [.. Wire.Sent.Where(r => r.Method == method && r.Target.Split('?')[0] == path)];

    public static string BodyOf(WireRequest request) => Encoding.ASCII.GetString(request.Body!.Value.Span);

    /// <summary>A parameter of a request, wherever it stands.</summary>
    public static string? Parameter(WireRequest request, string name)
    {
        string all = request.Body is null ? request.Target.Split('?').ElementAtOrDefault(1) ?? "" : BodyOf(request);
        return all.Split('&').Select(p => p.Split('=')).FirstOrDefault(p => p[0] == name)?[1];
    }

    public static PlaceOrder Market(string id, Side side, decimal quantity, bool reduceOnly = false) =>
        new(new ClientOrderId(id), Btc, side, OrderType.Market, Quantity.From(quantity), null, null, TimeInForce.GoodTillCancelled, reduceOnly);

    public static PlaceOrder Limit(string id, Side side, decimal quantity, decimal price, TimeInForce timeInForce = TimeInForce.GoodTillCancelled) =>
        new(new ClientOrderId(id), Btc, side, OrderType.Limit, Quantity.From(quantity), Price.From(price), null, timeInForce, false);

    public static PlaceOrder Stop(string id, Side side, decimal quantity, decimal stop) =>
        new(new ClientOrderId(id), Btc, side, OrderType.StopMarket, Quantity.From(quantity), null, Price.From(stop), TimeInForce.GoodTillCancelled, true);

    private void ScriptTime(string path) => Wire.When("GET " + path, _ => Reply.Ok($$"""{"serverTime":{{VenueMs}}}"""));

    private static string IdIn(string said) => said.Split("\"id\":")[1].Split([',', '}'])[0];
}
