using Parley.Domain;

namespace Parley.Market;

/// <summary>What kind of market <see cref="SyntheticMarket"/> makes. The same options make the same events on every machine.</summary>
public sealed record SyntheticMarketOptions
{
    private static readonly TimeSpan DurationMax = TimeSpan.FromDays(36_525);

    /// <summary>Chooses one market of infinitely many.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Linear perpetuals, each with its own price; at least one, no duplicates.</summary>
    public IReadOnlyList<Symbol> Symbols { get; init; } = [new Symbol("BTCUSDT")];

    /// <summary>First moment of the live part; a whole minute, so that bars built from it line up with the history.</summary>
    public Timestamp Start { get; init; } = Timestamp.FromMilliseconds(1_735_689_600_000);

    /// <summary>Length of the live part, at most 100 years; null is endless.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Closed one-minute bars pushed before the live part, ending at <see cref="Start"/>; whole minutes.</summary>
    public TimeSpan History { get; init; }

    /// <summary>Price at the beginning of the history, in quote currency, for every symbol not in <see cref="StartPrices"/>. At least 100.</summary>
    public decimal StartPrice { get; init; } = 60_000m;

    /// <summary>Starting prices of single symbols.</summary>
    public IReadOnlyDictionary<Symbol, decimal> StartPrices { get; init; } = new Dictionary<Symbol, decimal>();

    /// <summary>
    /// How much the past says about the future, in [0, 1]. 0: nothing; the price is a martingale. 1: the slow drift of
    /// order flow moves the next minute's price by half a standard deviation per unit, trends are not paid for by
    /// crashes, and news is only priced in after it is out.
    /// </summary>
    public double PlantedEdge { get; init; }

    /// <summary>Headlines per hour and symbol on average; at least 0.</summary>
    public double NewsPerHour { get; init; } = 2;

    /// <summary>Share of headlines in [0, 1] that the price does not follow, or whose opposite it does.</summary>
    public double LyingNewsShare { get; init; } = 0.3;

    /// <summary>Whether funding rates differ from zero.</summary>
    public bool Funding { get; init; } = true;

    /// <summary>Average events per virtual second and symbol, in [4, 200].</summary>
    public double EventsPerSecond { get; init; } = 12;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its stated bounds; the message names it.</exception>
    internal void Validate()
    {
        Require(Symbols.Count > 0, nameof(Symbols), "name at least one symbol");
        Require(Symbols.Distinct().Count() == Symbols.Count, nameof(Symbols), "the same symbol twice");
        Require(Start.Nanoseconds >= 0 && Start == Start.FloorTo(Timeframe.OneMinute), nameof(Start), $"{Start} is not a whole minute");
        Require(Duration is null || (Duration > TimeSpan.Zero && Duration <= DurationMax), nameof(Duration), $"{Duration} is not in (0, 100 years]");
        Require(History >= TimeSpan.Zero && History.Ticks % TimeSpan.TicksPerMinute == 0, nameof(History), $"{History} is not whole minutes");
        Require(History.Ticks <= Start.Nanoseconds / 100, nameof(History), $"{History} reaches back before 1970");
        Require(IsPrice(StartPrice), nameof(StartPrice), $"{StartPrice} is not in [100, 10000000]");
        Require(StartPrices.Values.All(IsPrice), nameof(StartPrices), "a price is not in [100, 10000000]");
        Require(PlantedEdge is >= 0 and <= 1, nameof(PlantedEdge), $"{PlantedEdge} is not in [0, 1]");
        Require(NewsPerHour is >= 0 and <= 3_600, nameof(NewsPerHour), $"{NewsPerHour} is not in [0, 3600]");
        Require(LyingNewsShare is >= 0 and <= 1, nameof(LyingNewsShare), $"{LyingNewsShare} is not in [0, 1]");
        Require(EventsPerSecond is >= 4 and <= 200, nameof(EventsPerSecond), $"{EventsPerSecond} is not in [4, 200]");
    }

    private static bool IsPrice(decimal price) => price is >= 100m and <= 10_000_000m;

    private static void Require(bool holds, string name, string reason)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, $"{name}: {reason}.");
    }
}
