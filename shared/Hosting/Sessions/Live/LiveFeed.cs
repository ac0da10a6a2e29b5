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

    /// <summary>Begins to listen. Connects while it is pumped, and again whenever it must.</summary>
    public static LiveFeed Open(ParleyConfig config, TimeProvider clock)
    {
        IReadOnlyList<Symbol> symbols = [.. config.Desk.Symbols.Select(s => new Symbol(s))];
        bool perpetual = config.Feed.Kind != FeedKind.BinanceSpot;
        IReadOnlyList<Instrument> instruments = [.. symbols.Select(s => MarketProbe.InstrumentOf(s, perpetual, config))];
        var wire = new NetworkWire(clock);
        // Only spreads reconnects; nothing is decided by it.
        var chance = new Prng((ulong)clock.GetTimestamp());
        return new(wire, Listen(config, symbols, instruments, wire, clock, chance), instruments) { Spins = config.Edge.Spins };
    }

    public override void Dispose()
    {
        feed.Dispose();
        base.Dispose();
    }

    private static IMarketSource Listen(
        ParleyConfig config, IReadOnlyList<Symbol> symbols, IReadOnlyList<Instrument> instruments, NetworkWire wire, TimeProvider clock, Prng chance)
    {
        if (config.Feed.Kind is FeedKind.Bybit or FeedKind.Okx or FeedKind.Deribit)
        {
            VenueDialect dialect = PublicVenues.Of(config, instruments);
            return new PublicMarketFeed(dialect, wire, VenueBudgets.ConnectsTo(dialect.Socket, clock), clock, chance);
        }

        BinanceHosts hosts = VenueHosts.Of(config.Feed);
        return new BinanceMarketFeed(
            new() { Hosts = hosts, Symbols = symbols }, new WireRouter(wire), VenueBudgets.ConnectsTo(hosts.Streams, clock), clock, chance,
            VenueBudgets.RequestsTo(hosts.Rest));
    }

    protected override bool Poll(IMarketSink sink)
    {
        feed.Pump(sink);
        bool any = feed.FramesRead > read;
        read = feed.FramesRead;
        return any;
    }
}
