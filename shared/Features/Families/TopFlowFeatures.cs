using Parley.Domain;

namespace Parley.Features;

/// <summary>What happens at the best bid and ask: orders that come, go and are taken.</summary>
internal sealed class TopFlowFeatures() : FlowFamily(Formulas.Definitions)
{
    private const string Cont =
        "Cont, Kukanov and Stoikov, \"The Price Impact of Order Book Events\", 2014; exact sums per UTC second";

    private static readonly FormulaList<TopFlowFeatures> Formulas = new(FeatureKind.Flow, "order flow")
    {
        {
            nameof(TopFlow), "order_flow_imbalance_5s", Units.Base, TopFlow.FiveSeconds,
            "Σ of what the best bid gained less what the best ask gained over the running second and the 4 before it. At an "
            + "unchanged best price a side gains the change of its quantity, at a better one its whole quantity, at a worse one "
            + "it loses its whole quantity before. Unknown unless best bid and ask were known throughout.",
            Cont, static (f, t) => f.flow.Imbalance(TopFlow.FiveSeconds, t)
        },
        {
            nameof(TopFlow), "order_flow_imbalance_1m", Units.Base, TopFlow.Minute,
            "As `order_flow_imbalance_5s`, over the running second and the 59 before it.",
            Cont, static (f, t) => f.flow.Imbalance(TopFlow.Minute, t)
        },
        {
            nameof(TopFlow), "aggressive_passive_ratio_1m", Units.Share, TopFlow.Minute,
            "Taker volume ÷ (taker volume + quantity newly displayed at the best bid and ask) over the running second and the 59 "
            + "before it; newly displayed is any increase at an unchanged best price, and all at a better one. Unknown unless "
            + "best bid and ask were known throughout.",
            Sources.Own, static (f, t) => f.flow.AggressiveShare(t)
        },
    };

    private TopFlow flow = new();

    public override void OnTrade(in Trade trade, in TopOfBook top) => flow.Update(trade);

    public override void OnTop(in TopOfBook top, Timestamp at) => flow.Update(at, top);

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state) => flow.Sync(ref state);
}
