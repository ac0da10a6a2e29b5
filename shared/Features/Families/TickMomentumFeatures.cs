using Parley.Domain;

namespace Parley.Features;

/// <summary>How far the last trade is from earlier ones.</summary>
internal sealed class TickMomentumFeatures() : FlowFamily(Formulas.Definitions)
{
    private static readonly FormulaList<TickMomentumFeatures> Formulas = new(FeatureKind.Flow, "tick momentum")
    {
        {
            nameof(TickMomentum), "last_price", Units.Quote, 0, "Price of the last trade.",
            Sources.Own, static (f, _) => f.momentum.LastPrice
        },
        {
            nameof(TickMomentum), "momentum_20_ticks", Units.Fraction, 0, "Last trade ÷ the trade 20 trades before it − 1.",
            Sources.Own, static (f, _) => f.momentum.OverTrades(20)
        },
        {
            nameof(TickMomentum), "momentum_100_ticks", Units.Fraction, 0, "Last trade ÷ the trade 100 trades before it − 1.",
            Sources.Own, static (f, _) => f.momentum.OverTrades(100)
        },
        {
            nameof(TickMomentum), "momentum_1m", Units.Fraction, TickMomentum.Minute,
            "Last trade ÷ the last one before the window of `cvd_1m` − 1: before the running second and the 59 before it.",
            Sources.Own, static (f, t) => f.momentum.OverSeconds(TickMomentum.Minute, t)
        },
        {
            nameof(TickMomentum), "momentum_5m", Units.Fraction, TickMomentum.FiveMinutes,
            "Last trade ÷ the last one before the window of `cvd_5m` − 1.",
            Sources.Own, static (f, t) => f.momentum.OverSeconds(TickMomentum.FiveMinutes, t)
        },
    };

    private TickMomentum momentum = new();

    public override void OnTrade(in Trade trade, in TopOfBook top) => momentum.Update(trade);

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state) => momentum.Sync(ref state);
}
