using System.Globalization;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <content>What an account may do and what it has earned.</content>
internal sealed partial class FuturesProduct
{
    private const int FundingsMax = 10_000;

    private readonly Queue<FundingPaid> fundingsPaid = new();

    public void AccountConfig(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("feeTier"u8, 0);
        json.WriteBoolean("canTrade"u8, Options.Credential.CanTrade);
        json.WriteBoolean("canDeposit"u8, false);
        json.WriteBoolean("canWithdraw"u8, Options.Credential.CanWithdraw);
        json.WriteBoolean("dualSidePosition"u8, false);
        json.WriteNumber("updateTime"u8, 0);
        json.WriteBoolean("multiAssetsMargin"u8, false);
        json.WriteNumber("tradeGroupId"u8, -1);
        json.WriteEndObject();
    }

    /// <summary>One bracket for each instrument: the margin this venue liquidates by, at the leverage it allows.</summary>
    public void LeverageBrackets(RequestParameters parameters, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (MarketBoard board in BoardsOf(parameters))
        {
            json.WriteStartObject();
            json.WriteString("symbol"u8, board.Instrument.Symbol.Value);
            json.WriteNumber("notionalCoef"u8, 1m);
            json.WriteStartArray("brackets"u8);
            json.WriteStartObject();
            json.WriteNumber("bracket"u8, 1);
            json.WriteNumber("initialLeverage"u8, LeverageMax);
            json.WriteNumber("notionalCap"u8, NotionalMax);
            json.WriteNumber("notionalFloor"u8, 0);
            json.WriteNumber("maintMarginRatio"u8, Options.MaintenanceMargin);
            json.WriteNumber("cum"u8, 0);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Funding, commissions and realised profit, oldest first; the newest where there are more than asked for.</summary>
    public void Incomes(RequestParameters parameters, Utf8JsonWriter json)
    {
        Symbol? symbol = parameters.TryGet("symbol"u8, out _) ? Board(parameters).Instrument.Symbol : null;
        string? kind = parameters.Text("incomeType"u8);
        long from = parameters.Number("startTime"u8) ?? 0;
        long to = parameters.Number("endTime"u8) ?? long.MaxValue;
        IEnumerable<Income> all = fundingsPaid.Select(f => new Income(f.Symbol, "FUNDING_FEE", f.Amount, QuoteAsset, f.At, TradeId: null))
            .Concat(Archive.Trades.SelectMany(IncomesOf));
        json.WriteStartArray();
        foreach (Income income in all.Where(i => (symbol is null || i.Symbol == symbol) && (kind is null || i.Kind == kind)
            && i.At.Milliseconds >= from && i.At.Milliseconds <= to).OrderBy(i => i.At).TakeLast(LimitOf(parameters, 100, 1_000)))
        {
            string trade = income.TradeId?.ToString(CultureInfo.InvariantCulture) ?? "";
            json.WriteStartObject();
            json.WriteString("symbol"u8, income.Symbol.Value);
            json.WriteString("incomeType"u8, income.Kind);
            json.Fixed("income"u8, income.Amount);
            json.WriteString("asset"u8, income.Asset);
            json.WriteString("info"u8, trade.Length > 0 ? trade : income.Kind);
            json.WriteNumber("time"u8, income.At.Milliseconds);
            json.WriteString("tranId"u8, trade.Length > 0 ? trade : income.At.Milliseconds.ToString(CultureInfo.InvariantCulture));
            json.WriteString("tradeId"u8, trade);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IEnumerable<Income> IncomesOf(FrontTrade trade)
    {
        Symbol symbol = trade.Order.Instrument.Symbol;
        yield return new(symbol, "COMMISSION", -trade.Commission, trade.CommissionAsset, trade.At, trade.TradeId);
        if (trade.Realised != 0) yield return new(symbol, "REALIZED_PNL", trade.Realised, trade.Order.Instrument.QuoteAsset, trade.At, trade.TradeId);
    }

    private void KeepFunding(FundingPaid funding)
    {
        fundingsPaid.Enqueue(funding);
        if (fundingsPaid.Count > FundingsMax) fundingsPaid.Dequeue();
    }

    private sealed record Income(Symbol Symbol, string Kind, decimal Amount, string Asset, Timestamp At, long? TradeId);
}
