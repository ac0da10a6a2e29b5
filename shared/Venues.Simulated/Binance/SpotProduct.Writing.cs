using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <content>Answers and events.</content>
internal sealed partial class SpotProduct
{
    public void ExchangeInfo(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("timezone"u8, "UTC"u8);
        json.WriteNumber("serverTime"u8, Front.ClientTime.Milliseconds);
        WriteRateLimits(json, withCounts: false);
        json.WriteStartArray("exchangeFilters"u8);
        json.WriteEndArray();
        json.WriteStartArray("symbols"u8);
        foreach (MarketBoard board in BoardsOf(parameters)) WriteSymbol(json, board.Instrument);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void Account(RequestParameters parameters, Utf8JsonWriter json)
    {
        bool omitZero = parameters.Is("omitZeroBalances"u8, "true"u8);
        json.WriteStartObject();
        json.WriteNumber("makerCommission"u8, (int)Options.MakerFeeBps);
        json.WriteNumber("takerCommission"u8, (int)Options.TakerFeeBps);
        json.WriteNumber("buyerCommission"u8, 0);
        json.WriteNumber("sellerCommission"u8, 0);
        json.WriteStartObject("commissionRates"u8);
        json.Fixed("maker"u8, Options.MakerFeeBps / 10_000);
        json.Fixed("taker"u8, Options.TakerFeeBps / 10_000);
        json.Fixed("buyer"u8, 0L);
        json.Fixed("seller"u8, 0L);
        json.WriteEndObject();
        json.WriteBoolean("canTrade"u8, Options.Credential.CanTrade);
        json.WriteBoolean("canWithdraw"u8, Options.Credential.CanWithdraw);
        json.WriteBoolean("canDeposit"u8, false);
        json.WriteBoolean("brokered"u8, false);
        json.WriteBoolean("requireSelfTradePrevention"u8, false);
        json.WriteBoolean("preventSor"u8, false);
        json.WriteNumber("updateTime"u8, NowMilliseconds);
        json.WriteString("accountType"u8, "SPOT"u8);
        json.WriteStartArray("balances"u8);
        foreach ((string asset, decimal free, decimal locked) in Balances())
        {
            if (omitZero && free == 0 && locked == 0) continue;
            json.WriteStartObject();
            json.WriteString("asset"u8, asset);
            json.Fixed("free"u8, free);
            json.Fixed("locked"u8, locked);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("permissions"u8);
        json.WriteStringValue("SPOT"u8);
        json.WriteEndArray();
        json.WriteNumber("uid"u8, 1);
        json.WriteEndObject();
    }

    public void KeyRights(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("ipRestrict"u8, Options.Credential.IpRestricted);
        json.WriteNumber("createTime"u8, Options.Start.Milliseconds);
        json.WriteBoolean("enableReading"u8, true);
        json.WriteBoolean("enableInternalTransfer"u8, false);
        json.WriteBoolean("enableMargin"u8, false);
        json.WriteBoolean("enableFutures"u8, Options.Credential.CanTrade && Options.Futures.Count > 0);
        json.WriteBoolean("permitsUniversalTransfer"u8, false);
        json.WriteBoolean("enableVanillaOptions"u8, false);
        json.WriteBoolean("enablePortfolioMarginTrading"u8, false);
        json.WriteBoolean("enableWithdrawals"u8, Options.Credential.CanWithdraw);
        json.WriteBoolean("enableSpotAndMarginTrading"u8, Options.Credential.CanTrade);
        json.WriteEndObject();
    }

    protected override void OnOrder(FrontOrder order, ReadOnlySpan<byte> execution, FrontTrade? trade)
    {
        executions++;
        if (!Front.HasUserListeners(isFutures: false)) return;
        Utf8JsonWriter json = events.Begin();
        WriteReport(json, order, execution, trade);
        Front.SendUser(isFutures: false, events.Written);
        json = events.Begin();
        WritePosition(json, order.Instrument);
        Front.SendUser(isFutures: false, events.Written);
    }

    private void WriteReport(Utf8JsonWriter json, FrontOrder order, ReadOnlySpan<byte> execution, FrontTrade? trade)
    {
        bool isCancel = order.Status == FrontStatus.Canceled && order.CancelId is not null;
        json.WriteStartObject();
        json.WriteString("e"u8, "executionReport"u8);
        json.WriteNumber("E"u8, Front.ClientTime.Milliseconds);
        json.WriteString("s"u8, order.Instrument.Symbol.Value);
        json.WriteString("c"u8, isCancel ? order.CancelId : order.ClientId);
        json.WriteString("S"u8, order.Side == Side.Buy ? "BUY"u8 : "SELL"u8);
        json.WriteString("o"u8, order.Type);
        json.WriteString("f"u8, order.Force);
        json.Fixed("q"u8, order.Quantity);
        json.Fixed("p"u8, order.Limit ?? default);
        json.Fixed("P"u8, order.Stop ?? default);
        json.Fixed("F"u8, 0L);
        json.WriteNumber("g"u8, -1);
        json.WriteString("C"u8, isCancel ? order.ClientId : "");
        json.WriteString("x"u8, execution);
        json.WriteString("X"u8, order.StatusText);
        json.WriteString("r"u8, "NONE"u8);
        json.WriteNumber("i"u8, order.OrderId);
        json.Fixed("l"u8, trade?.Quantity ?? default);
        json.Fixed("z"u8, order.Filled);
        json.Fixed("L"u8, trade?.Price ?? default);
        if (trade is null)
        {
            json.WriteString("n"u8, "0"u8);
            json.WriteNull("N"u8);
        }
        else
        {
            json.Fixed("n"u8, trade.Commission);
            json.WriteString("N"u8, trade.CommissionAsset);
        }

        json.WriteNumber("T"u8, (trade?.At ?? order.UpdatedAt).Milliseconds);
        json.WriteNumber("t"u8, trade?.TradeId ?? -1);
        json.WriteNumber("I"u8, executions);
        json.WriteBoolean("w"u8, order.IsOpen && !order.IsWaitingForTrigger && order.Type is "LIMIT" or "LIMIT_MAKER");
        json.WriteBoolean("m"u8, trade?.IsMaker ?? false);
        json.WriteBoolean("M"u8, false);
        json.WriteNumber("O"u8, order.At.Milliseconds);
        json.Fixed("Z"u8, order.FilledQuote);
        json.Fixed("Y"u8, trade is null ? 0 : trade.Price * trade.Quantity);
        json.Fixed("Q"u8, order.QuoteQuantityRaw);
        if (!order.IsWaitingForTrigger) json.WriteNumber("W"u8, order.At.Milliseconds);
        json.WriteString("V"u8, "NONE"u8);
        json.WriteEndObject();
    }

    private void WritePosition(Utf8JsonWriter json, Instrument instrument)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, "outboundAccountPosition"u8);
        json.WriteNumber("E"u8, Front.ClientTime.Milliseconds);
        json.WriteNumber("u"u8, NowMilliseconds);
        json.WriteStartArray("B"u8);
        foreach ((string asset, decimal free, decimal locked) in Balances())
        {
            if (asset != instrument.BaseAsset && asset != instrument.QuoteAsset && asset != Options.FeeAsset?.Asset) continue;
            json.WriteStartObject();
            json.WriteString("a"u8, asset);
            json.Fixed("f"u8, free);
            json.Fixed("l"u8, locked);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private IEnumerable<(string Asset, decimal Free, decimal Locked)> Balances()
    {
        decimal lockedQuote = 0;
        Dictionary<string, decimal> lockedBase = [];
        foreach (FrontOrder order in Archive.Open)
        {
            if (order.IsWaitingForTrigger) continue;
            if (order.Side == Side.Sell) lockedBase[order.Instrument.BaseAsset] = lockedBase.GetValueOrDefault(order.Instrument.BaseAsset) + order.Remaining.Value;
            else if ((order.Limit ?? order.Stop) is { } price) lockedQuote += price * order.Remaining;
        }

        string? quote = null;
        foreach (IGrouping<string, MarketBoard> group in Boards.GroupBy(board => board.Instrument.BaseAsset))
        {
            quote ??= group.First().Instrument.QuoteAsset;
            decimal held = group.Sum(board => Venue.PositionOf(board.Instrument.Symbol).Value);
            decimal locked = Math.Min(held, lockedBase.GetValueOrDefault(group.Key));
            yield return (group.Key, held - locked, locked);
        }

        if (quote is not null) yield return (quote, Venue.Cash - Math.Min(Venue.Cash, lockedQuote), Math.Min(Venue.Cash, lockedQuote));
        if (Options.FeeAsset is { } fee) yield return (fee.Asset, Venue.FeeAssetBalance, 0);
    }

    private void WriteSymbol(Utf8JsonWriter json, Instrument known)
    {
        Instrument instrument = Front.RulesOf(known);
        json.WriteStartObject();
        json.WriteString("symbol"u8, instrument.Symbol.Value);
        json.WriteString("status"u8, Front.StatusOf(instrument, isFutures: false));
        json.WriteString("baseAsset"u8, instrument.BaseAsset);
        json.WriteNumber("baseAssetPrecision"u8, 8);
        json.WriteString("quoteAsset"u8, instrument.QuoteAsset);
        json.WriteNumber("quotePrecision"u8, 8);
        json.WriteNumber("quoteAssetPrecision"u8, 8);
        json.WriteNumber("baseCommissionPrecision"u8, 8);
        json.WriteNumber("quoteCommissionPrecision"u8, 8);
        WriteStrings(json, "orderTypes"u8, ["LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT"]);
        json.WriteBoolean("icebergAllowed"u8, false);
        json.WriteBoolean("ocoAllowed"u8, false);
        json.WriteBoolean("otoAllowed"u8, false);
        json.WriteBoolean("quoteOrderQtyMarketAllowed"u8, true);
        json.WriteBoolean("allowTrailingStop"u8, false);
        json.WriteBoolean("cancelReplaceAllowed"u8, false);
        json.WriteBoolean("amendAllowed"u8, false);
        json.WriteBoolean("isSpotTradingAllowed"u8, true);
        json.WriteBoolean("isMarginTradingAllowed"u8, false);
        json.WriteStartArray("filters"u8);
        WriteFilter(json, "PRICE_FILTER"u8, ("minPrice", instrument.TickSize.Raw), ("maxPrice", PriceMax), ("tickSize", instrument.TickSize.Raw));
        WriteFilter(json, "LOT_SIZE"u8, ("minQty", instrument.QuantityMin.Raw), ("maxQty", QuantityMax), ("stepSize", instrument.StepSize.Raw));
        WriteFilter(json, "MARKET_LOT_SIZE"u8, ("minQty", 0), ("maxQty", QuantityMax), ("stepSize", 0));
        json.WriteStartObject();
        json.WriteString("filterType"u8, "NOTIONAL"u8);
        json.Fixed("minNotional"u8, instrument.NotionalMin);
        json.WriteBoolean("applyMinToMarket"u8, true);
        json.Fixed("maxNotional"u8, 9_000_000m);
        json.WriteBoolean("applyMaxToMarket"u8, false);
        json.WriteNumber("avgPriceMins"u8, 5);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("permissions"u8);
        json.WriteEndArray();
        json.WriteStartArray("permissionSets"u8);
        json.WriteStartArray();
        json.WriteStringValue("SPOT"u8);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteString("defaultSelfTradePreventionMode"u8, "NONE"u8);
        WriteStrings(json, "allowedSelfTradePreventionModes"u8, ["NONE"]);
        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, IEnumerable<FrontOrder> orders)
    {
        json.WriteStartArray();
        foreach (FrontOrder order in orders) Write(json, order);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, FrontOrder order)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, order.Instrument.Symbol.Value);
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteNumber("orderListId"u8, -1);
        json.WriteString("clientOrderId"u8, order.ClientId);
        WriteState(json, order, hasWorkingTime: false);
        json.Fixed("stopPrice"u8, order.Stop ?? default);
        json.Fixed("icebergQty"u8, 0L);
        json.WriteNumber("time"u8, order.At.Milliseconds);
        json.WriteNumber("updateTime"u8, order.UpdatedAt.Milliseconds);
        json.WriteBoolean("isWorking"u8, !order.IsWaitingForTrigger);
        json.WriteNumber("workingTime"u8, order.At.Milliseconds);
        json.Fixed("origQuoteOrderQty"u8, order.QuoteQuantityRaw);
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, FrontOrder order, bool hasWorkingTime = true)
    {
        json.Fixed("price"u8, order.Limit ?? default);
        json.Fixed("origQty"u8, order.Quantity);
        json.Fixed("executedQty"u8, order.Filled);
        if (hasWorkingTime) json.Fixed("origQuoteOrderQty"u8, order.QuoteQuantityRaw);
        json.Fixed("cummulativeQuoteQty"u8, order.FilledQuote);
        json.WriteString("status"u8, order.StatusText);
        json.WriteString("timeInForce"u8, order.Force);
        json.WriteString("type"u8, order.Type);
        json.WriteString("side"u8, order.Side == Side.Buy ? "BUY"u8 : "SELL"u8);
        if (hasWorkingTime) json.WriteNumber("workingTime"u8, order.At.Milliseconds);
        json.WriteString("selfTradePreventionMode"u8, "NONE"u8);
    }

    private static void WriteFills(Utf8JsonWriter json, FrontOrder order)
    {
        json.WriteStartArray("fills"u8);
        foreach (FrontTrade trade in order.Trades ?? [])
        {
            json.WriteStartObject();
            json.Fixed("price"u8, trade.Price);
            json.Fixed("qty"u8, trade.Quantity);
            json.Fixed("commission"u8, trade.Commission);
            json.WriteString("commissionAsset"u8, trade.CommissionAsset);
            json.WriteNumber("tradeId"u8, trade.TradeId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCancelled(Utf8JsonWriter json, FrontOrder order)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, order.Instrument.Symbol.Value);
        json.WriteString("origClientOrderId"u8, order.ClientId);
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteNumber("orderListId"u8, -1);
        json.WriteString("clientOrderId"u8, order.CancelId);
        json.WriteNumber("transactTime"u8, order.UpdatedAt.Milliseconds);
        WriteState(json, order, hasWorkingTime: false);
        json.WriteEndObject();
    }
}
