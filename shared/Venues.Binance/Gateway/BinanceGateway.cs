using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance;

/// <summary>
/// Trading on Binance, spot or USDⓈ-M futures: commands become signed requests, answers and user data become facts. A state
/// machine without I/O of its own: <see cref="Poll"/> drives the wire and everything that is due. For one thread.
/// </summary>
/// <remarks>
/// Start-up is ordered: the venue's clock, its rules, the rights of the key, the settings of the account, the user stream,
/// stock of every instrument. The condition <c>start-up</c> says where it stands and ends when <see cref="IsReady"/>; until
/// then orders are refused as not sent, except that those which only reduce may leave once the account has been checked. An
/// order is sent at most once and never again by anything here.
/// </remarks>
public sealed partial class BinanceGateway : IOrderGateway, IUserStreamTaker
{
    private readonly BinanceOptions options;
    private readonly WireRouter router;
    private readonly RateBudget budget;
    private readonly VenueClock clock;
    private readonly Agenda agenda;
    private readonly VenueCalls calls;
    private readonly UserStream stream;
    private readonly OrderRequestWriter writer;
    private readonly FeeBook fees;
    private readonly Prng jitter;
    private readonly HashSet<Symbol> symbols;
    private readonly Dictionary<Symbol, SymbolRules> rules = [];
    private readonly Dictionary<string, decimal> holdings = [];
    private readonly TrackedOrders orders = new();
    private readonly RejectionCircuit circuit = new();
    private readonly Conditions conditions;
    private readonly Queue<VenueFact> facts = new();

    /// <param name="router">Takes this gateway's requests and sockets; others may share it.</param>
    /// <param name="budget">What this address may ask of the REST host; share it among all gateways to the same host.</param>
    /// <param name="jitter">Spreads reconnects.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public BinanceGateway(BinanceOptions options, WireRouter router, RateBudget budget, TimeProvider time, Prng jitter)
    {
        options.Validate();
        this.options = options;
        this.router = router;
        this.budget = budget;
        this.jitter = jitter;
        symbols = [.. options.Symbols];
        clock = new VenueClock(time);
        agenda = new Agenda(time);
        conditions = new Conditions(facts, clock);
        calls = new VenueCalls(options, router, budget, clock, OnEffect);
        stream = new UserStream(options, router, calls, clock, agenda, jitter, this);
        writer = new OrderRequestWriter(options, calls.Buffer);
        fees = new FeeBook(options);
    }

    /// <summary>Whether start-up is through: orders are taken.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Why this gateway will never become ready, in one line; null while it may.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Where start-up stands, and what keeps it there; null before it began.</summary>
    public string? Standing => conditions.ReasonOf(Symbol.Account, "start-up");

    public Timestamp Now => clock.Now;

    /// <summary>What the account holds of an asset, free or locked; null while that is not known.</summary>
    public decimal? HoldingOf(string asset) => holdings.TryGetValue(asset, out decimal held) ? held : null;

    /// <summary>The instruments as the venue describes them; empty before it has.</summary>
    public IReadOnlyList<Instrument> Instruments =>
        [.. options.Symbols.Where(rules.ContainsKey).Select(symbol => rules[symbol].Instrument)];

    /// <summary>How long nothing will be due here if nothing arrives; null when nothing is planned.</summary>
    public TimeSpan? Idle => agenda.Next is { } next ? next - agenda.Elapsed is { Ticks: > 0 } left ? left : TimeSpan.Zero : null;

    private BinanceProduct Product => options.Access.Hosts.Product;

    private bool IsFutures => Product == BinanceProduct.UsdFutures;

    /// <summary>What the venue demands of orders of an instrument; null before it has said so.</summary>
    public SymbolRules? RulesOf(Symbol symbol) => rules.GetValueOrDefault(symbol);

    /// <summary>Begins the start-up. To be called once.</summary>
    public void Start() => BeginStartUp();

    /// <summary>Brings what has arrived to its takers and does what is due.</summary>
    /// <returns>False when there was nothing to do.</returns>
    public bool Poll()
    {
        bool any = router.Poll();
        if (IsReady && clock.HasStepped())
        {
            // What arrived before the step is of unknown age: nothing is opened until the clock has been measured.
            conditions.Demand(Symbol.Account, "clock", TradingMode.Guarded, "the clock stepped, or this machine slept");
            Synchronise();
            any = true;
        }

        return agenda.Run() || any;
    }

    /// <summary>Ends the user stream and disarms the dead man's switch, so that resting orders stay. Poll on until it returns false.</summary>
    public void Stop()
    {
        if (IsReady && IsFutures && options.DeadMansSwitch is not null) ArmSwitch(TimeSpan.Zero);
        IsReady = false;
        stopped = true;
        stream.Stop();
    }

    public bool TryTake(out VenueFact fact) => facts.TryDequeue(out fact!);

    private void Tell(VenueFact fact) => facts.Enqueue(fact);

    private Timestamp At(long milliseconds) => milliseconds > 0 ? Timestamp.FromMilliseconds(milliseconds) : clock.Now;
}
