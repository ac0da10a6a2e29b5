using Parley.Domain;
using Parley.Network;
using Parley.Ports;
using Parley.Venues.Binance;

namespace Parley.Hosting;

/// <summary>A venue over the network for one run: its market in, orders out, on one wire and one thread.</summary>
public sealed class LiveVenue : LiveMarket, IOrderGateway
{
    private static readonly TimeSpan OpeningMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OpeningPause = TimeSpan.FromMilliseconds(5);

    private readonly BinanceMarketFeed feed;
    private readonly BinanceGateway gateway;

    private LiveVenue(NetworkWire wire, BinanceMarketFeed feed, BinanceGateway gateway)
        : base(wire, gateway.Instruments) => (this.feed, this.gateway) = (feed, gateway);

    public override string Name => feed.Name;

    public override long FramesRead => feed.FramesRead;

    public Timestamp Now => gateway.Now;

    /// <summary>What the account holds of an asset, free or locked; null while that is not known.</summary>
    public decimal? HoldingOf(string asset) => gateway.HoldingOf(asset);

    /// <summary>The venue's margin tables for this account; empty where it tells none.</summary>
    public IReadOnlyList<IReadOnlyList<LeverageBracket>> Brackets => [.. Instruments.Select(i => gateway.BracketsOf(i.Symbol)).Where(table => table.Count > 0)];

    /// <summary>
    /// Enters the venue: its clock, its rules, the rights of the key, the account, the user stream. Only then it is known
    /// what can be traded.
    /// </summary>
    /// <exception cref="ConfigException">There is no key, the venue refuses it, or it does not answer.</exception>
    public static async Task<LiveVenue> OpenAsync(
        ParleyConfig config, string profile, ISecrets secrets, TimeProvider clock, CancellationToken cancellation)
    {
        BinanceHosts hosts = VenueHosts.Of(config.Venue, profile);
        BinanceAccess access = await VenueKey.FetchAsync(hosts, config.Venue.Secret, secrets, clock, cancellation);
        IReadOnlyList<Symbol> symbols = [.. config.Desk.Symbols.Select(s => new Symbol(s))];
        var wire = new NetworkWire(clock);
        try
        {
            var router = new WireRouter(wire);
            // Only spreads reconnects; nothing is decided by it.
            var chance = new Prng((ulong)clock.GetTimestamp());
            RateBudget requests = VenueBudgets.RequestsTo(hosts.Rest);
            BinanceMarketFeed? market = null;
            var trading = new BinanceGateway(
                new()
                {
                    Access = access,
                    Symbols = symbols,
                    Prices = symbol => market?.LastPrice(symbol),
                    Futures = config.Venue.AccountLeverage > 0 ? new(config.Venue.AccountLeverage, config.Venue.AccountMargin.ToString().ToUpperInvariant()) : null,
                },
                router, requests, clock, chance);
            await EnterAsync(trading, hosts, clock, cancellation);
            IReadOnlyList<Bar> history = await Candles.FetchAsync(config, hosts, symbols, trading.Now, router, clock, cancellation);
            market = new(
                new() { Hosts = hosts, Symbols = symbols, VenueClock = () => trading.Now }, router, VenueBudgets.ConnectsTo(hosts.Streams, clock), clock, chance, requests);
            return new(wire, market, trading) { Spins = config.Edge.Spins, History = history };
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    public void Place(PlaceOrder order) => gateway.Place(order);

    public void Cancel(Symbol symbol, ClientOrderId id) => gateway.Cancel(symbol, id);

    public void Lookup(Symbol symbol, ClientOrderId id) => gateway.Lookup(symbol, id);

    public void TakeStock(Symbol symbol, Timestamp since) => gateway.TakeStock(symbol, since);

    public bool TryTake(out VenueFact fact)
    {
        if (feed.TryTakeCondition(out VenueCondition? condition))
        {
            fact = condition;
            return true;
        }

        return gateway.TryTake(out fact);
    }

    /// <summary>Leaves the venue: resting stops stay, the user stream ends.</summary>
    public void Leave()
    {
        gateway.Stop();
        while (gateway.Poll())
        {
            // What the venue still says.
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
        return gateway.Poll() || !feed.IsIdle;
    }

    private static async Task EnterAsync(BinanceGateway gateway, BinanceHosts hosts, TimeProvider clock, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        gateway.Start();
        while (!gateway.IsReady)
        {
            if (gateway.Refusal is { } refusal) throw new ConfigException($"{hosts} refuses: {refusal}");
            if (clock.GetElapsedTime(began) > OpeningMax) throw new ConfigException($"{hosts} does not answer: {gateway.Standing}");
            if (!gateway.Poll()) await Task.Delay(OpeningPause, clock, cancellation);
        }
    }
}
