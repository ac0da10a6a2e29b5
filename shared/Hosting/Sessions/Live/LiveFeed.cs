using Parley.Domain;
using Parley.Network;
using Parley.Ports;
using Parley.Venues.Binance;
using Parley.Venues.Public;

namespace Parley.Hosting;

/// <summary>A public market over the network, for a desk whose orders stay in the process. Its grids are the configured ones.</summary>
public sealed class LiveFeed : LiveMarket
{
    private readonly IMarketSource feed;
    private long read;

    private LiveFeed(NetworkWire wire, IMarketSource feed, IReadOnlyList<Instrument> instruments)
        : base(wire, instruments) => this.feed = feed;

    public override string Name => feed.Name;

    public override long FramesRead => feed.FramesRead;

    /// <summary>Begins to listen, with the past that Binance keeps. Connects while it is pumped, and again whenever it must.</summary>
    /// <exception cref="ConfigException">The feed cannot be had as configured, or does not answer.</exception>
    public static async Task<LiveFeed> OpenAsync(ParleyConfig config, TimeProvider clock, CancellationToken cancellation)
    {
        IReadOnlyList<Symbol> symbols = [.. config.Desk.Symbols.Select(s => new Symbol(s))];
        bool perpetual = config.Feed.Kind != FeedKind.BinanceSpot;
        IReadOnlyList<Instrument> instruments = [.. symbols.Select(s => MarketProbe.InstrumentOf(s, perpetual, config))];
        var wire = new NetworkWire(clock);
        // Only spreads reconnects; nothing is decided by it.
        var chance = new Prng((ulong)clock.GetTimestamp());
        try
        {
            if (config.Feed.Kind is FeedKind.Bybit or FeedKind.Okx or FeedKind.Deribit)
            {
                VenueDialect dialect = PublicVenues.Of(config, instruments);
                var listening = new PublicMarketFeed(dialect, wire, VenueBudgets.ConnectsTo(dialect.Socket, clock), clock, chance);
                return new(wire, listening, instruments) { Spins = config.Edge.Spins };
            }

            BinanceHosts hosts = VenueHosts.Of(config.Feed);
            var router = new WireRouter(wire);
            IReadOnlyList<Bar> history = await Candles.FetchAsync(config, hosts, symbols, Timestamp.From(clock.GetUtcNow()), router, clock, cancellation);
            var market = new BinanceMarketFeed(
                new() { Hosts = hosts, Symbols = symbols }, router, VenueBudgets.ConnectsTo(hosts.Streams, clock), clock, chance,
                VenueBudgets.RequestsTo(hosts.Rest));
            return new(wire, market, instruments) { Spins = config.Edge.Spins, History = history };
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        feed.Dispose();
        base.Dispose();
    }

    protected override bool Poll(IMarketSink sink)
    {
        feed.Pump(sink);
        bool any = feed.FramesRead > read;
        read = feed.FramesRead;
        return any;
    }
}
