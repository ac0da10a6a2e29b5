using System.Globalization;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>The USDⓈ-M side: <c>/fapi</c>. One-way mode, cross margin.</summary>
internal sealed partial class FuturesProduct : FrontProduct
{
    private const int AlgosMax = 200;
    private const int LeverageMax = 125;
    private const long NotionalMax = 100_000_000;
    private readonly SortedDictionary<long, AlgoOrder> algos = [];
    private readonly Dictionary<string, AlgoOrder> algosByClient = [];
    private readonly Queue<AlgoOrder> finishedAlgos = new();
    private readonly Dictionary<Symbol, Timestamp> countdowns = [];
    private readonly Dictionary<Symbol, int> leverages = [];
    private readonly JsonText events = JsonText.Create();
    private long lastAlgoId = 3_000_000;
    private Timestamp listenKeyUntil;
    private bool hasMarginCall;

    public FuturesProduct(BinanceFront front, BinanceFrontOptions options)
        : base(front, options, options.Futures, isFutures: true)
    {
        foreach (Instrument instrument in options.Futures) leverages[instrument.Symbol] = options.Leverage;
    }

    /// <summary>The account's one key for its private stream; null when there is none.</summary>
    public string? ListenKey { get; private set; }

    public override void Tick()
    {
        if (ListenKey is { } key && Now >= listenKeyUntil)
        {
            ListenKey = null;
            Front.ExpireListenKey(key);
        }

        if (countdowns.Count > 0)
        {
            foreach (Symbol symbol in countdowns.Where(c => c.Value <= Now).Select(c => c.Key).ToArray())
            {
                countdowns.Remove(symbol);
                CancelOpen(symbol);
            }
        }

        if (algos.Count > 0) Trigger();
        Liquidate();
    }

    public void PlaceOrder(RequestParameters parameters, Utf8JsonWriter json)
    {
        FrontOrder order = Read(parameters, out OrderType type, out TimeInForce force);
        if (order.Force == "FOK" && !IsWhollyThere(order))
        {
            if (Archive.HasOpen(order.ClientId)) throw Refused(FrontError.DuplicateFutures);
            Archive.Add(order);
            order.Status = FrontStatus.Expired;
            Archive.Finish(order);
            OnOrder(order, "EXPIRED"u8, null);
        }
        else
        {
            Submit(order, type, force);
        }

        // An acknowledgement tells of the order as it arrived; what it met is told by the stream or on request.
        Write(json, order, isAcknowledgement: !parameters.Is("newOrderRespType"u8, "RESULT"u8));
    }

    public void TestOrder(RequestParameters parameters, Utf8JsonWriter json)
    {
        FrontOrder order = Read(parameters, out OrderType type, out TimeInForce force);
        PlaceOrder command = new(new ClientOrderId(order.ClientId), order.Instrument.Symbol, order.Side, type, order.Quantity, order.Limit, null, force, order.ReduceOnly);
        if (OrderRules.Filters(command, Front.RulesOf(order.Instrument), null) is { } broken) throw Refused(FrontError.ForRule(broken.Rule, broken.Reason, IsFutures));
        Write(json, order, isAcknowledgement: true);
    }

    public void QueryOrder(RequestParameters parameters, Utf8JsonWriter json) => Write(json, OrderOf(parameters, FrontError.NoSuchOrder, isLookup: true));

    public void CancelOrder(RequestParameters parameters, Utf8JsonWriter json)
    {
        FrontOrder order = OrderOf(parameters, FrontError.UnknownOrder, isLookup: false);
        Withdraw(order, cancelId: null);
        Write(json, order);
    }

    /// <summary>Regular orders only: conditional ones stay.</summary>
    public void CancelAll(RequestParameters parameters, Utf8JsonWriter json)
    {
        CancelOpen(Board(parameters).Instrument.Symbol);
        WriteDone(json, "The operation of cancel all open order is done.");
    }

    public void OpenOrders(RequestParameters parameters, Utf8JsonWriter json) => WriteAll(json, VisibleOpen(parameters));

    public void OpenOrder(RequestParameters parameters, Utf8JsonWriter json)
    {
        FrontOrder order = OrderOf(parameters, FrontError.NoSuchOrder, isLookup: true);
        if (!order.IsOpen) throw Refused(FrontError.NoSuchOrder);
        Write(json, order);
    }

    public void AllOrders(RequestParameters parameters, Utf8JsonWriter json)
    {
        MarketBoard board = Board(parameters);
        long from = parameters.Number("orderId"u8) ?? 0;
        WriteAll(json, Archive.All.Where(o => o.Instrument.Symbol == board.Instrument.Symbol && o.OrderId >= from && o.VisibleAt <= Now)
            .OrderBy(o => o.OrderId).TakeLast(LimitOf(parameters, 500, 1_000)));
    }

