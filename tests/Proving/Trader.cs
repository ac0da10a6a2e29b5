using Parley.Domain;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Risk;

namespace Parley.Proving;

/// <summary>
/// The product's own desk at a venue on a socket, network, adapter, protocol and ledger included, driven by a
/// <see cref="RoundTripper"/>.
/// </summary>
public sealed class Trader : IDisposable
{
    /// <summary>Limits that let through what the proofs need, and nothing of the order protocol's.</summary>
    private static readonly RiskLimits Limits = new()
    {
        OrdersPerMinuteMax = int.MaxValue,
        LossStreakMax = int.MaxValue,
        DailyLossMax = 0.5m,
        WeeklyLossMax = 0.5m,
        DrawdownMax = 0.5m,
        ConfidenceMin = 0,
        LiquidityMax = 0.2m,
        SlippageMax = 0.05m,
        SlippageCeiling = 0.05m,
        LeverageMax = 10,
        LeverageMaxHighVolatility = 10,
        NetExposureMax = 10,
        CrashMoveMax = 1,
    };

    private readonly LiveVenue venue;
    private readonly Ledger ledger;
    private readonly RoundTripper trips;
    private readonly MarketFanOut sink;

    private Trader(LiveVenue venue, Ledger ledger, Desk desk, RoundTripper trips) =>
        (this.venue, this.ledger, Desk, this.trips, sink) = (venue, ledger, desk, trips, new(trips, desk));

    public Desk Desk { get; }

    /// <summary>Opens nothing more and closes what is open.</summary>
    public bool IsEnding { get => trips.IsEnding; set => trips.IsEnding = value; }

    /// <param name="journal">The ledger's; the desk goes on where it ends.</param>
    /// <param name="gateway">Puts something between the desk and the venue; null nothing.</param>
    public static async Task<Trader> OpenAsync(
        Uri address, bool futures, IReadOnlyList<Symbol> symbols, IRecoverableJournal journal, TimeSpan hold,
        Func<IOrderGateway, IOrderGateway>? gateway, IDeskObserver observer)
    {
        ParleyConfig config = new()
        {
            Venue = new() { Kind = futures ? VenueKind.BinanceFutures : VenueKind.BinanceSpot, Address = address.GetLeftPart(UriPartial.Authority), Secret = "proving" },
            Desk = new() { Symbols = [.. symbols.Select(s => s.Value)], Timeframes = [Timeframe.OneMinute, Timeframe.OneHour] },
            Risk = Limits,
        };
        EnvironmentSecrets secrets = new(new Dictionary<string, string>
        {
            [EnvironmentSecrets.VariableOf("proving")] = $"{SocketVenue.Credential.Key}:{SocketVenue.Credential.Secret}",
        });
        LiveVenue entered = await LiveVenue.OpenAsync(config, "testnet", secrets, TimeProvider.System, CancellationToken.None);
        Ledger taken = LedgerRecovery.Open(journal).Ledger;
        SessionPlan plan = SessionPlan.Live(config, "testnet", entered);
        int run = (LastRun.Of(LedgerRecord.ReadAll(journal))?.Number ?? 0) + 1;
        DeskOptions options = plan.Desk(run) with { Recover = () => LedgerRecord.ReadAll(journal), Relay = NobodyElsewhere.Instance };
        Desk desk = new(options, gateway?.Invoke(entered) ?? entered, taken, observer, TimeProvider.System);
        RoundTripper driver = new(entered.Instruments, $"r{run}-", hold, new Prng((ulong)run));
        Trader trader = new(entered, taken, desk, driver);
        trader.WarmUp();
        return trader;
    }

    /// <summary>One turn of the loop.</summary>
    public void Turn()
    {
        venue.Pump(sink);
        if (venue.IsIdle) Desk.Idle();
        trips.Work(Desk, venue.Now);
    }

    /// <summary>Nothing is held and no order lives.</summary>
    public bool IsFlat => Desk.LiveOrders.Count == 0 && venue.Instruments.All(i => Desk.Held(i.Symbol).IsZero);

    /// <summary>As <see cref="IsFlat"/>, but for instruments on which an order's outcome is not known.</summary>
    public bool IsFlatButUnknown
    {
        get
        {
            HashSet<Symbol> unknown = [.. Desk.LiveOrders.Where(o => o.Phase == OrderPhase.Unknown).Select(o => o.Symbol)];
            return Desk.LiveOrders.All(o => unknown.Contains(o.Symbol)) && venue.Instruments.All(i => unknown.Contains(i.Symbol) || Desk.Held(i.Symbol).IsZero);
        }
    }

    /// <summary>Ends the run in order.</summary>
    public void Finish()
    {
        Desk.Finish(venue.FramesRead);
        venue.Leave();
    }

    public void Dispose()
    {
        venue.Dispose();
        ledger.Dispose();
    }

    // A desk that has seen no volume for a minute allows no entry: it must not take a minute here.
    private void WarmUp()
    {
        Timestamp at = venue.Now.FloorTo(Timeframe.OneMinute) + TimeSpan.FromMinutes(-2);
        foreach (Instrument instrument in venue.Instruments)
        {
            Price price = Price.From(60_000m);
            Desk.OnBar(new Bar(instrument.Symbol, Timeframe.OneMinute, at, price, price, price, price, 1_000, double.NaN, 0, AfterGap: false));
        }
    }

    /// <summary>Decisions are made elsewhere: by the driver.</summary>
    private sealed class NobodyElsewhere : IDeskRelay
    {
        public static NobodyElsewhere Instance { get; } = new();

        public void OnClock(Symbol symbol, Timestamp now)
        {
        }

        public void OnReferenceBar(Symbol symbol, in Bar bar)
        {
        }

        public void OnDue(Symbol symbol, Timestamp now, AccountView account)
        {
        }
    }
}
