using System.Text.Json.Serialization;
using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Risk;

namespace Parley.Hosting;

/// <summary>The whole configuration, resolved. Every value has a safe default; every key is known or refused.</summary>
public sealed record ParleyConfig
{
    /// <summary>Everything the desk writes lies under this directory.</summary>
    public string DataDirectory { get; init; } = "parley-data";

    public PageConfig Page { get; init; } = new();

    public DeskConfig Desk { get; init; } = new();

    public VenueConfig Venue { get; init; } = new();

    public FeedConfig Feed { get; init; } = new();

    public SyntheticConfig Market { get; init; } = new();

    public DeliberationOptions Deliberation { get; init; } = new();

    public RiskLimits Risk { get; init; } = new();

    public ExecutionOptions Execution { get; init; } = new();

    public ExitOptions Exits { get; init; } = new();

    public CloudConfig Cloud { get; init; } = new();

    public EdgeConfig Edge { get; init; } = new();

    public IReadOnlyList<InstrumentConfig> Instruments { get; init; } = [];

    /// <summary>What is wrong, one sentence each; empty when this may be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [.. Risk.Problems().Select(p => $"Risk.{p}")];
        void Require(bool holds, string sentence)
        {
            if (!holds) problems.Add(sentence);
        }

        Require(Page.Port is > 0 and < 65_536, $"Page.Port is {Page.Port}; it must lie between 1 and 65535.");
        Require(Desk.Symbols.Count > 0 && Desk.Symbols.Distinct(StringComparer.Ordinal).Count() == Desk.Symbols.Count,
            "Desk.Symbols is empty or names one twice; give each once, for example [BTCUSDT, ETHUSDT].");
        Require(Desk.Timeframes.Count > 0, "Desk.Timeframes is empty; give at least one, for example [1m].");
        Require(Desk.Timeframes.Distinct().Count() == Desk.Timeframes.Count, "Desk.Timeframes names one twice.");
        Require(Desk.Timeframes.Contains(Desk.Trigger), $"Desk.Trigger is {Desk.Trigger}; it must be one of Desk.Timeframes.");
        Require(Desk.BookLevels is >= 1 and <= 1_000, $"Desk.BookLevels is {Desk.BookLevels}; it must lie between 1 and 1000.");
        Require(Desk.BarLateness >= TimeSpan.Zero && Desk.BarLateness <= TimeSpan.FromSeconds(30),
            "Desk.BarLateness must lie between 0 and 30 s.");
        Require(Venue.InitialCash > 0, $"Venue.InitialCash is {Venue.InitialCash}; it must be above 0.");
        Require(Venue.MakerFeeBps is >= -5 and <= 100, $"Venue.MakerFeeBps is {Venue.MakerFeeBps}; it must lie between -5 and 100.");
        Require(Venue.TakerFeeBps is >= 0 and <= 100, $"Venue.TakerFeeBps is {Venue.TakerFeeBps}; it must lie between 0 and 100.");
        Require(Venue.Latency >= TimeSpan.Zero && Venue.Latency <= TimeSpan.FromMinutes(1), "Venue.Latency must lie between 0 and 1 minute.");
        Require(Venue.LeverageMax is >= 1 and <= 125, $"Venue.LeverageMax is {Venue.LeverageMax}; it must lie between 1 and 125.");
        Require(Market.PlantedEdge is >= 0 and <= 1, $"Market.PlantedEdge is {Market.PlantedEdge}; it must lie between 0 and 1.");
        Require(Market.Symbols.Count > 0, "Market.Symbols is empty; give at least one, for example [BTCUSDT].");
        Require(Deliberation.EntryProbability is > 0.5 and < 1, "Deliberation.EntryProbability must lie between 0.5 and 1.");
        Require(Deliberation.ExitProbability is > 0 and <= 0.5, "Deliberation.ExitProbability must lie above 0, up to 0.5.");
        Require(Deliberation.Deadline > TimeSpan.Zero, "Deliberation.Deadline must be above 0.");
        problems.AddRange(Venue.Problems());
        problems.AddRange(Feed.Problems());
        problems.AddRange(Cloud.Problems());
        problems.AddRange(Edge.Problems());
        problems.AddRange(Execution.Problems().Select(p => $"Execution.{p}"));
        problems.AddRange(Exits.Problems().Select(p => $"Exits.{p}"));
        return problems;
    }
}

public sealed record PageConfig
{
    /// <summary>Port of the page on the loopback address.</summary>
    public int Port { get; init; } = 8080;
}

public sealed record DeskConfig
{
    /// <summary><c>parley</c> or a rule strategy.</summary>
    public string Strategy { get; init; } = "parley";

    /// <summary>Instruments of a desk in two places, in the order in which they are compared; one process takes them from its data.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = ["BTCUSDT"];

    /// <summary>Timeframes whose features the desk keeps.</summary>
    public IReadOnlyList<Timeframe> Timeframes { get; init; } = [Timeframe.OneMinute, Timeframe.FiveMinutes, Timeframe.OneHour];

    /// <summary>The timeframe whose bar close asks for a decision.</summary>
    public Timeframe Trigger { get; init; } = Timeframe.OneMinute;

    /// <summary>How long a bar waits for late trades before it closes, by venue time.</summary>
    public TimeSpan BarLateness { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Levels of the book that each decision sees and the risk gate walks.</summary>
    public int BookLevels { get; init; } = 20;
}

[JsonConverter(typeof(JsonStringEnumConverter<MarketKind>))]
public enum MarketKind
{
    Auto,
    Spot,
    Perpetual,
}

/// <summary>Where orders go.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VenueKind>))]
public enum VenueKind
{
    /// <summary>To a venue in this process that knows no one but this desk.</summary>
    Simulated,

