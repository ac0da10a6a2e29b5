using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <content>Conditional orders: a book of their own beside the matching, as the venue's algo service has it.</content>
internal sealed partial class FuturesProduct
{
    public void PlaceAlgo(RequestParameters parameters, Utf8JsonWriter json)
    {
        MarketBoard board = Board(parameters);
        if (!parameters.Is("algoType"u8, "CONDITIONAL"u8)) throw Refused(FrontError.Missing("algoType"));
        Side side = SideOf(parameters);
        string type = parameters.Text("type"u8) ?? throw Refused(FrontError.Missing("type"));
        bool isTrailing = type == "TRAILING_STOP_MARKET";
        if (!isTrailing && type is not ("STOP" or "STOP_MARKET" or "TAKE_PROFIT" or "TAKE_PROFIT_MARKET")) throw Refused(FrontError.BadType);
        if (parameters.TryGet("positionSide"u8, out _) && !parameters.Is("positionSide"u8, "BOTH"u8)) throw Refused(FrontError.OneWay);
        if (Front.StatusOf(board.Instrument, isFutures: true) is not "TRADING") throw Refused(FrontError.SymbolClosedFutures);
        bool closes = parameters.Is("closePosition"u8, "true"u8);
        long? quantity = parameters.Fixed("quantity"u8);
        long? trigger = parameters.Fixed("triggerPrice"u8);
        long? price = parameters.Fixed("price"u8);
        long? rate = parameters.Fixed("callbackRate"u8);
        if (!closes && quantity is null) throw Refused(FrontError.Missing("quantity"));
        if (!isTrailing && trigger is null) throw Refused(FrontError.Missing("triggerPrice"));
        if (isTrailing && rate is null) throw Refused(FrontError.Missing("callbackRate"));
        if (type is "STOP" or "TAKE_PROFIT" && price is null) throw Refused(FrontError.Missing("price"));
        string id = ClientIdOf(parameters, "clientAlgoId"u8);
        if (algosByClient.TryGetValue(id, out AlgoOrder? known) && known.IsOpen) throw Refused(FrontError.DuplicateFutures);
        if (algos.Count >= AlgosMax) throw Refused(FrontError.TooManyAlgos);
        Instrument rules = Front.RulesOf(board.Instrument);
        if (trigger is { } t && !Price.FromRaw(t).IsMultipleOf(rules.TickSize)) throw Refused(FrontError.ForRule("PRICE_FILTER", "", IsFutures));
        if (quantity is { } q && !Quantity.FromRaw(q).IsMultipleOf(rules.StepSize)) throw Refused(FrontError.ForRule("LOT_SIZE", "", IsFutures));
        AlgoOrder algo = new()
        {
            AlgoId = ++lastAlgoId,
            ClientId = id,
            Instrument = board.Instrument,
            Side = side,
            Type = type,
            Force = parameters.Text("timeInForce"u8) ?? "GTC",
            Quantity = Quantity.FromRaw(quantity ?? 0),
            Trigger = trigger is { } stop ? Price.FromRaw(stop) : null,
            Limit = price is { } limit ? Price.FromRaw(limit) : null,
            ReduceOnly = parameters.Is("reduceOnly"u8, "true"u8),
            ClosePosition = closes,
            OnMark = parameters.Is("workingType"u8, "MARK_PRICE"u8),
            CallbackRate = FixedPoint.ToDecimal(rate ?? 0),
            Activation = parameters.Fixed("activatePrice"u8) is { } activation ? Price.FromRaw(activation) : null,
            At = Now,
            UpdatedAt = Now,
            VisibleAt = Now + Front.LookupLag(isFutures: true),
        };
        if (!isTrailing && WatchedPrice(algo) is { } now && algo.IsReachedBy(now)) throw Refused(FrontError.WouldTriggerFutures);
        algos.Add(algo.AlgoId, algo);
        algosByClient[id] = algo;
        SendAlgo(algo);
        RecordAlgo(algo);
        WriteAlgo(json, algo, isFull: false);
    }

    public void QueryAlgo(RequestParameters parameters, Utf8JsonWriter json)
    {
        AlgoOrder algo = AlgoOf(parameters, FrontError.NoSuchOrder);
        if (algo.VisibleAt > Now) throw Refused(FrontError.NoSuchOrder);
        WriteAlgo(json, algo, isFull: true);
    }

    public void CancelAlgo(RequestParameters parameters, Utf8JsonWriter json)
    {
        AlgoOrder algo = AlgoOf(parameters, FrontError.UnknownOrder);
        if (!algo.IsOpen) throw Refused(FrontError.UnknownOrder);
        End(algo, "CANCELED");
        WriteAlgo(json, algo, isFull: false);
    }

    public void CancelAllAlgos(RequestParameters parameters, Utf8JsonWriter json)
    {
        Symbol symbol = Board(parameters).Instrument.Symbol;
        foreach (AlgoOrder algo in algos.Values.Where(a => a.Instrument.Symbol == symbol).ToArray()) End(algo, "CANCELED");
        WriteDone(json, "The operation of cancel all open order is done.");
    }

