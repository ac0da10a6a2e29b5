using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Simulated;

/// <summary>
/// A venue with one account in quote currency that matches our orders against a market it is fed, in virtual time. Feed it
/// every event first and let the desk see the event afterwards.
/// </summary>
/// <remarks>
/// <para>
/// Time is the newest moment named by <see cref="AdvanceTo"/> or by an event's venue time. A command takes effect the
/// latency after it was sent, against the market as it is then: events up to that moment, and of the same moment only those
/// that were fed before. A fact can be taken the answer latency after it happened. Everything happens in the order of
/// time, then of arrival; the same inputs give the same facts.
/// </para>
/// <para>
/// Our orders do not move the recorded market. What they took from a level stays taken until the level's next update.
/// A resting order fills when a trade prints through its price, or at its price once the queue ahead is used up
/// (never more than was traded), or when the other side of the book comes to its price (never more than is shown). Queue: all that was
/// visible when we joined; trades at the level shorten it from the front; other shrinkage of the level is spread evenly over it.
/// </para>
/// <para>There is no liquidation: equity can fall below zero, and whoever sizes positions has to see that it does not.</para>
/// <para>Not safe for use by several threads at once.</para>
/// </remarks>
public sealed class SimulatedVenue : IMarketSink, IOrderGateway
{
    private readonly SimulatedVenueOptions options;
    private readonly Dictionary<Symbol, InstrumentMatching> matchings = [];
    private readonly List<InstrumentMatching> ordered = [];
    private readonly Queue<Command> commands = new();
    private readonly FactQueue facts;
    private readonly VenueAccount account;
    private readonly VenueArchive? archive;
    private InstrumentMatching? latest;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public SimulatedVenue(SimulatedVenueOptions options)
    {
        options.Validate();
        this.options = options;
        facts = new FactQueue(options.AnswerLatency);
        account = new VenueAccount(options);
        archive = options.ArchivedOrders > 0 ? new VenueArchive(options.ArchivedOrders) : null;
        foreach (Instrument instrument in options.Instruments)
        {
            InstrumentMatching matching = new(instrument, account, facts, options.BarSlippageBps, archive);
            matchings.Add(instrument.Symbol, matching);
            ordered.Add(matching);
            account.Add(matching);
        }
    }

    /// <summary>The venue's clock.</summary>
    public Timestamp Now { get; private set; }

    /// <summary>Quote currency: on spot what is left to spend, on perpetuals the wallet with realised profit, less fees, with funding.</summary>
    public decimal Cash => account.Cash;

    /// <summary>Sum of all fees, in quote currency.</summary>
    public decimal FeesPaid => account.FeesPaid;

    /// <summary>Sum of all funding, in quote currency; negative was paid.</summary>
    public decimal FundingReceived => account.FundingReceived;

    /// <summary>Cash and holdings at the newest mark price (else last trade, middle or close), in quote currency.</summary>
    public decimal Equity => account.Equity;

    /// <summary>All open orders, by instrument and then in order of acceptance.</summary>
    public IReadOnlyList<OpenOrder> OpenOrders => [.. ordered.SelectMany(matching => matching.OpenOrders)];

    /// <summary>Coins held, or the signed position of a perpetual.</summary>
    /// <exception cref="KeyNotFoundException">The venue does not have the symbol.</exception>
    public Quantity PositionOf(Symbol symbol) => matchings[symbol].Holding.Quantity;

    /// <summary>Cash and holdings at given prices, in quote currency.</summary>
    /// <param name="marks">Must name every instrument that is held.</param>
    /// <exception cref="KeyNotFoundException">A held instrument has no price.</exception>
    public decimal EquityAt(IReadOnlyDictionary<Symbol, Price> marks) =>
        Cash + ordered.Where(matching => !matching.Holding.Quantity.IsZero)
            .Sum(matching => matching.Holding.ValueAt(marks[matching.Holding.Instrument.Symbol]));

    /// <summary>Moves the clock and lets everything happen that is due by then. Never backwards.</summary>
    public void AdvanceTo(Timestamp now)
    {
        RunUntil(now);
        Now = Timestamp.Max(Now, now);
    }

    public void Place(PlaceOrder order) => Send(new Command(Now + options.Latency, order.Symbol, order.Id, order));

    public void Cancel(Symbol symbol, ClientOrderId id) => Send(new Command(Now + options.Latency, symbol, id, Order: null));

    /// <inheritdoc/>
    /// <remarks>Without an archive only open orders are known, and of them only that they are open.</remarks>
    public void Lookup(Symbol symbol, ClientOrderId id)
    {
        bool isKnown = false;
        foreach (VenueFact fact in archive?.FactsOf(symbol, id) ?? Opened(symbol, id))
        {
            isKnown = true;
            facts.Repeat(fact, Now);
        }

        if (!isKnown) facts.Publish(new OrderNotFound(id, symbol, Now));
    }

