using Parley.Domain;
using Parley.Network;
using Parley.Ports;
using Parley.Venues.Binance;

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
        var router = new WireRouter(wire);
        // Only spreads reconnects; nothing is decided by it.
        var chance = new Prng((ulong)clock.GetTimestamp());
        IMarketSource market = new BinanceMarketFeed(
            new() { Hosts = VenueHosts.Of(config.Feed), Symbols = symbols }, router, new ConnectBudget(clock), clock, chance);
        return new(wire, market, instruments) { Spins = config.Edge.Spins };
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
