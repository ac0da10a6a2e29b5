using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>
/// What spot and futures have in common: the matching behind them, their orders, and turning the matching's facts into the
/// protocol's events. Each has an account and numbers of its own.
/// </summary>
internal abstract partial class FrontProduct
{
    private readonly Dictionary<string, MarketBoard> boards = [];
    private readonly Dictionary<Symbol, MarketBoard> boardsBySymbol = [];
    private FrontOrder? arriving;
    private OrderRefused? refusal;
    private CancelRefused? cancelRefusal;
    private long lastOrderId = 10_000_000;

    protected FrontProduct(BinanceFront front, BinanceFrontOptions options, IReadOnlyList<Instrument> instruments, bool isFutures)
    {
        Front = front;
        Options = options;
        IsFutures = isFutures;
        Venue = new SimulatedVenue(new SimulatedVenueOptions
        {
            Instruments = instruments,
            InitialCash = isFutures ? options.FuturesCash : options.SpotCash,
            MakerFeeBps = options.MakerFeeBps,
            TakerFeeBps = options.TakerFeeBps,
            FeeAsset = options.FeeAsset,
            ArchivedOrders = 64,
            Latency = TimeSpan.Zero,
            AnswerLatency = TimeSpan.Zero,
            LeverageMax = isFutures ? options.Leverage : 1,
        });
        Venue.AdvanceTo(options.Start);
        Archive = new OrderArchive(options.FinishedOrdersMax);
        Weight = new RateMeter(TimeSpan.FromMinutes(1), isFutures ? options.FuturesWeightLimit : options.SpotWeightLimit);
        OrdersShort = new RateMeter(TimeSpan.FromSeconds(10), options.OrderLimit);
        OrdersLong = new RateMeter(isFutures ? TimeSpan.FromMinutes(1) : TimeSpan.FromDays(1), isFutures ? options.OrderLimit * 4 : options.OrderLimit * 2_000);
        foreach (Instrument instrument in instruments)
        {
            MarketBoard board = new(instrument, options.Start);
            boards.Add(instrument.Symbol.Value, board);
            boardsBySymbol.Add(instrument.Symbol, board);
        }
    }

    public BinanceFront Front { get; }

    public BinanceFrontOptions Options { get; }

    public bool IsFutures { get; }

    public SimulatedVenue Venue { get; }

    public OrderArchive Archive { get; }

    public RateMeter Weight { get; }

    public RateMeter OrdersShort { get; }

    public RateMeter OrdersLong { get; }

    /// <summary>Venue milliseconds until which the client is banned.</summary>
    public long BannedUntil { get; set; }

    /// <summary>Requests refused with 429 since the window began.</summary>
    public int Ignored { get; set; }

    public IEnumerable<MarketBoard> Boards => boards.Values;

    protected Timestamp Now => Venue.Now;

    /// <summary>Shown to clients: the venue's clock with what is wrong with it.</summary>
    protected long NowMilliseconds => Now.Milliseconds;

    public MarketBoard? BoardOf(Symbol symbol) => boardsBySymbol.GetValueOrDefault(symbol);

    /// <exception cref="FrontException">It was not sent, or there is no such symbol.</exception>
    public MarketBoard Board(RequestParameters parameters) =>
        boards.GetValueOrDefault(parameters.Text("symbol"u8) ?? throw new FrontException(FrontError.Missing("symbol")))
        ?? throw new FrontException(FrontError.BadSymbol);

    /// <summary>One symbol, or all when none was sent.</summary>
    public IEnumerable<MarketBoard> BoardsOf(RequestParameters parameters) =>
        parameters.TryGet("symbol"u8, out _) ? [Board(parameters)] : boards.Values;

    /// <summary>Takes what the matching has to say.</summary>
    public void Pump()
    {
        while (Venue.TryTake(out VenueFact fact)) Take(fact);
    }

    /// <summary>Things that are due by now: triggers, countdowns, liquidation.</summary>
    public abstract void Tick();

    /// <summary>Tells the account's listeners of a change of an order.</summary>
    /// <param name="execution"><c>NEW</c>, <c>TRADE</c>, <c>CANCELED</c>, <c>EXPIRED</c>.</param>
    protected abstract void OnOrder(FrontOrder order, ReadOnlySpan<byte> execution, FrontTrade? trade);

    protected abstract void OnFunding(FundingPaid funding);

    protected static FrontException Refused(FrontError error) => new(error);

    protected long NextOrderId() => ++lastOrderId;

