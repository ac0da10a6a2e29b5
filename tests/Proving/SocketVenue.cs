using Parley.Cli.Hosting;
using Parley.Domain;
using Parley.Market;
using Parley.Venues.Simulated.Binance;

namespace Parley.Proving;

/// <summary>The simulated venue on a loopback socket with a synthetic market, and its record of what really happened.</summary>
public sealed class SocketVenue : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly BinanceFront front;
    private readonly SyntheticMarket market;
    private readonly CancellationTokenSource over = new();
    private readonly VenueServer server;
    private readonly Task playing;

    private SocketVenue(BinanceFront front, SyntheticMarketOptions options, VenueServer server, Timestamp start)
    {
        (this.front, this.server) = (front, server);
        market = new(options);
        playing = PlayAsync(new VenueMarket(market, options.Start, start, speed: 1));
    }

    public static ApiCredential Credential { get; } = new("proving", "only-for-the-simulated-venue");

    public Uri Address => server.Address;

    /// <param name="symbols">Perpetuals and spot pairs of these names.</param>
    /// <param name="plan">What goes wrong; null: nothing.</param>
    public static async Task<SocketVenue> StartAsync(IReadOnlyList<Symbol> symbols, VenueFaultPlan? plan = null)
    {
        Timestamp now = Timestamp.From(TimeProvider.System.GetUtcNow());
        SyntheticMarketOptions options = new() { Symbols = symbols, EventsPerSecond = 4, NewsPerHour = 0, Funding = false };
        BinanceFront opened = new(new BinanceFrontOptions
        {
            Credential = Credential,
            Spot = [.. symbols.Select(s => InstrumentOf(s, InstrumentKind.Spot))],
            Futures = [.. symbols.Select(s => InstrumentOf(s, InstrumentKind.Perpetual))],
            SpotCash = 100_000_000m,
            FuturesCash = 100_000_000m,
            Start = now.FloorTo(Timeframe.OneMinute),
            // Limits so high that neither the venue nor the adapter's own budget holds anything back.
            OrderLimit = 500_000,
            SpotWeightLimit = 100_000_000,
            FuturesWeightLimit = 100_000_000,
            KeepRecord = true,
            Faults = plan is null ? null : new SeededFaults(plan, now),
        });
        VenueServer served = await VenueServer.StartAsync(opened, 0, TimeProvider.System);
        return new(opened, options, served, now);
    }

    /// <summary>Names for many instruments: <c>A000USDT</c>, <c>A001USDT</c> …</summary>
    public static IReadOnlyList<Symbol> Symbols(int count) => [.. Enumerable.Range(0, count).Select(n => new Symbol($"A{n:000}USDT"))];

    /// <summary>What really happened so far.</summary>
    public IReadOnlyList<VenueRecordEntry> Record(bool futures = true)
    {
        VenueRecordEntry[] entries = [];
        string product = futures ? "futures" : "spot";
        server.Do(venue => entries = [.. venue.Record!.Entries.Where(e => e.Product == product)]);
        return entries;
    }

    /// <summary>How many entries the record has.</summary>
    public int Recorded
    {
        get
        {
            int count = 0;
            server.Do(venue => count = venue.Record!.Entries.Count);
            return count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await playing;
        await server.DisposeAsync();
        front.Dispose();
        market.Dispose();
        over.Dispose();
    }

    private static Instrument InstrumentOf(Symbol symbol, InstrumentKind kind) => new(
        symbol, symbol.Value[..^4], "USDT", kind, Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 5m);

    private async Task PlayAsync(VenueMarket played)
    {
        using PeriodicTimer timer = new(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
            {
                Timestamp now = Timestamp.From(TimeProvider.System.GetUtcNow());
                server.Do(venue =>
                {
                    played.PlayTo(now, venue);
                    venue.AdvanceTo(now);
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The venue closes.
        }
    }
}
