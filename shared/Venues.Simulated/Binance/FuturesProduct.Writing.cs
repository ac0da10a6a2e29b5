using System.Globalization;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <content>Answers.</content>
internal sealed partial class FuturesProduct
{
    public void ExchangeInfo(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("timezone"u8, "UTC"u8);
        json.WriteNumber("serverTime"u8, Front.ClientTime.Milliseconds);
        json.WriteString("futuresType"u8, "U_MARGINED"u8);
        WriteRateLimits(json, withCounts: false);
        json.WriteStartArray("exchangeFilters"u8);
        json.WriteEndArray();
        json.WriteStartArray("assets"u8);
        foreach (string asset in Boards.Select(board => board.Instrument.QuoteAsset).Distinct())
        {
            json.WriteStartObject();
            json.WriteString("asset"u8, asset);
            json.WriteBoolean("marginAvailable"u8, true);
            json.WriteString("autoAssetExchange"u8, "0"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("symbols"u8);
        foreach (MarketBoard board in Boards) WriteSymbol(json, board.Instrument);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void PremiumIndex(RequestParameters parameters, Utf8JsonWriter json) => PerSymbol(parameters, json, (board, target) =>
    {
        Price mark = MarkOf(board);
        target.WriteString("symbol"u8, board.Instrument.Symbol.Value);
        target.Fixed("markPrice"u8, mark);
        target.Fixed("indexPrice"u8, mark);
        target.Fixed("estimatedSettlePrice"u8, mark);
        target.Fixed("lastFundingRate"u8, (decimal)(board.Mark?.FundingRate ?? 0));
        target.Fixed("interestRate"u8, 0.0001m);
        target.WriteNumber("nextFundingTime"u8, (board.Mark?.NextFundingAt ?? default).Milliseconds);
        target.WriteNumber("time"u8, NowMilliseconds);
    });

    public void FundingRates(RequestParameters parameters, Utf8JsonWriter json)
    {
        long? from = parameters.Number("startTime"u8);
        long? to = parameters.Number("endTime"u8);
        json.WriteStartArray();
        foreach (MarkPrice due in BoardsOf(parameters).SelectMany(board => board.Fundings).OrderBy(f => f.NextFundingAt)
            .Where(f => (from is null || f.NextFundingAt.Milliseconds >= from) && (to is null || f.NextFundingAt.Milliseconds <= to)).TakeLast(LimitOf(parameters, 100, 1_000)))
        {
            json.WriteStartObject();
            json.WriteString("symbol"u8, due.Symbol.Value);
            json.WriteNumber("fundingTime"u8, due.NextFundingAt.Milliseconds);
            json.Fixed("fundingRate"u8, (decimal)due.FundingRate);
            json.Fixed("markPrice"u8, due.Mark);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void Balance(RequestParameters parameters, Utf8JsonWriter json)
    {
        decimal available = Available();
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("accountAlias"u8, "parley"u8);
        json.WriteString("asset"u8, QuoteAsset);
        json.Fixed("balance"u8, Venue.Cash);
        json.Fixed("crossWalletBalance"u8, Venue.Cash);
        json.Fixed("crossUnPnl"u8, Venue.Equity - Venue.Cash);
        json.Fixed("availableBalance"u8, available);
        json.Fixed("maxWithdrawAmount"u8, available);
        json.WriteBoolean("marginAvailable"u8, true);
        json.WriteNumber("updateTime"u8, NowMilliseconds);
        json.WriteEndObject();
        if (Options.FeeAsset is { } fee)
        {
            json.WriteStartObject();
            json.WriteString("accountAlias"u8, "parley"u8);
            json.WriteString("asset"u8, fee.Asset);
            json.Fixed("balance"u8, Venue.FeeAssetBalance);
            json.Fixed("crossWalletBalance"u8, Venue.FeeAssetBalance);
            json.Fixed("crossUnPnl"u8, 0L);
            json.Fixed("availableBalance"u8, Venue.FeeAssetBalance);
            json.Fixed("maxWithdrawAmount"u8, Venue.FeeAssetBalance);
            json.WriteBoolean("marginAvailable"u8, false);
            json.WriteNumber("updateTime"u8, NowMilliseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void Account(RequestParameters parameters, Utf8JsonWriter json)
    {
        decimal unrealised = Venue.Equity - Venue.Cash;
        decimal initial = Boards.Sum(InitialMargin);
        decimal maintenance = Boards.Sum(MaintenanceMargin);
        json.WriteStartObject();
        json.Fixed("totalInitialMargin"u8, initial);
        json.Fixed("totalMaintMargin"u8, maintenance);
        json.Fixed("totalWalletBalance"u8, Venue.Cash);
        json.Fixed("totalUnrealizedProfit"u8, unrealised);
        json.Fixed("totalMarginBalance"u8, Venue.Equity);
        json.Fixed("totalPositionInitialMargin"u8, initial);
        json.Fixed("totalOpenOrderInitialMargin"u8, 0L);
        json.Fixed("totalCrossWalletBalance"u8, Venue.Cash);
        json.Fixed("totalCrossUnPnl"u8, unrealised);
        json.Fixed("availableBalance"u8, Available());
        json.Fixed("maxWithdrawAmount"u8, Available());
        json.WriteStartArray("assets"u8);
        json.WriteStartObject();
        json.WriteString("asset"u8, QuoteAsset);
        json.Fixed("walletBalance"u8, Venue.Cash);
        json.Fixed("unrealizedProfit"u8, unrealised);
        json.Fixed("marginBalance"u8, Venue.Equity);
        json.Fixed("maintMargin"u8, maintenance);
        json.Fixed("initialMargin"u8, initial);
        json.Fixed("positionInitialMargin"u8, initial);
        json.Fixed("openOrderInitialMargin"u8, 0L);
        json.Fixed("crossWalletBalance"u8, Venue.Cash);
        json.Fixed("crossUnPnl"u8, unrealised);
        json.Fixed("availableBalance"u8, Available());
        json.Fixed("maxWithdrawAmount"u8, Available());
        json.WriteNumber("updateTime"u8, NowMilliseconds);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("positions"u8);
        foreach (MarketBoard board in Boards)
        {
            Holding holding = Venue.HoldingOf(board.Instrument.Symbol);
            if (holding.Quantity.IsZero) continue;
            json.WriteStartObject();
            json.WriteString("symbol"u8, board.Instrument.Symbol.Value);
            json.WriteString("positionSide"u8, "BOTH"u8);
            json.Fixed("positionAmt"u8, holding.Quantity);
            json.Fixed("unrealizedProfit"u8, holding.ValueAt(holding.Mark));
            json.Fixed("isolatedMargin"u8, 0L);
            json.Fixed("notional"u8, MarkOf(board) * holding.Quantity);
            json.Fixed("isolatedWallet"u8, 0L);
            json.Fixed("initialMargin"u8, InitialMargin(board));
            json.Fixed("maintMargin"u8, MaintenanceMargin(board));
            json.WriteNumber("updateTime"u8, NowMilliseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Only symbols with a position, as version 3 does; a symbol that was asked for always.</summary>
    public void PositionRisk(RequestParameters parameters, Utf8JsonWriter json)
    {
        bool one = parameters.TryGet("symbol"u8, out _);
        json.WriteStartArray();
        foreach (MarketBoard board in BoardsOf(parameters))
        {
            Holding holding = Venue.HoldingOf(board.Instrument.Symbol);
            if (holding.Quantity.IsZero && !one) continue;
            json.WriteStartObject();
            json.WriteString("symbol"u8, board.Instrument.Symbol.Value);
            json.WriteString("positionSide"u8, "BOTH"u8);
            json.Fixed("positionAmt"u8, holding.Quantity);
            json.Fixed("entryPrice"u8, EntryPrice(holding));
            json.Fixed("breakEvenPrice"u8, EntryPrice(holding));
            json.Fixed("markPrice"u8, MarkOf(board));
            json.Fixed("unRealizedProfit"u8, holding.ValueAt(holding.Mark));
            json.Fixed("liquidationPrice"u8, LiquidationPrice(board, holding));
            json.WriteString("leverage"u8, leverages[board.Instrument.Symbol].ToString(CultureInfo.InvariantCulture));
            json.WriteString("maxNotionalValue"u8, NotionalMax.ToString(CultureInfo.InvariantCulture));
            json.WriteString("marginType"u8, "cross"u8);
            json.Fixed("isolatedMargin"u8, 0L);
            json.WriteString("isAutoAddMargin"u8, "false"u8);
            json.Fixed("notional"u8, MarkOf(board) * holding.Quantity);
            json.Fixed("isolatedWallet"u8, 0L);
            json.WriteString("marginAsset"u8, QuoteAsset);
            json.Fixed("initialMargin"u8, InitialMargin(board));
            json.Fixed("maintMargin"u8, MaintenanceMargin(board));
            json.Fixed("positionInitialMargin"u8, InitialMargin(board));
            json.Fixed("openOrderInitialMargin"u8, 0L);
            json.WriteNumber("adl"u8, 0);
            json.WriteNumber("updateTime"u8, holding.Quantity.IsZero ? 0 : NowMilliseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void PositionMode(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("dualSidePosition"u8, false);
        json.WriteEndObject();
    }

    /// <summary>One-way is the only mode there is.</summary>
    public static void ChangePositionMode(RequestParameters parameters, Utf8JsonWriter json) =>
        throw Refused(parameters.Is("dualSidePosition"u8, "false"u8) ? FrontError.NoNeedPositionSide : FrontError.PositionSideLocked);

    public void SymbolConfig(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (MarketBoard board in BoardsOf(parameters))
        {
            json.WriteStartObject();
            json.WriteString("symbol"u8, board.Instrument.Symbol.Value);
            json.WriteString("marginType"u8, "CROSSED"u8);
            json.WriteBoolean("isAutoAddMargin"u8, false);
            json.WriteNumber("leverage"u8, leverages[board.Instrument.Symbol]);
            json.WriteString("maxNotionalValue"u8, NotionalMax.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void ChangeLeverage(RequestParameters parameters, Utf8JsonWriter json)
    {
        MarketBoard board = Board(parameters);
        long leverage = parameters.Number("leverage"u8) ?? throw Refused(FrontError.Missing("leverage"));
        if (leverage is < 1 or > LeverageMax) throw Refused(FrontError.BadLeverage);
        leverages[board.Instrument.Symbol] = (int)leverage;
        Venue.SetLeverage(leverages.Values.Min());
        json.WriteStartObject();
        json.WriteNumber("leverage"u8, leverage);
        json.WriteString("maxNotionalValue"u8, NotionalMax.ToString(CultureInfo.InvariantCulture));
        json.WriteString("symbol"u8, board.Instrument.Symbol.Value);
        json.WriteEndObject();
    }

    public void ChangeMarginType(RequestParameters parameters, Utf8JsonWriter json)
    {
        Board(parameters);
        throw Refused(parameters.Is("marginType"u8, "CROSSED"u8)
            ? FrontError.NoNeedMarginType
            : new FrontError(400, -4048, "Margin type cannot be changed if there exists position."));
    }

    public void UserTrades(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (FrontTrade trade in TradesOf(parameters))
        {
            json.WriteStartObject();
            json.WriteBoolean("buyer"u8, trade.Order.Side == Side.Buy);
            json.Fixed("commission"u8, trade.Commission);
            json.WriteString("commissionAsset"u8, trade.CommissionAsset);
            json.WriteNumber("id"u8, trade.TradeId);
            json.WriteBoolean("maker"u8, trade.IsMaker);
            json.WriteNumber("orderId"u8, trade.Order.OrderId);
            json.Fixed("price"u8, trade.Price);
            json.Fixed("qty"u8, trade.Quantity);
            json.Fixed("quoteQty"u8, trade.Price * trade.Quantity);
            json.Fixed("realizedPnl"u8, trade.Realised);
            json.WriteString("side"u8, SideText(trade.Order.Side));
            json.WriteString("positionSide"u8, "BOTH"u8);
            json.WriteString("symbol"u8, trade.Order.Instrument.Symbol.Value);
            json.WriteNumber("time"u8, trade.At.Milliseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string QuoteAsset => Options.Futures[0].QuoteAsset;

    private static ReadOnlySpan<byte> SideText(Side side) => side == Side.Buy ? "BUY"u8 : "SELL"u8;

    private static Price MarkOf(MarketBoard board) => board.Mark?.Mark ?? board.LastTrade?.Price ?? board.Book.BestBid ?? default;

    private static decimal EntryPrice(Holding holding) => holding.Quantity.IsZero ? 0 : Math.Abs(holding.Cost / holding.Quantity.Value);

    private decimal InitialMargin(MarketBoard board) =>
        MarkOf(board) * Venue.PositionOf(board.Instrument.Symbol).Abs() / leverages[board.Instrument.Symbol];

    private decimal MaintenanceMargin(MarketBoard board) =>
        MarkOf(board) * Venue.PositionOf(board.Instrument.Symbol).Abs() * Options.MaintenanceMargin;

    private decimal Available() => Math.Max(0, Venue.Equity - Boards.Sum(InitialMargin));

    /// <summary>Price at which equity meets maintenance, the other positions unchanged; zero where there is none.</summary>
    private decimal LiquidationPrice(MarketBoard board, Holding holding)
    {
        if (holding.Quantity.IsZero) return 0;
        decimal others = Boards.Sum(MaintenanceMargin) - MaintenanceMargin(board);
        decimal slack = Venue.Equity - holding.ValueAt(holding.Mark) - others;
        decimal quantity = holding.Quantity.Value;
        // slack + price × quantity − cost = |quantity| × price × rate
        decimal slope = quantity - Math.Abs(quantity) * Options.MaintenanceMargin;
        decimal price = slope == 0 ? 0 : (holding.Cost - slack) / slope;
        return Math.Max(0, price);
    }

    private static void WriteAlgo(Utf8JsonWriter json, AlgoOrder algo, bool isFull)
    {
        json.WriteStartObject();
        json.WriteNumber("algoId"u8, algo.AlgoId);
        json.WriteString("clientAlgoId"u8, algo.ClientId);
        json.WriteString("algoType"u8, "CONDITIONAL"u8);
        json.WriteString("orderType"u8, algo.Type);
        json.WriteString("symbol"u8, algo.Instrument.Symbol.Value);
        json.WriteString("side"u8, SideText(algo.Side));
        json.WriteString("positionSide"u8, "BOTH"u8);
        json.WriteString("timeInForce"u8, algo.Force);
        json.Fixed("quantity"u8, algo.Quantity);
        json.WriteString("algoStatus"u8, algo.Status);
        if (isFull)
        {
            json.WriteString("actualOrderId"u8, algo.Actual?.OrderId.ToString(CultureInfo.InvariantCulture) ?? "");
            json.Fixed("actualPrice"u8, algo.Actual?.AveragePrice ?? 0);
            json.Fixed("actualQty"u8, algo.Actual?.Filled ?? default);
            json.WriteString("actualType"u8, algo.Actual?.Type ?? "");
        }

        json.Fixed("triggerPrice"u8, algo.Trigger ?? default);
        json.Fixed("price"u8, algo.Limit ?? default);
        json.WriteNull("icebergQuantity"u8);
        if (isFull)
        {
            json.Fixed("tpTriggerPrice"u8, 0L);
            json.Fixed("tpPrice"u8, 0L);
            json.Fixed("slTriggerPrice"u8, 0L);
            json.Fixed("slPrice"u8, 0L);
            json.WriteString("tpOrderType"u8, ""u8);
        }

        json.WriteString("selfTradePreventionMode"u8, "EXPIRE_MAKER"u8);
        json.WriteString("workingType"u8, algo.OnMark ? "MARK_PRICE"u8 : "CONTRACT_PRICE"u8);
        json.WriteString("priceMatch"u8, "NONE"u8);
        json.WriteBoolean("closePosition"u8, algo.ClosePosition);
        json.WriteBoolean("priceProtect"u8, false);
        json.WriteBoolean("reduceOnly"u8, algo.ReduceOnly);
        if (!isFull)
        {
            json.WriteString("activatePrice"u8, algo.Activation?.ToString() ?? "");
            json.WriteString("callbackRate"u8, algo.IsTrailing ? algo.CallbackRate.ToString(CultureInfo.InvariantCulture) : "");
        }

        json.WriteNumber("createTime"u8, algo.At.Milliseconds);
        json.WriteNumber("updateTime"u8, algo.UpdatedAt.Milliseconds);
        json.WriteNumber("triggerTime"u8, algo.TriggeredAt.Milliseconds);
        json.WriteNumber("goodTillDate"u8, 0);
        json.WriteEndObject();
    }

    private static void WriteDone(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject();
        json.WriteNumber("code"u8, 200);
        json.WriteString("msg"u8, message);
        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, IEnumerable<FrontOrder> orders)
    {
        json.WriteStartArray();
        foreach (FrontOrder order in orders) Write(json, order);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, FrontOrder order, bool isAcknowledgement = false)
    {
        json.WriteStartObject();
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteString("symbol"u8, order.Instrument.Symbol.Value);
        json.WriteString("status"u8, isAcknowledgement ? "NEW"u8 : order.StatusText);
        json.WriteString("clientOrderId"u8, order.ClientId);
        json.Fixed("price"u8, order.Limit ?? default);
        json.Fixed("avgPrice"u8, isAcknowledgement ? 0 : order.AveragePrice);
        json.Fixed("origQty"u8, order.Quantity);
        json.Fixed("executedQty"u8, isAcknowledgement ? default : order.Filled);
        json.Fixed("cumQty"u8, isAcknowledgement ? default : order.Filled);
        json.Fixed("cumQuote"u8, isAcknowledgement ? 0 : order.FilledQuote);
        json.WriteString("timeInForce"u8, order.Force);
        json.WriteString("type"u8, order.Type);
        json.WriteBoolean("reduceOnly"u8, order.ReduceOnly);
        json.WriteBoolean("closePosition"u8, order.ClosePosition);
        json.WriteString("side"u8, SideText(order.Side));
        json.WriteString("positionSide"u8, "BOTH"u8);
        json.Fixed("stopPrice"u8, order.Stop ?? default);
        json.WriteString("workingType"u8, "CONTRACT_PRICE"u8);
        json.WriteBoolean("priceProtect"u8, false);
        json.WriteString("origType"u8, order.OriginalType);
        json.WriteString("priceMatch"u8, "NONE"u8);
        json.WriteString("selfTradePreventionMode"u8, "EXPIRE_MAKER"u8);
        json.WriteNumber("goodTillDate"u8, 0);
        json.WriteNumber("time"u8, order.At.Milliseconds);
        json.WriteNumber("updateTime"u8, order.UpdatedAt.Milliseconds);
        json.WriteEndObject();
    }

    private void WriteSymbol(Utf8JsonWriter json, Instrument known)
    {
        Instrument instrument = Front.RulesOf(known);
        json.WriteStartObject();
        json.WriteString("symbol"u8, instrument.Symbol.Value);
        json.WriteString("pair"u8, instrument.Symbol.Value);
        json.WriteString("contractType"u8, "PERPETUAL"u8);
        json.WriteNumber("deliveryDate"u8, 4_133_404_800_000);
        json.WriteNumber("onboardDate"u8, 1_569_398_400_000);
        json.WriteString("status"u8, Front.StatusOf(instrument, isFutures: true));
        json.WriteString("maintMarginPercent"u8, "2.5000"u8);
        json.WriteString("requiredMarginPercent"u8, "5.0000"u8);
        json.WriteString("baseAsset"u8, instrument.BaseAsset);
        json.WriteString("quoteAsset"u8, instrument.QuoteAsset);
        json.WriteString("marginAsset"u8, instrument.QuoteAsset);
        json.WriteNumber("pricePrecision"u8, DecimalsOf(instrument.TickSize.Raw));
        json.WriteNumber("quantityPrecision"u8, DecimalsOf(instrument.StepSize.Raw));
        json.WriteNumber("baseAssetPrecision"u8, 8);
        json.WriteNumber("quotePrecision"u8, 8);
        json.WriteString("underlyingType"u8, "COIN"u8);
        WriteStrings(json, "underlyingSubType"u8, ["PoW"]);
        json.WriteNumber("settlePlan"u8, 0);
        json.WriteString("triggerProtect"u8, "0.0500"u8);
        json.WriteStartArray("filters"u8);
        WriteFilter(json, "PRICE_FILTER"u8, ("maxPrice", PriceMax), ("minPrice", instrument.TickSize.Raw), ("tickSize", instrument.TickSize.Raw));
        WriteFilter(json, "LOT_SIZE"u8, ("maxQty", QuantityMax), ("minQty", instrument.QuantityMin.Raw), ("stepSize", instrument.StepSize.Raw));
        WriteFilter(json, "MARKET_LOT_SIZE"u8, ("maxQty", QuantityMax), ("minQty", instrument.QuantityMin.Raw), ("stepSize", instrument.StepSize.Raw));
        WriteLimit(json, "MAX_NUM_ORDERS"u8, 200);
        WriteLimit(json, "MAX_NUM_ALGO_ORDERS"u8, AlgosMax);
        WriteFilter(json, "MIN_NOTIONAL"u8, ("notional", FixedPoint.FromDecimal(instrument.NotionalMin)));
        json.WriteEndArray();
        WriteStrings(json, "orderTypes"u8, ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"]);
        WriteStrings(json, "timeInForce"u8, ["GTC", "IOC", "FOK", "GTX"]);
        json.WriteString("liquidationFee"u8, "0.012500"u8);
        json.WriteString("marketTakeBound"u8, "0.05"u8);
        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, ReadOnlySpan<byte> type, int limit)
    {
        json.WriteStartObject();
        json.WriteString("filterType"u8, type);
        json.WriteNumber("limit"u8, limit);
        json.WriteEndObject();
    }

    private static int DecimalsOf(long raw)
    {
        int decimals = FixedPoint.Decimals;
        while (decimals > 0 && raw % 10 == 0)
        {
            raw /= 10;
            decimals--;
        }

        return decimals;
    }
}
