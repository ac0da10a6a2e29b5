using Parley.Domain;
using Parley.Market;

namespace Parley.Hosting;

/// <summary>The synthetic market as the configuration wants it.</summary>
public static class SyntheticSource
{
    public static SyntheticMarketOptions Options(ParleyConfig config) => new()
    {
        Seed = config.Market.Seed,
        Symbols = [.. config.Market.Symbols.Select(s => new Symbol(s))],
        PlantedEdge = config.Market.PlantedEdge,
        History = config.Market.History,
    };

    /// <summary>What is traded on it: perpetuals on the configured grids.</summary>
    public static IReadOnlyList<Instrument> Instruments(SyntheticMarketOptions market, ParleyConfig config) =>
        [.. market.Symbols.Select(s => MarketProbe.InstrumentOf(s, perpetual: true, config))];

    /// <summary>Goes into the ledger.</summary>
    public static string Name(SyntheticMarketOptions market) => $"synthetic market, seed {market.Seed}";
}
