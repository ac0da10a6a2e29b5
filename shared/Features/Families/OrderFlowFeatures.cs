using Parley.Domain;

namespace Parley.Features;

/// <summary>Who trades aggressively: taker volume by side over sliding windows.</summary>
internal sealed class OrderFlowFeatures() : FlowFamily(Formulas.Definitions)
{
    private const string Source = "Taker side as the venue reports it; exact sums per UTC second";

    private static readonly FormulaList<OrderFlowFeatures> Formulas = new(FeatureKind.Flow, "order flow")
    {
        {
            nameof(TradeFlow), "cvd_1m", Units.Base, TradeFlow.Minute,
            "Cumulative volume delta: taker buys − taker sells over the running second and the 59 before it.",
            Source, static (f, _) => f.minute.Delta
        },
        {
            nameof(TradeFlow), "cvd_5m", Units.Base, TradeFlow.FiveMinutes,
            "Cumulative volume delta over the running second and the 299 before it.",
            Source, static (f, _) => f.fiveMinutes.Delta
        },
        {
            nameof(TradeFlow), "cvd_session", Units.Base, 0,
            "Cumulative volume delta of the running UTC day: since 00:00 UTC, or since the first trade seen where that came "
            + "later in the day.",
            Source, static (f, t) => f.trades.SessionDelta(t)
        },
        {
            nameof(TradeFlow), "volume_1m", Units.Base, TradeFlow.Minute, "Taker volume of both sides in the window of `cvd_1m`.",
            Source, static (f, _) => f.minute.Volume
        },
        {
            nameof(TradeFlow), "buy_ratio_1m", Units.Share, TradeFlow.Minute,
            "Taker buys ÷ all taker volume of the window of `cvd_1m`; unknown when nothing traded in it.",
            Source, static (f, _) => f.minute.BuyRatio
        },
        {
            nameof(TradeFlow), "buy_ratio_5m", Units.Share, TradeFlow.FiveMinutes,
            "Taker buys ÷ all taker volume of the window of `cvd_5m`; unknown when nothing traded in it.",
            Source, static (f, _) => f.fiveMinutes.BuyRatio
        },
        {
            nameof(TradeFlow), "trades_1m", "trades", TradeFlow.Minute, "Number of trades in the window of `cvd_1m`.",
            Source, static (f, _) => f.minute.Trades
        },
        {
            nameof(TradeFlow), "missed_trades_5m", "trades", TradeFlow.FiveMinutes,
            "Trades of the window of `cvd_5m` that never arrived, by the venue's running number; above 0 the other trade "
            + "features of the window are incomplete.",
            Source, static (f, _) => f.fiveMinutes.Missed
        },
    };

    private TradeFlow trades = new();
    private TradeWindow minute;
    private TradeWindow fiveMinutes;

    /// <summary>Counts every trade the venue numbered, the off-book ones too.</summary>
    /// <returns>False for one seen before.</returns>
    public bool Take(in Trade trade) => trades.Update(trade);

    public override void CopyTo(Timestamp asOf, Span<double> destination)
    {
        minute = trades.Read(TradeFlow.Minute, asOf);
        fiveMinutes = trades.Read(TradeFlow.FiveMinutes, asOf);
        Formulas.Read(this, asOf, destination);
    }

    public override void Sync(ref StateStream state) => trades.Sync(ref state);
}