    public void OpenAlgos(RequestParameters parameters, Utf8JsonWriter json)
    {
        Symbol? symbol = parameters.TryGet("symbol"u8, out _) ? Board(parameters).Instrument.Symbol : null;
        json.WriteStartArray();
        foreach (AlgoOrder algo in algos.Values)
            if ((symbol is null || algo.Instrument.Symbol == symbol) && algo.VisibleAt <= Now) WriteAlgo(json, algo, isFull: true);
        json.WriteEndArray();
    }

    /// <summary>Waiting, working and done ones of a symbol, oldest first, as far as they are remembered.</summary>
    public void AllAlgos(RequestParameters parameters, Utf8JsonWriter json)
    {
        Symbol symbol = Board(parameters).Instrument.Symbol;
        long first = parameters.Number("algoId"u8) ?? 0;
        long from = parameters.Number("startTime"u8) ?? 0;
        long to = parameters.Number("endTime"u8) ?? long.MaxValue;
        json.WriteStartArray();
        foreach (AlgoOrder algo in algosByClient.Values.Concat(finishedAlgos).Distinct()
            .Where(a => a.Instrument.Symbol == symbol && a.AlgoId >= first && a.At.Milliseconds >= from && a.At.Milliseconds <= to && a.VisibleAt <= Now)
            .OrderBy(a => a.AlgoId).TakeLast(LimitOf(parameters, 500, 1_000)))
        {
            WriteAlgo(json, algo, isFull: true);
        }

        json.WriteEndArray();
    }

    private AlgoOrder AlgoOf(RequestParameters parameters, FrontError missing)
    {
        if (parameters.Number("algoId"u8) is { } number)
            return algosByClient.Values.FirstOrDefault(a => a.AlgoId == number) ?? throw Refused(missing);
        string id = parameters.Text("clientAlgoId"u8) ?? throw Refused(FrontError.Missing("clientAlgoId"));
        return algosByClient.GetValueOrDefault(id) ?? throw Refused(missing);
    }

    private Price? WatchedPrice(AlgoOrder algo)
    {
        MarketBoard board = BoardOf(algo.Instrument.Symbol)!;
        return algo.OnMark ? board.Mark?.Mark ?? board.LastTrade?.Price : board.LastTrade?.Price;
    }

    private void Trigger()
    {
        List<AlgoOrder>? reached = null;
        foreach (AlgoOrder algo in algos.Values)
            if (WatchedPrice(algo) is { } price && algo.IsReachedBy(price)) (reached ??= []).Add(algo);
        if (reached is null) return;
        foreach (AlgoOrder algo in reached)
            if (algo.IsOpen) Trigger(algo);
    }

    /// <summary>Places the real order under the conditional's own client id.</summary>
    private void Trigger(AlgoOrder algo)
    {
        MarketBoard board = BoardOf(algo.Instrument.Symbol)!;
        algos.Remove(algo.AlgoId);
        algo.TriggeredAt = algo.UpdatedAt = Now;
        algo.Status = "TRIGGERING";
        SendAlgo(algo);
        bool isMarket = algo.Type.EndsWith("_MARKET", StringComparison.Ordinal);
        bool reduces = algo.ReduceOnly || algo.ClosePosition;
        Quantity reducible = Reducible(board, algo.Side);
        Quantity quantity = algo.ClosePosition ? reducible : algo.Quantity;
        if (reduces && reducible.IsZero)
        {
            End(algo, "EXPIRED");
            return;
        }

        FrontOrder order = Order(
            board, algo.Side, isMarket ? "MARKET" : "LIMIT", algo.Type, algo.Force, quantity, isMarket ? null : algo.Limit, algo.Trigger, reduces, algo.ClientId, algo);
        algo.Actual = order;
        algo.Status = "TRIGGERED";
        try
        {
            Submit(order, isMarket ? OrderType.Market : OrderType.Limit, isMarket ? TimeInForce.GoodTillCancelled : ForceOf(algo.Force));
        }
        catch (FrontException)
        {
            algo.Actual = null;
            End(algo, "REJECTED");
            return;
        }

        if (order.IsOpen) SendAlgo(algo);
    }

    private void End(AlgoOrder algo, string status)
    {
        algos.Remove(algo.AlgoId);
        algo.Status = status;
        algo.UpdatedAt = Now;
        finishedAlgos.Enqueue(algo);
        if (finishedAlgos.Count > Options.FinishedOrdersMax && finishedAlgos.Dequeue() is var oldest
            && algosByClient.TryGetValue(oldest.ClientId, out AlgoOrder? last) && ReferenceEquals(last, oldest))
            algosByClient.Remove(oldest.ClientId);
        SendAlgo(algo);
        RecordAlgo(algo);
    }

    private void RecordAlgo(AlgoOrder algo) => Front.Record?.Append(new VenueRecordEntry(
        Front.Record.Entries.Count + 1, $"algo-{algo.Status.ToLowerInvariant()}", Now, "futures", algo.Instrument.Symbol, algo.ClientId, algo.Actual?.OrderId ?? 0, 0,
        algo.Side, algo.Trigger, algo.Quantity, 0, Venue.PositionOf(algo.Instrument.Symbol), Venue.Cash));
}
