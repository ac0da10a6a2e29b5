using System.Globalization;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <content>Events of the account.</content>
internal sealed partial class FuturesProduct
{
    protected override void OnOrder(FrontOrder order, ReadOnlySpan<byte> execution, FrontTrade? trade)
    {
        if (Front.HasUserListeners(isFutures: true))
        {
            if (trade is not null) SendAccount("ORDER"u8, order.Instrument);
            Utf8JsonWriter json = events.Begin();
            WriteUpdate(json, order, execution, trade);
            Front.SendUser(isFutures: true, events.Written);
        }

        if (order.Algo is { } algo && !order.IsOpen && algo.Actual is not null) End(algo, "FINISHED");
    }

    protected override void OnFunding(FundingPaid funding)
    {
        KeepFunding(funding);
        if (Front.HasUserListeners(isFutures: true)) SendAccount("FUNDING_FEE"u8, BoardOf(funding.Symbol)!.Instrument);
    }

    private void SendAccount(ReadOnlySpan<byte> reason, Instrument instrument)
    {
        Holding holding = Venue.HoldingOf(instrument.Symbol);
        Utf8JsonWriter json = events.Begin();
        json.WriteStartObject();
        json.WriteString("e"u8, "ACCOUNT_UPDATE"u8);
        json.WriteNumber("E"u8, Front.ClientTime.Milliseconds);
        json.WriteNumber("T"u8, NowMilliseconds);
        json.WriteStartObject("a"u8);
        json.WriteString("m"u8, reason);
        json.WriteStartArray("B"u8);
        WriteBalance(json, QuoteAsset, Venue.Cash);
        if (Options.FeeAsset is { } fee) WriteBalance(json, fee.Asset, Venue.FeeAssetBalance);
        json.WriteEndArray();
        json.WriteStartArray("P"u8);
        json.WriteStartObject();
        json.WriteString("s"u8, instrument.Symbol.Value);
        json.Fixed("pa"u8, holding.Quantity);
        json.Fixed("ep"u8, EntryPrice(holding));
        json.Fixed("bep"u8, EntryPrice(holding));
        json.Fixed("cr"u8, 0L);
        json.Fixed("up"u8, holding.ValueAt(holding.Mark));
        json.WriteString("mt"u8, "cross"u8);
        json.Fixed("iw"u8, 0L);
        json.WriteString("ps"u8, "BOTH"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        Front.SendUser(isFutures: true, events.Written);
    }

    private static void WriteBalance(Utf8JsonWriter json, string asset, decimal wallet)
    {
        json.WriteStartObject();
        json.WriteString("a"u8, asset);
        json.Fixed("wb"u8, wallet);
        json.Fixed("cw"u8, wallet);
        json.Fixed("bc"u8, 0L);
        json.WriteEndObject();
    }

    private void SendMarginCall()
    {
        if (!Front.HasUserListeners(isFutures: true)) return;
        Utf8JsonWriter json = events.Begin();
        json.WriteStartObject();
        json.WriteString("e"u8, "MARGIN_CALL"u8);
        json.WriteNumber("E"u8, Front.ClientTime.Milliseconds);
        json.Fixed("cw"u8, Venue.Cash);
        json.WriteStartArray("p"u8);
        foreach (MarketBoard board in Boards)
        {
            Holding holding = Venue.HoldingOf(board.Instrument.Symbol);
            if (holding.Quantity.IsZero) continue;
            json.WriteStartObject();
            json.WriteString("s"u8, board.Instrument.Symbol.Value);
            json.WriteString("ps"u8, "BOTH"u8);
            json.Fixed("pa"u8, holding.Quantity);
            json.WriteString("mt"u8, "CROSSED"u8);
            json.Fixed("iw"u8, 0L);
            json.Fixed("mp"u8, MarkOf(board));
            json.Fixed("up"u8, holding.ValueAt(holding.Mark));
            json.Fixed("mm"u8, MaintenanceMargin(board));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        Front.SendUser(isFutures: true, events.Written);
    }

    private void WriteUpdate(Utf8JsonWriter json, FrontOrder order, ReadOnlySpan<byte> execution, FrontTrade? trade)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, "ORDER_TRADE_UPDATE"u8);
        json.WriteNumber("E"u8, Front.ClientTime.Milliseconds);
        json.WriteNumber("T"u8, NowMilliseconds);
        json.WriteStartObject("o"u8);
        json.WriteString("s"u8, order.Instrument.Symbol.Value);
        json.WriteString("c"u8, order.ClientId);
        json.WriteString("S"u8, SideText(order.Side));
        json.WriteString("o"u8, order.Type);
        json.WriteString("f"u8, order.Force);
        json.Fixed("q"u8, order.Quantity);
        json.Fixed("p"u8, order.Limit ?? default);
        json.Fixed("ap"u8, order.AveragePrice);
        json.Fixed("sp"u8, order.Stop ?? default);
        json.WriteString("x"u8, execution);
        json.WriteString("X"u8, order.StatusText);
        json.WriteNumber("i"u8, order.OrderId);
        json.Fixed("l"u8, trade?.Quantity ?? default);
        json.Fixed("z"u8, order.Filled);
        json.Fixed("L"u8, trade?.Price ?? default);
        if (trade is not null)
        {
            json.WriteString("N"u8, trade.CommissionAsset);
            json.Fixed("n"u8, trade.Commission);
        }

        json.WriteNumber("T"u8, (trade?.At ?? order.UpdatedAt).Milliseconds);
        json.WriteNumber("t"u8, trade?.TradeId ?? 0);
        json.Fixed("b"u8, 0L);
        json.Fixed("a"u8, 0L);
        json.WriteBoolean("m"u8, trade?.IsMaker ?? false);
        json.WriteBoolean("R"u8, order.ReduceOnly);
        json.WriteString("wt"u8, order.Algo is { OnMark: true } ? "MARK_PRICE"u8 : "CONTRACT_PRICE"u8);
        json.WriteString("ot"u8, order.OriginalType);
        json.WriteString("ps"u8, "BOTH"u8);
        json.WriteBoolean("cp"u8, order.ClosePosition);
        json.WriteBoolean("pP"u8, false);
        json.WriteNumber("si"u8, 0);
        json.WriteNumber("ss"u8, 0);
        json.Fixed("rp"u8, trade?.Realised ?? 0);
        json.WriteString("V"u8, "EXPIRE_MAKER"u8);
        json.WriteString("pm"u8, "NONE"u8);
        json.WriteNumber("gtd"u8, 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void SendAlgo(AlgoOrder algo)
    {
        if (!Front.HasUserListeners(isFutures: true)) return;
        Utf8JsonWriter json = events.Begin();
        json.WriteStartObject();
        json.WriteString("e"u8, "ALGO_UPDATE"u8);
        json.WriteNumber("T"u8, NowMilliseconds);
        json.WriteNumber("E"u8, Front.ClientTime.Milliseconds);
        json.WriteStartObject("o"u8);
        json.WriteString("caid"u8, algo.ClientId);
        json.WriteNumber("aid"u8, algo.AlgoId);
        json.WriteString("at"u8, "CONDITIONAL"u8);
        json.WriteString("o"u8, algo.Type);
        json.WriteString("s"u8, algo.Instrument.Symbol.Value);
        json.WriteString("S"u8, SideText(algo.Side));
        json.WriteString("ps"u8, "BOTH"u8);
        json.WriteString("f"u8, algo.Force);
        json.Fixed("q"u8, algo.Quantity);
        json.WriteString("X"u8, algo.Status);
        json.WriteString("ai"u8, algo.Actual?.OrderId.ToString(CultureInfo.InvariantCulture) ?? "");
        json.Fixed("ap"u8, algo.Actual?.AveragePrice ?? 0);
        json.Fixed("aq"u8, algo.Actual?.Filled ?? default);
        json.WriteString("act"u8, algo.Actual?.Type ?? "0");
        json.Fixed("tp"u8, algo.Trigger ?? default);
        json.Fixed("p"u8, algo.Limit ?? default);
        json.WriteString("V"u8, "EXPIRE_MAKER"u8);
        json.WriteString("wt"u8, algo.OnMark ? "MARK_PRICE"u8 : "CONTRACT_PRICE"u8);
        json.WriteString("pm"u8, "NONE"u8);
        json.WriteBoolean("cp"u8, algo.ClosePosition);
        json.WriteBoolean("pP"u8, false);
        json.WriteBoolean("R"u8, algo.ReduceOnly);
        json.WriteNumber("tt"u8, algo.TriggeredAt.Milliseconds);
        json.WriteNumber("gtd"u8, 0);
        json.WriteEndObject();
        json.WriteEndObject();
        Front.SendUser(isFutures: true, events.Written);
    }
}