    BinanceSpot,

    /// <summary>USDⓈ-M futures.</summary>
    BinanceFutures,
}

[JsonConverter(typeof(JsonStringEnumConverter<AccountMargin>))]
public enum AccountMargin
{
    Crossed,
    Isolated,
}

public sealed record VenueConfig
{
    public VenueKind Kind { get; init; } = VenueKind.Simulated;

    /// <summary>
    /// A venue on this machine that speaks Binance's protocol, for example <c>http://127.0.0.1:9090</c> of <c>parley venue</c>;
    /// empty takes the exchange's own hosts, the real ones in the profile live, the test ones in any other.
    /// </summary>
    public string Address { get; init; } = "";

    /// <summary>Name of the secret <c>API-KEY:SECRET</c>; the secret may be a private key in PEM.</summary>
    public string Secret { get; init; } = "binance-trade-key";

    /// <summary>Leverage the futures account must be set to; 0 asserts none. Never changed by the desk.</summary>
    public int AccountLeverage { get; init; }

    /// <summary>Margin type the futures account must be set to, where a leverage is asserted.</summary>
    public AccountMargin AccountMargin { get; init; } = AccountMargin.Crossed;

    /// <summary>How often what the venue holds is compared with the ledger, besides after every gap of its user stream.</summary>
    public TimeSpan StockInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Kind of instrument the simulated venue trades; auto takes what the data is.</summary>
    public MarketKind Market { get; init; } = MarketKind.Auto;

    /// <summary>Quote currency the account starts with.</summary>
    public decimal InitialCash { get; init; } = 10_000;

    public decimal MakerFeeBps { get; init; } = 2;

    public decimal TakerFeeBps { get; init; } = 5;

    /// <summary>From the desk to the venue's matching engine.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Leverage the venue would allow.</summary>
    public decimal LeverageMax { get; init; } = 5;

    /// <summary>Slippage of market orders where only candles are known, in basis points.</summary>
    public decimal BarSlippageBps { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (Address.Length > 0 && !FeedConfig.IsBase(Address)) yield return $"Venue.Address is '{Address}'; it must be http on this machine with a port, for example http://127.0.0.1:9090.";
        if (Secret.Length == 0 || Secret.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            yield return "Venue.Secret names a secret in lower-case letters, digits and dashes; the secret itself has no place in a configuration.";
        if (StockInterval < TimeSpan.FromSeconds(5) || StockInterval > TimeSpan.FromHours(1)) yield return "Venue.StockInterval must lie between 5 s and 1 hour.";
        if (AccountLeverage is < 0 or > 125) yield return $"Venue.AccountLeverage is {AccountLeverage}; it must lie between 0 and 125.";
    }
}

[JsonConverter(typeof(JsonStringEnumConverter<FeedKind>))]
public enum FeedKind
{
    BinanceSpot,

    /// <summary>USDⓈ-M futures.</summary>
    BinanceFutures,

    Bybit,

    Okx,

    Deribit,
}

/// <summary>Where a live market comes from when orders go to the simulated venue; otherwise it comes from where they go.</summary>
public sealed record FeedConfig
{
    public FeedKind Kind { get; init; } = FeedKind.BinanceFutures;

    /// <summary>How much of the past a live desk on Binance's data warms up with; 0 for none.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(3);

    /// <summary>A venue on this machine in place of the exchange, for Binance's kinds.</summary>
    public string Address { get; init; } = "";

    internal IEnumerable<string> Problems()
    {
        if (Address.Length > 0 && Kind is FeedKind.Bybit or FeedKind.Okx or FeedKind.Deribit)
            yield return $"Feed.Address stands in for Binance only; Feed.Kind is {Kind}.";
        if (History < TimeSpan.Zero || History > TimeSpan.FromDays(30)) yield return "Feed.History must lie between 0 and 30 days.";
        if (Address.Length > 0 && !IsBase(Address)) yield return $"Feed.Address is '{Address}'; it must be http on this machine with a port, for example http://127.0.0.1:9090.";
    }

    internal static bool IsBase(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0
        && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback;
}

public sealed record SyntheticConfig
{
    public IReadOnlyList<string> Symbols { get; init; } = ["BTCUSDT"];

    /// <summary>Same seed, same market.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>In [0, 1]: how much the order flow gives away about the next minutes; 0 is a fair coin.</summary>
    public double PlantedEdge { get; init; }

    /// <summary>Closed bars delivered before the market opens.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(3);
}

/// <summary>An instrument's grid, as the venue's exchange information would say it.</summary>
public sealed record InstrumentConfig
{
    public string Symbol { get; init; } = "";

    public MarketKind Market { get; init; } = MarketKind.Perpetual;

    public decimal TickSize { get; init; } = 0.00000001m;

    public decimal StepSize { get; init; } = 0.00000001m;

    public decimal QuantityMin { get; init; } = 0.00000001m;

    public decimal NotionalMin { get; init; }

    /// <summary>Its name at a venue that is listened to and spells it otherwise; empty takes that venue's usual spelling.</summary>
    public string VenueName { get; init; } = "";

    /// <summary>Base units one contract stands for, at a venue that counts contracts; 0 where it is not known.</summary>
    public decimal ContractSize { get; init; }
}
