using Parley.Execution;
using Parley.Risk;
using Parley.Venues.Simulated;

namespace Parley.Edge.Tests;

/// <summary>Small markets and what is traded on them.</summary>
internal static class Markets
{
    public static Timestamp Start { get; } = Timestamp.Parse("2025-01-01T00:00:00Z");

    public static Instrument Bitcoin { get; } = new(
        new("BTCUSDT"), "BTC", "USDT", InstrumentKind.Perpetual,
        Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 100);

    public static AccountView Flat { get; } = new(10_000, 10_000, Quantity.Zero, 0, 10_000, 10_000, 10_000, 0, 0, TradingMode.Normal);

    public static SyntheticMarket Make(TimeSpan duration, params string[] symbols) => new(new SyntheticMarketOptions
    {
        Seed = 11,
        Symbols = [.. symbols.Select(s => new Symbol(s))],
        History = TimeSpan.FromMinutes(30),
        Duration = duration,
        Start = Start,
    });

    public static Quote Quote(long id, long ticks = 0) => new(
        Bitcoin.Symbol, id, Start + TimeSpan.FromMilliseconds(id), Start + TimeSpan.FromMilliseconds(id),
        Price.From(60_000m + ticks * 0.1m), Quantity.From(1), Price.From(60_000.1m + ticks * 0.1m), Quantity.From(1));

    /// <summary>A desk that relays, on a simulated venue.</summary>
    public static void Run(SyntheticMarket market, IRelay relay, Action afterEach)
    {
        SimulatedVenue venue = new(new SimulatedVenueOptions { Instruments = market.Instruments, InitialCash = 10_000 });
        Desk desk = new(
            new DeskOptions
            {
                Instruments = market.Instruments,
                Timeframes = [Timeframe.OneMinute, Timeframe.FiveMinutes],
                Trigger = Timeframe.OneMinute,
                Settings = new(Deliberator.Parley, new SortedDictionary<string, string>(), new(), new RiskLimits()),
                InitialCash = 10_000,
                Profile = "test",
                Source = market.Name,
                CodeVersion = "test",
                Relay = relay,
            },
            venue, Ledger.Start(new ForgetfulJournal()), NoObserver.Instance, TimeProvider.System);
        MarketFanOut sink = new(venue, new MarketFanOut(relay, desk));
        while (market.Pump(sink)) afterEach();
    }

    /// <summary>Both halves of a relay.</summary>
    internal interface IRelay : IMarketSink, IDeskRelay;
}
