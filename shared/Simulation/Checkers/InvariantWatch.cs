using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;

namespace Parley.Simulation;

/// <summary>
/// Holds the invariants against everything that happens: what leaves when it leaves, what the venue does when it does it,
/// the rest after every step or every few.
/// </summary>
internal sealed class InvariantWatch
{
    /// <summary>Entries of an instrument that are looked at again and again; what is older has settled.</summary>
    private const int Recent = 8;

    /// <summary>Steps between two full checks.</summary>
    private const int FullEvery = 512;

    /// <summary>A fill the desk was not told of for this long while it believes the order dead is a double exposure waiting to happen.</summary>
    private static readonly TimeSpan InFlightMax = TimeSpan.FromSeconds(8);

    /// <summary>Protocol's bound of two seconds, and one breath of the loop.</summary>
    private static readonly TimeSpan BareMax = TimeSpan.FromSeconds(3);

    private readonly World world;
    private readonly Dictionary<ClientOrderId, string> decisions = [];
    private readonly Dictionary<ClientOrderId, int> posts = [];
    private readonly Dictionary<ClientOrderId, int> accepted = [];
    private readonly Dictionary<Symbol, List<ClientOrderId>> entries = [];
    private readonly Dictionary<Symbol, Timestamp> bareSince = [];
    private readonly List<Violation> violations = [];

    public InvariantWatch(World world)
    {
        this.world = world;
        world.Site.Listeners.Add(OnHappened);
    }

    public IReadOnlyList<Violation> Violations => violations;

    /// <summary>Orders of ours that left, each once however often.</summary>
    public long Orders => posts.Count;

    public long DoubleExposures { get; private set; }

    public void Violate(string invariant, string what)
    {
        if (violations.Count < 20) violations.Add(new(invariant, world.Agenda.Now, world.Agenda.Steps, what));
    }

    public void OnIntent(PlaceOrder order, string decisionId) => decisions[order.Id] = decisionId;

    /// <summary>An order leaves the process.</summary>
    public void OnSend(PlaceOrder order, EdgeNode node, EdgeProcess process)
    {
        int count = posts[order.Id] = posts.GetValueOrDefault(order.Id) + 1;
        if (count > 1) Violate("I-09", $"{order.Id} was posted {count} times");
        if (!world.Log.Intents.Contains(order.Id)) Violate("I-09", $"{order.Id} left without a durable intent");
        if (process.Desk is not { } desk) return;
        SendOnGrid(order);
        SendByLease(order, node, process);
        SendByMode(order, desk);
        if (order.ReduceOnly) return;
        SendOpening(order, desk);
        if (!entries.TryGetValue(order.Symbol, out List<ClientOrderId>? known)) entries.Add(order.Symbol, known = []);
        if (count == 1) known.Add(order.Id);
    }

    public void OnCancel(Symbol symbol, ClientOrderId id, EdgeNode node, EdgeProcess process)
    {
        if (process.Desk is { } desk && desk.ModeOf(symbol) == TradingMode.Halted) Violate("I-23", $"a cancel of {id} left while halted");
    }

    /// <summary>After every step: what changes with any event.</summary>
    public void AfterStep()
    {
        if (world.Scheduler.Escape is { } escape) Violate("I-31", escape);
        if (world.Agenda.Steps % FullEvery == 0) Full();
    }

    /// <summary>Everything that is too dear to be asked after every step.</summary>
    public void Full()
    {
        if (world.Leader is not { Process.Desk: { } desk } node) return;
        foreach (OrderState order in desk.Register.Live)
        {
            if (order.Filled > order.Order.Quantity || order.Filled.IsNegative) Violate("I-10", $"{order.Id} filled {order.Filled} of {order.Order.Quantity}");
            if (!order.Fills.IsEmpty) PriceWithin(order);
        }

        foreach (List<ClientOrderId> known in entries.Values)
            for (int i = known.Count - 1; i >= 0 && i >= known.Count - Recent; i--) GivenUp(known[i], desk);
        if (desk.Portfolio.Equity <= 0) Violate("I-03", $"equity is {desk.Portfolio.Equity}");
        Bare(desk, node);
    }

    /// <summary>I-17: an entry that counts as never executed was never executed.</summary>
    private void GivenUp(ClientOrderId id, Desk desk)
    {
        if (!desk.Register.TryGet(id, out OrderState? believed) || believed.Phase is not (OrderPhase.Refused or OrderPhase.Absent)) return;
        foreach (VenueOrder truth in world.Site.Record.Of(id))
            if (truth.IsOpen || !truth.Filled.IsZero)
                Expose("I-17", $"{id} was given up as {believed.Phase}, and the venue has it, {truth.Filled} filled");
    }

    private void OnHappened(VenueFact fact)
    {
        if (fact is OrderFilled filled && world.Leader is { Process.Desk: { } desk }
            && entries.TryGetValue(filled.Symbol, out List<ClientOrderId>? known) && known.Contains(filled.Id))
            GivenUp(filled.Id, desk);
        if (fact is not OrderAccepted order || world.Site.Record.Foreign.Contains(order.Id)) return;
        int count = accepted[order.Id] = accepted.GetValueOrDefault(order.Id) + 1;
        if (count == 1) return;
        DoubleExposures++;
        Violate("I-08", $"the venue accepted {order.Id} {count} times");
    }