    public void Countdown(RequestParameters parameters, Utf8JsonWriter json)
    {
        Symbol symbol = Board(parameters).Instrument.Symbol;
        long time = parameters.Number("countdownTime"u8) ?? throw Refused(FrontError.Missing("countdownTime"));
        if (time <= 0) countdowns.Remove(symbol);
        else countdowns[symbol] = Now + TimeSpan.FromMilliseconds(time);
        json.WriteStartObject();
        json.WriteString("symbol"u8, symbol.Value);
        json.WriteString("countdownTime"u8, time.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    public void OpenListenKey(RequestParameters parameters, Utf8JsonWriter json)
    {
        ListenKey ??= Front.NewListenKey();
        listenKeyUntil = Now + TimeSpan.FromMinutes(60);
        json.WriteStartObject();
        json.WriteString("listenKey"u8, ListenKey);
        json.WriteEndObject();
    }

    public void KeepListenKey(RequestParameters parameters, Utf8JsonWriter json)
    {
        if (ListenKey is null) throw Refused(FrontError.NoListenKey);
        OpenListenKey(parameters, json);
    }

    public void CloseListenKey(RequestParameters parameters, Utf8JsonWriter json)
    {
        ListenKey = null;
        json.WriteStartObject();
        json.WriteEndObject();
    }

    private FrontOrder Read(RequestParameters parameters, out OrderType type, out TimeInForce force)
    {
        MarketBoard board = Board(parameters);
        Side side = SideOf(parameters);
        string wire = parameters.Text("type"u8) ?? throw Refused(FrontError.Missing("type"));
        if (wire is "STOP" or "STOP_MARKET" or "TAKE_PROFIT" or "TAKE_PROFIT_MARKET" or "TRAILING_STOP_MARKET") throw Refused(FrontError.UseAlgo);
        type = wire switch
        {
            "LIMIT" => OrderType.Limit,
            "MARKET" => OrderType.Market,
            _ => throw Refused(FrontError.BadType),
        };
        if (parameters.TryGet("positionSide"u8, out _) && !parameters.Is("positionSide"u8, "BOTH"u8)) throw Refused(FrontError.OneWay);
        bool reduceOnly = parameters.Is("reduceOnly"u8, "true"u8) || parameters.Is("reduceOnly"u8, "TRUE"u8) || parameters.Is("reduceOnly"u8, "True"u8);
        string status = Front.StatusOf(board.Instrument, isFutures: true);
        if (status is not "TRADING") throw Refused(FrontError.SymbolClosedFutures);
        long? price = parameters.Fixed("price"u8);
        string? sentForce = parameters.Text("timeInForce"u8);
        if (type == OrderType.Limit && price is null) throw Refused(FrontError.Missing("price"));
        if (type == OrderType.Limit && sentForce is null) throw Refused(FrontError.Missing("timeinforce"));
        if (type == OrderType.Market && price is not null) throw Refused(FrontError.NotRequired("price"));
        if (type == OrderType.Market && sentForce is not null) throw Refused(FrontError.NotRequired("timeinforce"));
        force = ForceOf(sentForce ?? "GTC");
        long quantity = parameters.Fixed("quantity"u8) ?? throw Refused(FrontError.Missing("quantity"));
        if (reduceOnly && Reducible(board, side).IsZero) throw Refused(FrontError.ReduceOnlyRejected);
        return Order(board, side, wire, wire, sentForce ?? "GTC", Quantity.FromRaw(quantity), price is { } p ? Price.FromRaw(p) : null, null, reduceOnly, ClientIdOf(parameters, "newClientOrderId"u8), null);
    }

    private FrontOrder Order(
        MarketBoard board, Side side, string wire, string original, string force, Quantity quantity, Price? limit, Price? stop, bool reduceOnly, string id, AlgoOrder? algo) =>
        new()
        {
            OrderId = NextOrderId(),
            ClientId = id,
            Instrument = board.Instrument,
            Side = side,
            Type = wire,
            OriginalType = original,
            Force = force,
            Quantity = quantity,
            Limit = limit,
            Stop = stop,
            ReduceOnly = reduceOnly,
            ClosePosition = algo?.ClosePosition ?? false,
            At = Now,
            UpdatedAt = Now,
            VisibleAt = Now + Front.LookupLag(isFutures: true),
            Algo = algo,
        };

    private static TimeInForce ForceOf(string text) => text switch
    {
        "GTC" or "GTE_GTC" => TimeInForce.GoodTillCancelled,
        "IOC" or "FOK" => TimeInForce.ImmediateOrCancel,
        "GTX" => TimeInForce.PostOnly,
        _ => throw Refused(FrontError.BadForce),
    };

    private Quantity Reducible(MarketBoard board, Side side)
    {
        Quantity held = Venue.PositionOf(board.Instrument.Symbol);
        if (side == Side.Buy) held = -held;
        return held.IsPositive ? held : Quantity.Zero;
    }

    private void CancelOpen(Symbol symbol)
    {
        foreach (FrontOrder order in Archive.Open.Where(o => o.Instrument.Symbol == symbol).ToArray())
            if (order.IsOpen) Withdraw(order, cancelId: null);
    }

    /// <summary>Positions whose equity no longer covers the maintenance margin are closed at the market, under the venue's own ids.</summary>
    private void Liquidate()
    {
        decimal maintenance = 0;
        foreach (MarketBoard board in Boards)
        {
            Holding holding = Venue.HoldingOf(board.Instrument.Symbol);
            if (!holding.Quantity.IsZero && holding.Mark is { } mark) maintenance += mark * holding.Quantity.Abs() * Options.MaintenanceMargin;
        }

        if (maintenance == 0)
        {
            hasMarginCall = false;
            return;
        }

        decimal equity = Venue.Equity;
        if (equity > maintenance)
        {
            bool isNear = equity < 2 * maintenance;
            if (isNear && !hasMarginCall) SendMarginCall();
            hasMarginCall = isNear;
            return;
        }

        foreach (MarketBoard board in Boards)
        {
            Quantity held = Venue.PositionOf(board.Instrument.Symbol);
            if (held.IsZero || board.Book.BidCount == 0 || board.Book.AskCount == 0) continue;
            CancelOpen(board.Instrument.Symbol);
            FrontOrder close = Order(
                board, held.IsPositive ? Side.Sell : Side.Buy, "MARKET", "MARKET", "GTC", held.Abs(), null, null, reduceOnly: true,
                string.Create(CultureInfo.InvariantCulture, $"autoclose-{Now.Milliseconds}"), null);
            if (!Archive.HasOpen(close.ClientId)) Submit(close, OrderType.Market, TimeInForce.GoodTillCancelled);
        }
    }
}
