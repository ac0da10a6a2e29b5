using Parley.Venues.Binance;

namespace Parley.Hosting;

/// <summary>Which hosts a run trades on, or listens to.</summary>
internal static class VenueHosts
{
    /// <summary>A venue on this machine where an address says so, the exchange's real hosts in the live profile, its test hosts in any other.</summary>
    /// <exception cref="ConfigException">The venue is simulated in the process and has no hosts.</exception>
    public static BinanceHosts Of(VenueConfig venue, string profile)
    {
        BinanceProduct product = venue.Kind switch
        {
            VenueKind.BinanceSpot => BinanceProduct.Spot,
            VenueKind.BinanceFutures => BinanceProduct.UsdFutures,
            _ => throw new ConfigException("Venue.Kind is simulated: there is no venue to connect to."),
        };
        if (venue.Address.Length > 0) return BinanceHosts.Loopback(product, new Uri(venue.Address).Port);
        return profile == "live" ? BinanceHosts.Live(product) : BinanceHosts.Testnet(product);
    }

    /// <summary>Where public data come from: the real market, or a venue on this machine.</summary>
    public static BinanceHosts Of(FeedConfig feed)
    {
        BinanceProduct product = feed.Kind == FeedKind.BinanceSpot ? BinanceProduct.Spot : BinanceProduct.UsdFutures;
        return feed.Address.Length > 0 ? BinanceHosts.Loopback(product, new Uri(feed.Address).Port) : BinanceHosts.Live(product);
    }
}
