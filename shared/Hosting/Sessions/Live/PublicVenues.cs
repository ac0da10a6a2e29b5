using Parley.Domain;
using Parley.Venues.Public;

namespace Parley.Hosting;

/// <summary>The venues that are listened to and not traded on: under which names they carry our instruments.</summary>
internal static class PublicVenues
{
    /// <exception cref="ConfigException">An instrument has no name there that is known, or its contracts are of unknown size.</exception>
    public static VenueDialect Of(ParleyConfig config, IReadOnlyList<Instrument> instruments)
    {
        IReadOnlyList<PublicInstrument> carried = [.. instruments.Select(i => Carried(config, i))];
        return config.Feed.Kind switch
        {
            FeedKind.Bybit => new BybitDialect(carried),
            FeedKind.Okx => new OkxDialect(carried),
            _ => new DeribitDialect(carried),
        };
    }

    private static PublicInstrument Carried(ParleyConfig config, Instrument instrument)
    {
        InstrumentConfig? known = config.Instruments.FirstOrDefault(i => i.Market == MarketKind.Perpetual && i.Symbol == instrument.Symbol.Value);
        string name = known is { VenueName.Length: > 0 } ? known.VenueName : NameOf(config.Feed.Kind, instrument);
        decimal size = known?.ContractSize ?? 0;
        // OKX counts contracts of a size that differs by instrument: a guess would falsify every volume.
        if (config.Feed.Kind == FeedKind.Okx && size == 0)
            throw new ConfigException($"okx counts {name} in contracts: say in Instruments how many {instrument.BaseAsset} one is, as ContractSize.");
        return new(instrument.Symbol, name, size == 0 ? 1 : size, IsInverse: config.Feed.Kind == FeedKind.Deribit && !name.Contains('_', StringComparison.Ordinal));
    }

    private static string NameOf(FeedKind kind, Instrument instrument) => (kind, instrument.BaseAsset, instrument.QuoteAsset) switch
    {
        (FeedKind.Bybit, _, _) => instrument.Symbol.Value,
        (FeedKind.Okx, var coin, var quote) => $"{coin}-{quote}-SWAP",
        // Settled in the coin itself, in contracts of one dollar.
        (_, "BTC" or "ETH", "USD" or "USDT") => $"{instrument.BaseAsset}-PERPETUAL",
        (_, var coin, "USDC") => $"{coin}_USDC-PERPETUAL",
        _ => throw new ConfigException($"deribit's name for {instrument.Symbol} is not known: say it in Instruments, as VenueName."),
    };
}