    private void SendOnGrid(PlaceOrder order)
    {
        Instrument instrument = world.Market.Instruments.First(each => each.Symbol == order.Symbol);
        bool onGrid = order.Quantity.IsPositive && order.Quantity.IsMultipleOf(instrument.StepSize)
            && (order.Limit is not { } limit || limit.IsMultipleOf(instrument.TickSize))
            && (order.Stop is not { } stop || stop.IsMultipleOf(instrument.TickSize));
        if (!onGrid) Violate("I-05", $"{order} is off the grid");
    }

    private void SendByLease(PlaceOrder order, EdgeNode node, EdgeProcess process)
    {
        if (process.Lease.State == LeaseState.Lost) Violate("I-35", $"{order.Id} left {node.Name} without a lease");
        foreach (EdgeNode other in world.Nodes)
            if (other != node && other.Process is { Desk: not null } rival && rival.LogOwner > process.LogOwner)
                Violate("I-35", $"{order.Id} left {node.Name} while {other.Name} leads under a later epoch");
    }

    private void SendByMode(PlaceOrder order, Desk desk)
    {
        TradingMode mode = desk.ModeOf(order.Symbol);
        bool may = mode switch
        {
            TradingMode.Normal => true,
            TradingMode.Guarded or TradingMode.ReduceOnly => order.ReduceOnly,
            TradingMode.CancelOnly => order is { ReduceOnly: true, Type: OrderType.StopMarket },
            _ => false,
        };
        if (!may) Violate("I-23", $"{order.Id} left in mode {mode}");
        if (!order.ReduceOnly && world.Humans.KilledAt is { } killed && world.Agenda.Now - killed > TimeSpan.FromSeconds(1) && world.WasTold(desk))
            Violate("I-24", $"{order.Id} opened risk {world.Agenda.Now - killed} after the kill switch");
    }

    private void SendOpening(PlaceOrder order, Desk desk)
    {
        if (desk.Register.UnknownOrders(order.Symbol) > 0) Violate("I-16", $"{order.Id} opens risk while an order is unknown");
        decimal notional = order.Quantity.Value * world.Market.MiddleOf(order.Symbol).Value;
        decimal most = desk.Portfolio.Equity * world.Limits.PositionMax * 1.05m;
        if (notional > most) Violate("I-21", $"{order.Id} is for {notional}, the limit is {most}");
        if (!entries.TryGetValue(order.Symbol, out List<ClientOrderId>? known)) return;
        for (int i = known.Count - 1; i >= 0 && i >= known.Count - Recent; i--) Compare(known[i], order, desk);
    }

    // An entry leaves: no earlier one may be alive at the venue, or have filled, without the desk's knowing.
    private void Compare(ClientOrderId earlier, PlaceOrder order, Desk desk)
    {
        foreach (VenueOrder truth in world.Site.Record.Of(earlier))
        {
            if (!desk.Register.TryGet(earlier, out OrderState? believed) || !believed.IsDone) continue;
            bool old = world.Agenda.Now - (truth.EndedAt ?? truth.AcceptedAt) > InFlightMax;
            if (truth.IsOpen && old)
                Expose("I-20", $"{order.Id} opens risk while {earlier}, believed {believed.Phase}, is alive at the venue");
            else if (truth.Filled > believed.Filled && old)
                Expose("double-exposure", $"{order.Id} opens risk; {earlier}, believed {believed.Phase}, filled {truth.Filled}, known {believed.Filled}");
        }
    }

    private void Expose(string invariant, string what)
    {
        DoubleExposures++;
        Violate(invariant, what);
    }

    private void PriceWithin(OrderState order)
    {
        Price least = order.Fills.Values.Min(fill => fill.Price);
        Price most = order.Fills.Values.Max(fill => fill.Price);
        if (order.AveragePrice < least.Value || order.AveragePrice > most.Value)
            Violate("I-10", $"{order.Id} averages {order.AveragePrice}, its fills lie between {least} and {most}");
    }

    /// <summary>I-14 as the desk can keep it: while its process runs and may act, a position it knows of is protected or being closed.</summary>
    private void Bare(Desk desk, EdgeNode node)
    {
        foreach (Instrument instrument in world.Market.Instruments)
        {
            Symbol symbol = instrument.Symbol;
            bool bare = !desk.Portfolio.Held(symbol).IsZero && !node.IsPaused && desk.ModeOf(symbol) < TradingMode.CancelOnly
                && node.Process!.Lease.State == LeaseState.Valid && !world.Site.IsHalted(symbol)
                && !desk.Register.Live.Any(order => order.Symbol == symbol && order.Order.ReduceOnly);
            if (!bare) bareSince.Remove(symbol);
            else if (!bareSince.TryAdd(symbol, world.Agenda.Now) && world.Agenda.Now - bareSince[symbol] > BareMax + world.RefusalPatience)
            {
                Violate("I-14", $"{desk.Portfolio.Held(symbol)} {symbol} are held since {bareSince[symbol]} without a stop or a close");
                bareSince[symbol] = new(long.MaxValue / 2);
            }
        }
    }
}
