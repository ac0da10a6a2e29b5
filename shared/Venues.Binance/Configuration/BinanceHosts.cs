namespace Parley.Venues.Binance;

public enum BinanceProduct
{
    Spot,

    /// <summary>USDⓈ-M futures.</summary>
    UsdFutures,
}

public enum BinanceMode
{
    /// <summary>A venue of our own that speaks the same protocol.</summary>
    Simulated,

    /// <summary>The venue's test or demo system: its own keys, its own rules, no money.</summary>
    Testnet,

    /// <summary>Real money.</summary>
    Live,
}

/// <summary>Where one product of one mode lives. Endpoints are configuration: nothing else differs between the modes.</summary>
/// <param name="Rest">Scheme, host and port of the REST interface.</param>
/// <param name="Streams">Scheme, host and port of the streams, without a path.</param>
/// <param name="WebSocketApi">Whole address of the WebSocket API; null where the user data do not come over it (futures).</param>
/// <param name="Wallet">Where the rights of a key are asked; null where nothing can be withdrawn.</param>
public sealed record BinanceHosts(
    BinanceProduct Product, BinanceMode Mode, Uri Rest, Uri Streams, Uri? WebSocketApi, Uri? Wallet)
{
    private static readonly Uri LiveWallet = new("https://api.binance.com");

    public static BinanceHosts Live(BinanceProduct product) => product == BinanceProduct.Spot
        ? new(product, BinanceMode.Live, LiveWallet, new("wss://stream.binance.com:9443"),
            new("wss://ws-api.binance.com:443/ws-api/v3"), LiveWallet)
        : new(product, BinanceMode.Live, new("https://fapi.binance.com"), new("wss://fstream.binance.com"), null, LiveWallet);

    public static BinanceHosts Testnet(BinanceProduct product) => product == BinanceProduct.Spot
        ? new(product, BinanceMode.Testnet, new("https://testnet.binance.vision"), new("wss://stream.testnet.binance.vision"),
            new("wss://ws-api.testnet.binance.vision/ws-api/v3"), null)
        : new(product, BinanceMode.Testnet, new("https://demo-fapi.binance.com"), new("wss://fstream.binancefuture.com"), null, null);

    /// <summary>A venue on one port of this machine.</summary>
    public static BinanceHosts Loopback(BinanceProduct product, int port) => new(
        product, BinanceMode.Simulated, new($"http://127.0.0.1:{port}"), new($"ws://127.0.0.1:{port}"),
        product == BinanceProduct.Spot ? new($"ws://127.0.0.1:{port}/ws-api/v3") : null, null);

    /// <summary>Where the user data of a listen key are heard; the futures streams are split by path and silent on the wrong one.</summary>
    public Uri UserStream(string listenKey) => new(Streams, $"/private/ws/{listenKey}");

    public override string ToString() => $"{Product} {Mode} at {Rest.Authority}";
}