    /// <inheritdoc/>
    /// <remarks>Without an archive no fills are told again.</remarks>
    public void TakeStock(Symbol symbol, Timestamp since)
    {
        if (Find(symbol) is not { } matching) return;
        foreach (OrderFilled fill in archive?.FillsSince(symbol, since) ?? []) facts.Repeat(fill, Now);
        facts.Publish(new StockTaken(symbol, Now, Now, PositionOf(symbol),
            [.. matching.OpenOrders.Select(open => new StockedOrder(open.Order, open.VenueOrderId, open.Filled))]));
    }

    public bool TryTake(out VenueFact fact) => facts.TryTake(Now, out fact);

    /// <summary>Trades, quotes, depth and marks of instruments the venue does not have are ignored.</summary>
    public void OnTrade(in Trade trade)
    {
        AdvanceTo(trade.VenueTime);
        Find(trade.Symbol)?.OnTrade(trade, Now);
    }

    public void OnQuote(in Quote quote)
    {
        AdvanceTo(quote.VenueTime);
        Find(quote.Symbol)?.OnQuote(quote, Now);
    }

    public void OnDepth(in DepthUpdate update)
    {
        AdvanceTo(update.VenueTime);
        Find(update.Symbol)?.OnDepth(update, Now);
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        AdvanceTo(snapshot.VenueTime);
        Find(snapshot.Symbol)?.OnSnapshot(snapshot, Now);
    }

    public void OnMark(in MarkPrice mark)
    {
        AdvanceTo(mark.VenueTime);
        Find(mark.Symbol)?.OnMark(mark);
    }

    /// <summary>A bar is told when it closes, but orders that came by its open meet its open.</summary>
    public void OnBar(in Bar bar)
    {
        AdvanceTo(bar.OpenTime);
        Find(bar.Symbol)?.OnBar(bar);
        AdvanceTo(bar.CloseTime);
    }

    public void OnNews(NewsItem item)
    {
        // Nothing at a venue depends on the news.
    }

    /// <summary>What is left of the third asset that fees are paid in.</summary>
    internal decimal FeeAssetBalance => account.FeeAssetBalance;

    /// <exception cref="KeyNotFoundException">The venue does not have the symbol.</exception>
    internal Holding HoldingOf(Symbol symbol) => matchings[symbol].Holding;

    /// <summary>Profit that a fill realised on a perpetual, before its fee; zero where it is no longer known.</summary>
    internal decimal RealisedBy(OrderFilled fill) => archive?.RealisedBy(fill) ?? 0;

    internal void SetLeverage(decimal most) => account.LeverageMax = most;

    private IEnumerable<VenueFact> Opened(Symbol symbol, ClientOrderId id) =>
        Find(symbol)?.OpenOrders.FirstOrDefault(open => open.Order.Id == id) is { } open
            ? [new OrderAccepted(id, symbol, open.AcceptedAt, open.VenueOrderId)]
            : [];

    private void Send(Command command)
    {
        commands.Enqueue(command);
        RunUntil(Now);
    }

    /// <summary>Carries out commands and funding due by a moment, earliest first, funding before commands of the same moment.</summary>
    private void RunUntil(Timestamp moment)
    {
        while (true)
        {
            InstrumentMatching? funded = NextFunded(moment);
            bool hasCommand = commands.TryPeek(out Command next) && next.At <= moment;
            if (funded is not null && (!hasCommand || funded.FundingAt <= next.At)) funded.SettleFunding();
            else if (hasCommand) CarryOut(commands.Dequeue());
            else return;
        }
    }

    private InstrumentMatching? NextFunded(Timestamp moment)
    {
        InstrumentMatching? first = null;
        foreach (InstrumentMatching matching in ordered)
            if (matching.FundingAt is { } at && at <= moment && (first is null || at < first.FundingAt)) first = matching;
        return first;
    }

    private void CarryOut(in Command command)
    {
        InstrumentMatching? matching = Find(command.Symbol);
        if (command.Order is not { } order)
        {
            if (matching is null || !matching.Cancel(command.Id, command.At))
                facts.Publish(new CancelRefused(command.Id, command.Symbol, command.At, $"No order {command.Id} is open on {command.Symbol}."));
        }
        else if (matching is null)
        {
            Refuse(order, command.At, "UNKNOWN_SYMBOL", $"This venue has no {order.Symbol}; it has {string.Join(", ", matchings.Keys)}.");
        }
        else if (ordered.Exists(any => any.HasOpen(order.Id)))
        {
            Refuse(order, command.At, "DUPLICATE_ID", $"An order {order.Id} is open already.");
        }
        else
        {
            matching.Arrive(order, command.At);
        }
    }

    private void Refuse(PlaceOrder order, Timestamp at, string rule, string reason) =>
        facts.Publish(new OrderRefused(order.Id, order.Symbol, at, rule, reason));

    // Events of one instrument come in runs: comparing the name's reference saves hashing it.
    private InstrumentMatching? Find(Symbol symbol)
    {
        if (latest is not null && ReferenceEquals(latest.Holding.Instrument.Symbol.Value, symbol.Value)) return latest;
        if (!matchings.TryGetValue(symbol, out InstrumentMatching? found)) return null;
        latest = found;
        return found;
    }

    /// <param name="Order">The order to place; null for a cancellation.</param>
    private readonly record struct Command(Timestamp At, Symbol Symbol, ClientOrderId Id, PlaceOrder? Order);
}
