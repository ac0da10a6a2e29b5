using System.Text.Json;
using Parley.Ports;

namespace Parley.Venues.Simulated.Binance;

internal enum RouteSecurity
{
    None,

    /// <summary>The key, unsigned.</summary>
    Key,

    Signed,

    /// <summary>Signed, by a key that may trade.</summary>
    Trade,
}

internal delegate void RouteHandler(RequestParameters parameters, Utf8JsonWriter json);

/// <summary>One endpoint.</summary>
internal sealed record Route(string Path, FrontProduct Product, RouteHandler Handler, int Weight, RouteSecurity Security, bool IsOrder)
{
    /// <summary>Whether it counts against the order limits.</summary>
    public bool IsPlacing { get; init; }
}

/// <summary>What is served where.</summary>
internal sealed class FrontRoutes
{
    private readonly Dictionary<string, Route> routes = [];
    private readonly Dictionary<string, Route>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly Dictionary<string, Route> calls = [];

    public FrontRoutes(SpotProduct? spot, FuturesProduct? futures)
    {
        lookup = routes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (spot is not null) AddSpot(spot);
        if (futures is not null) AddFutures(futures);
    }

    /// <summary>Method and path of every endpoint, sorted.</summary>
    public IReadOnlyList<string> Names => [.. routes.Keys.Order(StringComparer.Ordinal)];

    public Route? Find(WireMethod method, ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> verb = method switch
        {
            WireMethod.Get => "GET ",
            WireMethod.Post => "POST ",
            WireMethod.Put => "PUT ",
            _ => "DELETE ",
        };
        if (path.Length > 100) return null;
        Span<char> key = stackalloc char[verb.Length + path.Length];
        verb.CopyTo(key);
        path.CopyTo(key[verb.Length..]);
        return lookup.TryGetValue(key, out Route? route) ? route : null;
    }

    /// <summary>An endpoint by its name in the WebSocket API: <c>order.place</c>.</summary>
    public Route? FindCall(string method) => calls.GetValueOrDefault(method);

    private void AddSpot(SpotProduct spot)
    {
        Public(spot, "GET /api/v3/ping", FrontProduct.Ping, 1, "ping");
        Public(spot, "GET /api/v3/time", spot.Time, 1, "time");
        Public(spot, "GET /api/v3/exchangeInfo", spot.ExchangeInfo, 20, "exchangeInfo");
        Public(spot, "GET /api/v3/depth", spot.Depth, 5, "depth");
        Public(spot, "GET /api/v3/trades", spot.RecentTrades, 25, "trades.recent");
        Public(spot, "GET /api/v3/aggTrades", spot.AggregateTrades, 4, "trades.aggregate");
        Public(spot, "GET /api/v3/klines", spot.Klines, 2, "klines");
        Public(spot, "GET /api/v3/ticker/bookTicker", spot.BookTicker, 2, "ticker.book");
        Public(spot, "GET /api/v3/ticker/24hr", spot.DayTicker, 2, "ticker.24hr");
        Public(spot, "GET /api/v3/ticker/price", spot.LastPrice, 2, "ticker.price");
        Read(spot, "GET /api/v3/account", spot.Account, 20, "account.status");
        Read(spot, "GET /api/v3/order", spot.QueryOrder, 4, "order.status");
        Read(spot, "GET /api/v3/openOrders", spot.OpenOrders, 6, "openOrders.status");
        Read(spot, "GET /api/v3/allOrders", spot.AllOrders, 20, "allOrders");
        Read(spot, "GET /api/v3/myTrades", spot.MyTrades, 20, "myTrades");
        Read(spot, "GET /sapi/v1/account/apiRestrictions", spot.KeyRights, 1, null);
        Order(spot, "POST /api/v3/order", spot.PlaceOrder, 1, "order.place", isPlacing: true);
        Order(spot, "POST /api/v3/order/test", spot.TestOrder, 1, "order.test", isPlacing: false);
        Order(spot, "DELETE /api/v3/order", spot.CancelOrder, 1, "order.cancel", isPlacing: false);
        Order(spot, "DELETE /api/v3/openOrders", spot.CancelAll, 1, "openOrders.cancelAll", isPlacing: false);
    }

