using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>The spot side: <c>/api/v3</c>, and the account events of the WebSocket API.</summary>
internal sealed partial class SpotProduct(BinanceFront front, BinanceFrontOptions options)
    : FrontProduct(front, options, options.Spot, isFutures: false)
{
    private readonly List<FrontOrder> waiting = [];
    private readonly JsonText events = JsonText.Create();
    private long executions;

    /// <summary>Orders of two prices wait here for the first of them, and are limit orders from then on.</summary>
    public override void Tick()
    {
        for (int i = 0; i < waiting.Count; i++)
        {
            FrontOrder order = waiting[i];
            if (!order.IsOpen)
            {
                waiting.RemoveAt(i--);
                continue;
            }

            if (BoardOf(order.Instrument.Symbol)?.LastTrade is not { } last || !Reaches(order, last.Price)) continue;
            waiting.RemoveAt(i--);
            try
            {
                Submit(order, OrderType.Limit, ForceOf(order.Force));
            }
            catch (FrontException)
            {
                order.Status = FrontStatus.Expired;
                order.UpdatedAt = Now;
                Archive.Finish(order);
                OnOrder(order, "EXPIRED"u8, null);
            }
        }
    }

    public void TestOrder(RequestParameters parameters, Utf8JsonWriter json)
    {
        FrontOrder order = Read(parameters, out OrderType type, out TimeInForce force, out _);
        PlaceOrder command = new(new ClientOrderId(order.ClientId), order.Instrument.Symbol, order.Side, type, order.Quantity, order.Limit, order.Stop, force, ReduceOnly: false);
        if (OrderRules.Filters(command with { Stop = order.Limit is null ? order.Stop : null }, Front.RulesOf(order.Instrument), null) is { } broken) throw Refused(FrontError.ForRule(broken.Rule, broken.Reason, IsFutures));
        json.WriteStartObject();
        json.WriteEndObject();
    }

    public void PlaceOrder(RequestParameters parameters, Utf8JsonWriter json)
    {
        FrontOrder order = Read(parameters, out OrderType type, out TimeInForce force, out bool waits);
        if (waits)
        {
            if (Archive.HasOpen(order.ClientId)) throw Refused(FrontError.DuplicateSpot);
            if (BoardOf(order.Instrument.Symbol)?.LastTrade is { } last && Reaches(order, last.Price)) throw Refused(FrontError.WouldTriggerSpot);
            order.IsWaitingForTrigger = true;
            Archive.Add(order);
            waiting.Add(order);
            OnOrder(order, "NEW"u8, null);
            Record("accepted", order, null, 0);
        }
        else if (order.Force == "FOK" && !IsWhollyThere(order))
        {
            if (Archive.HasOpen(order.ClientId)) throw Refused(FrontError.DuplicateSpot);
            Archive.Add(order);
            order.Status = FrontStatus.Expired;
            Archive.Finish(order);
            OnOrder(order, "EXPIRED"u8, null);
        }
        else
        {
            Submit(order, type, force);
        }

        bool isFull = parameters.Is("newOrderRespType"u8, "FULL"u8) || (!parameters.TryGet("newOrderRespType"u8, out _) && order.Type is "LIMIT" or "MARKET");
        bool isResult = isFull || parameters.Is("newOrderRespType"u8, "RESULT"u8);
        json.WriteStartObject();
        json.WriteString("symbol"u8, order.Instrument.Symbol.Value);
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteNumber("orderListId"u8, -1);
        json.WriteString("clientOrderId"u8, order.ClientId);
        json.WriteNumber("transactTime"u8, order.At.Milliseconds);
        if (isResult) WriteState(json, order);
        if (isFull) WriteFills(json, order);
        json.WriteEndObject();
    }

    public void QueryOrder(RequestParameters parameters, Utf8JsonWriter json) => Write(json, OrderOf(parameters, FrontError.NoSuchOrder, isLookup: true));

    public void CancelOrder(RequestParameters parameters, Utf8JsonWriter json)
    {
        FrontOrder order = OrderOf(parameters, FrontError.UnknownOrder, isLookup: false);
        Withdraw(order, ClientIdOf(parameters, "newClientOrderId"u8));
        WriteCancelled(json, order);
    }

    public void CancelAll(RequestParameters parameters, Utf8JsonWriter json)
    {
        Board(parameters);
        FrontOrder[] open = [.. VisibleOpen(parameters)];
        if (open.Length == 0) throw Refused(FrontError.UnknownOrder);
        json.WriteStartArray();
        foreach (FrontOrder order in open)
        {
            Withdraw(order, ClientIdOf(parameters, "newClientOrderId"u8));
            WriteCancelled(json, order);
        }

        json.WriteEndArray();
    }

    public void OpenOrders(RequestParameters parameters, Utf8JsonWriter json) => WriteAll(json, VisibleOpen(parameters));

    public void AllOrders(RequestParameters parameters, Utf8JsonWriter json)
    {
        MarketBoard board = Board(parameters);
        long from = parameters.Number("orderId"u8) ?? 0;
        WriteAll(json, Archive.All.Where(o => o.Instrument.Symbol == board.Instrument.Symbol && o.OrderId >= from && o.VisibleAt <= Now)
            .OrderBy(o => o.OrderId).TakeLast(LimitOf(parameters, 500, 1_000)));
    }

    public void MyTrades(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (FrontTrade trade in TradesOf(parameters))
        {
            json.WriteStartObject();
            json.WriteString("symbol"u8, trade.Order.Instrument.Symbol.Value);
            json.WriteNumber("id"u8, trade.TradeId);
            json.WriteNumber("orderId"u8, trade.Order.OrderId);
            json.WriteNumber("orderListId"u8, -1);
            json.Fixed("price"u8, trade.Price);
            json.Fixed("qty"u8, trade.Quantity);
            json.Fixed("quoteQty"u8, trade.Price * trade.Quantity);
            json.Fixed("commission"u8, trade.Commission);
            json.WriteString("commissionAsset"u8, trade.CommissionAsset);
            json.WriteNumber("time"u8, trade.At.Milliseconds);
            json.WriteBoolean("isBuyer"u8, trade.Order.Side == Side.Buy);
            json.WriteBoolean("isMaker"u8, trade.IsMaker);
            json.WriteBoolean("isBestMatch"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    protected override void OnFunding(FundingPaid funding)
    {
        // There is none on spot.
    }

    private FrontOrder Read(RequestParameters parameters, out OrderType type, out TimeInForce force, out bool waits)
    {
        MarketBoard board = Board(parameters);
        Side side = SideOf(parameters);
        string wire = parameters.Text("type"u8) ?? throw Refused(FrontError.Missing("type"));
        if (Front.StatusOf(board.Instrument, isFutures: false) is not "TRADING") throw Refused(FrontError.MarketClosedSpot);
        bool isLimit = wire is "LIMIT" or "LIMIT_MAKER" or "STOP_LOSS_LIMIT" or "TAKE_PROFIT_LIMIT";
        waits = wire is "STOP_LOSS_LIMIT" or "TAKE_PROFIT_LIMIT";
        type = wire switch
        {
            "MARKET" => OrderType.Market,
            "STOP_LOSS" => OrderType.StopMarket,
            "TAKE_PROFIT" => OrderType.TakeProfitMarket,
            _ => isLimit ? OrderType.Limit : throw Refused(FrontError.BadType),
        };
        string? sentForce = parameters.Text("timeInForce"u8);
        if (isLimit && wire != "LIMIT_MAKER" && sentForce is null) throw Refused(FrontError.Missing("timeInForce"));
        if ((!isLimit || wire == "LIMIT_MAKER") && sentForce is not null) throw Refused(FrontError.NotRequired("timeInForce"));
        force = wire == "LIMIT_MAKER" ? TimeInForce.PostOnly : ForceOf(sentForce ?? "GTC");
        long? price = parameters.Fixed("price"u8);
        long? stop = parameters.Fixed("stopPrice"u8);
        if (isLimit && price is null) throw Refused(FrontError.Missing("price"));
        if (!isLimit && price is not null) throw Refused(FrontError.NotRequired("price"));
        bool hasStop = waits || type is OrderType.StopMarket or OrderType.TakeProfitMarket;
        if (hasStop && stop is null) throw Refused(FrontError.Missing("stopPrice"));
        if (!hasStop && stop is not null) throw Refused(FrontError.NotRequired("stopPrice"));
        long? quantity = parameters.Fixed("quantity"u8);
        long? quote = parameters.Fixed("quoteOrderQty"u8);
        if (quantity is null && type == OrderType.Market && quote is { } worth)
        {
            Price? best = side == Side.Buy ? board.Book.BestAsk : board.Book.BestBid;
            if ((best ?? board.LastTrade?.Price) is { } each)
                quantity = Quantity.FromRaw((long)((Int128)worth * FixedPoint.Scale / each.Raw)).FloorTo(board.Instrument.StepSize).Raw;
        }

        if (quantity is null) throw Refused(FrontError.Missing("quantity"));
        Timestamp now = Now;
        return new FrontOrder
        {
            OrderId = NextOrderId(),
            ClientId = ClientIdOf(parameters, "newClientOrderId"u8),
            Instrument = board.Instrument,
            Side = side,
            Type = wire,
            OriginalType = wire,
            Force = sentForce ?? "GTC",
            Quantity = Quantity.FromRaw(quantity.Value),
            Limit = price is { } p ? Price.FromRaw(p) : null,
            Stop = stop is { } s ? Price.FromRaw(s) : null,
            QuoteQuantityRaw = quote ?? 0,
            At = now,
            UpdatedAt = now,
            VisibleAt = now + Front.LookupLag(isFutures: false),
        };
    }

    private static TimeInForce ForceOf(string text) => text switch
    {
        "GTC" => TimeInForce.GoodTillCancelled,
        "IOC" or "FOK" => TimeInForce.ImmediateOrCancel,
        _ => throw Refused(FrontError.BadForce),
    };

    private static bool Reaches(FrontOrder order, Price price)
    {
        bool rises = order.Type.StartsWith("TAKE_PROFIT", StringComparison.Ordinal) == (order.Side == Side.Sell);
        return rises ? price >= order.Stop : price <= order.Stop;
    }
}
