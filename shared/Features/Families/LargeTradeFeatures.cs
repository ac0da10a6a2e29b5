using Parley.Domain;

namespace Parley.Features;

/// <summary>What those do who trade much at once, often called whales.</summary>
internal sealed class LargeTradeFeatures() : FlowFamily(Formulas.Definitions)
{
    private const string Source = "Nearest-rank quantile; taker side as the venue reports it; exact sums per UTC second";

    private static readonly FormulaList<LargeTradeFeatures> Formulas = new(FeatureKind.Flow, "large trades")
    {
        {
            nameof(QuantityQuantile), "large_trade_threshold", Units.Base, 0,
            "99 % quantile of the quantities of the last 1,000 trades (the 990th smallest), rounded down to a sixteenth of the "
            + "power of two below it: up to 6 % too low.", Source, static (f, _) => f.large.Threshold
        },
        {
            nameof(LargeTrades), "large_buy_volume_5m", Units.Base, LargeTrades.FiveMinutes,
            "Taker buys of large trades in the window of `cvd_5m`. A trade is large when its quantity is not below "
            + "`large_trade_threshold` before it. Unknown until a whole window has been watched with a threshold.",
            Source, static (f, _) => f.window.Bought
        },
        {
            nameof(LargeTrades), "large_sell_volume_5m", Units.Base, LargeTrades.FiveMinutes,
            "Taker sells of large trades, as `large_buy_volume_5m`.",
            Source, static (f, _) => f.window.Sold
        },
        {
            nameof(LargeTrades), "large_trades_5m", "trades", LargeTrades.FiveMinutes,
            "Number of large trades, as `large_buy_volume_5m`.",
            Source, static (f, _) => f.window.Trades
        },
    };

    private LargeTrades large = new();
    private TradeWindow window;

    public override void OnTrade(in Trade trade, in TopOfBook top) => large.Update(trade);

    public override void CopyTo(Timestamp asOf, Span<double> destination)
    {
        window = large.Read(asOf);
        Formulas.Read(this, asOf, destination);
    }

    public override void Sync(ref StateStream state) => large.Sync(ref state);
}