    private void AddFutures(FuturesProduct futures)
    {
        Public(futures, "GET /fapi/v1/ping", FrontProduct.Ping, 1, null);
        Public(futures, "GET /fapi/v1/time", futures.Time, 1, null);
        Public(futures, "GET /fapi/v1/exchangeInfo", futures.ExchangeInfo, 1, null);
        Public(futures, "GET /fapi/v1/depth", futures.Depth, 10, null);
        Public(futures, "GET /fapi/v1/trades", futures.RecentTrades, 5, null);
        Public(futures, "GET /fapi/v1/aggTrades", futures.AggregateTrades, 20, null);
        Public(futures, "GET /fapi/v1/klines", futures.Klines, 5, null);
        Public(futures, "GET /fapi/v1/ticker/bookTicker", futures.BookTicker, 2, null);
        Public(futures, "GET /fapi/v1/ticker/24hr", futures.DayTicker, 1, null);
        Public(futures, "GET /fapi/v1/ticker/price", futures.LastPrice, 1, null);
        Public(futures, "GET /fapi/v2/ticker/price", futures.LastPrice, 1, null);
        Public(futures, "GET /fapi/v1/premiumIndex", futures.PremiumIndex, 1, null);
        Public(futures, "GET /fapi/v1/fundingRate", futures.FundingRates, 1, null);
        Read(futures, "GET /fapi/v2/account", futures.Account, 5, null);
        Read(futures, "GET /fapi/v3/account", futures.Account, 5, null);
        Read(futures, "GET /fapi/v2/balance", futures.Balance, 5, null);
        Read(futures, "GET /fapi/v3/balance", futures.Balance, 5, null);
        Read(futures, "GET /fapi/v2/positionRisk", futures.PositionRisk, 5, null);
        Read(futures, "GET /fapi/v3/positionRisk", futures.PositionRisk, 5, null);
        Read(futures, "GET /fapi/v1/positionSide/dual", FuturesProduct.PositionMode, 30, null);
        Read(futures, "GET /fapi/v1/symbolConfig", futures.SymbolConfig, 5, null);
        Read(futures, "GET /fapi/v1/accountConfig", futures.AccountConfig, 5, null);
        Read(futures, "GET /fapi/v1/leverageBracket", futures.LeverageBrackets, 1, null);
        Read(futures, "GET /fapi/v1/income", futures.Incomes, 30, null);
        Read(futures, "GET /fapi/v1/order", futures.QueryOrder, 1, null);
        Read(futures, "GET /fapi/v1/openOrder", futures.OpenOrder, 1, null);
        Read(futures, "GET /fapi/v1/openOrders", futures.OpenOrders, 1, null);
        Read(futures, "GET /fapi/v1/allOrders", futures.AllOrders, 5, null);
        Read(futures, "GET /fapi/v1/userTrades", futures.UserTrades, 5, null);
        Read(futures, "GET /fapi/v1/algoOrder", futures.QueryAlgo, 1, null);
        Read(futures, "GET /fapi/v1/openAlgoOrders", futures.OpenAlgos, 1, null);
        Read(futures, "GET /fapi/v1/allAlgoOrders", futures.AllAlgos, 5, null);
        Order(futures, "POST /fapi/v1/positionSide/dual", FuturesProduct.ChangePositionMode, 1, null, isPlacing: false);
        Order(futures, "POST /fapi/v1/leverage", futures.ChangeLeverage, 1, null, isPlacing: false);
        Order(futures, "POST /fapi/v1/marginType", futures.ChangeMarginType, 1, null, isPlacing: false);
        Order(futures, "POST /fapi/v1/order", futures.PlaceOrder, 0, null, isPlacing: true);
        Order(futures, "POST /fapi/v1/order/test", futures.TestOrder, 0, null, isPlacing: false);
        Order(futures, "DELETE /fapi/v1/order", futures.CancelOrder, 1, null, isPlacing: false);
        Order(futures, "DELETE /fapi/v1/allOpenOrders", futures.CancelAll, 1, null, isPlacing: false);
        Order(futures, "POST /fapi/v1/countdownCancelAll", futures.Countdown, 10, null, isPlacing: false);
        Order(futures, "POST /fapi/v1/algoOrder", futures.PlaceAlgo, 0, null, isPlacing: true);
        Order(futures, "DELETE /fapi/v1/algoOrder", futures.CancelAlgo, 1, null, isPlacing: false);
        Order(futures, "DELETE /fapi/v1/algoOpenOrders", futures.CancelAllAlgos, 1, null, isPlacing: false);
        Add("POST /fapi/v1/listenKey", new("/fapi/v1/listenKey", futures, futures.OpenListenKey, 1, RouteSecurity.Key, IsOrder: false), null);
        Add("PUT /fapi/v1/listenKey", new("/fapi/v1/listenKey", futures, futures.KeepListenKey, 1, RouteSecurity.Key, IsOrder: false), null);
        Add("DELETE /fapi/v1/listenKey", new("/fapi/v1/listenKey", futures, futures.CloseListenKey, 1, RouteSecurity.Key, IsOrder: false), null);
    }

    private void Public(FrontProduct product, string name, RouteHandler handler, int weight, string? call) =>
        Add(name, new(PathOf(name), product, handler, weight, RouteSecurity.None, IsOrder: false), call);

    private void Read(FrontProduct product, string name, RouteHandler handler, int weight, string? call) =>
        Add(name, new(PathOf(name), product, handler, weight, RouteSecurity.Signed, IsOrder: false), call);

    private void Order(FrontProduct product, string name, RouteHandler handler, int weight, string? call, bool isPlacing) =>
        Add(name, new(PathOf(name), product, handler, weight, RouteSecurity.Trade, IsOrder: true) { IsPlacing = isPlacing }, call);

    private void Add(string name, Route route, string? call)
    {
        routes.Add(name, route);
        if (call is not null) calls.Add(call, route);
    }

    private static string PathOf(string name) => name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