    /// <summary>Hands an order to the matching.</summary>
    /// <exception cref="FrontException">The matching refuses it.</exception>
    protected void Submit(FrontOrder order, OrderType type, TimeInForce force)
    {
        if (Archive.HasOpen(order.ClientId) && !order.IsWaitingForTrigger) throw Refused(IsFutures ? FrontError.DuplicateFutures : FrontError.DuplicateSpot);
        PlaceOrder command = new(
            new ClientOrderId(order.ClientId), order.Instrument.Symbol, order.Side, type, order.Quantity,
            type == OrderType.Limit ? order.Limit : null, type is OrderType.StopMarket or OrderType.TakeProfitMarket ? order.Stop : null,
            force, order.ReduceOnly);
        if (OrderRules.Filters(command, Front.RulesOf(order.Instrument), Reference(order)) is { } broken)
            throw Refused(FrontError.ForRule(broken.Rule, broken.Reason, IsFutures));
        arriving = order;
        refusal = null;
        Venue.Place(command);
        Pump();
        arriving = null;
        if (refusal is not { } no) return;
        Record("refused", order, null, 0);
        throw Refused(FrontError.ForRule(no.Rule, no.Reason, IsFutures));
    }

    /// <summary>Takes an open order off the book.</summary>
    /// <param name="cancelId">The id of the cancellation, on spot.</param>
    /// <exception cref="FrontException">It is not open.</exception>
    protected void Withdraw(FrontOrder order, string? cancelId)
    {
        if (!order.IsOpen) throw Refused(FrontError.UnknownOrder);
        order.CancelId = cancelId;
        if (order.IsWaitingForTrigger)
        {
            order.Status = FrontStatus.Canceled;
            order.UpdatedAt = Now;
            Archive.Finish(order);
            OnOrder(order, "CANCELED"u8, null);
            Record("cancelled", order, null, 0);
            return;
        }

        cancelRefusal = null;
        Venue.Cancel(order.Instrument.Symbol, new ClientOrderId(order.ClientId));
        Pump();
        if (cancelRefusal is not null) throw Refused(FrontError.UnknownOrder);
    }

    protected void Record(string kind, FrontOrder order, FrontTrade? trade, decimal amount)
    {
        if (Front.Record is not { } record) return;
        record.Append(new VenueRecordEntry(
            record.Entries.Count + 1, kind, Now, IsFutures ? "futures" : "spot", order.Instrument.Symbol, order.ClientId, order.OrderId, trade?.TradeId ?? 0,
            order.Side, trade?.Price ?? order.Limit ?? order.Stop, trade?.Quantity ?? order.Quantity, amount,
            Venue.PositionOf(order.Instrument.Symbol), Venue.Cash));
    }

    private Price? Reference(FrontOrder order)
    {
        OrderBook book = boardsBySymbol[order.Instrument.Symbol].Book;
        return (order.Side == Side.Buy ? book.BestAsk : book.BestBid) ?? boardsBySymbol[order.Instrument.Symbol].LastTrade?.Price;
    }

    private void Take(VenueFact fact)
    {
        switch (fact)
        {
            case OrderAccepted when arriving is { } order:
                bool wasWaiting = order.IsWaitingForTrigger;
                order.IsWaitingForTrigger = false;
                if (wasWaiting) break;
                Archive.Add(order);
                OnOrder(order, "NEW"u8, null);
                Record("accepted", order, null, 0);
                break;
            case OrderRefused refused:
                refusal = refused;
                break;
            case OrderFilled fill when Archive.Opened(fill.Id.Value) is { } order:
                Fill(order, fill);
                break;
            case OrderCancelled cancelled when Archive.Opened(cancelled.Id.Value) is { } order:
                End(order, FrontStatus.Canceled, "CANCELED"u8, "cancelled");
                break;
            case OrderExpired expired when Archive.Opened(expired.Id.Value) is { } order:
                End(order, FrontStatus.Expired, "EXPIRED"u8, "expired");
                break;
            case CancelRefused refused:
                cancelRefusal = refused;
                break;
            case FundingPaid funding:
                OnFunding(funding);
                Front.Record?.Append(new VenueRecordEntry(
                    Front.Record.Entries.Count + 1, "funding", funding.At, "futures", funding.Symbol, "", 0, 0, Side.Buy, null, Quantity.Zero, funding.Amount,
                    Venue.PositionOf(funding.Symbol), Venue.Cash));
                break;
        }
    }

    private void Fill(FrontOrder order, OrderFilled fill)
    {
        order.Filled += fill.Quantity;
        order.FilledQuote += fill.Price * fill.Quantity;
        order.UpdatedAt = fill.At;
        order.Status = order.Remaining.IsZero ? FrontStatus.Filled : FrontStatus.PartiallyFilled;
        FrontTrade trade = new(
            fill.TradeId, order, fill.At, fill.Price, fill.Quantity, fill.Charged?.Amount ?? fill.Fee, fill.Charged?.Asset ?? order.Instrument.QuoteAsset,
            fill.IsMaker, Venue.RealisedBy(fill));
        Archive.Add(trade);
        if (!order.IsOpen) Archive.Finish(order);
        OnOrder(order, "TRADE"u8, trade);
        Record("trade", order, trade, fill.Fee);
    }

    private void End(FrontOrder order, FrontStatus status, ReadOnlySpan<byte> execution, string kind)
    {
        order.Status = status;
        order.UpdatedAt = Now;
        Archive.Finish(order);
        OnOrder(order, execution, null);
        Record(kind, order, null, 0);
    }
}
