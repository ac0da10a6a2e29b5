using Parley.Domain;

namespace Parley.Features;

/// <summary>The best bid and ask, and how prices move from second to second.</summary>
internal sealed class TickFeatures() : FlowFamily(Formulas.Definitions)
{
    private const string Gatheral = "Gatheral and Oomen, \"Zero-intelligence realized variance estimation\", 2010";

    private static readonly FormulaList<TickFeatures> Formulas = new(FeatureKind.Flow, "ticks")
    {
        {
            nameof(TopOfBook), "spread_bps", Units.BasisPoints, 0,
            "(best ask − best bid) ÷ mid, from the younger of quote and book.", "Quoted spread", static (f, _) => f.top.SpreadBps
        },
        {
            nameof(TopOfBook), "microprice_deviation_bps", Units.BasisPoints, 0,
            "(micro-price − mid) ÷ mid; micro-price = (bid × ask quantity + ask × bid quantity) ÷ (bid quantity + ask quantity).",
            Gatheral, static (f, _) => f.top.MicropriceDeviationBps
        },
        {
            nameof(TopOfBook), "microprice", Units.Quote, 0,
            "(bid × ask quantity + ask × bid quantity) ÷ (bid quantity + ask quantity), from the younger of quote and book.",
            Gatheral, static (f, _) => f.top.Microprice
        },
        {
            nameof(TopOfBook), "touch_quantity_bid", Units.Base, 0, "Quantity displayed at the best bid.",
            "Quoted depth", static (f, _) => f.top.BidQuantity
        },
        {
            nameof(TopOfBook), "touch_quantity_ask", Units.Base, 0, "Quantity displayed at the best ask.",
            "Quoted depth", static (f, _) => f.top.AskQuantity
        },
        {
            nameof(TimeWeightedMean), "spread_mean_1m_bps", Units.BasisPoints, 60,
            "Time-weighted mean of `spread_bps` over a minute (59 to 60 s: the window starts on a full second); unknown unless "
            + "best bid and ask were known throughout.", "Quoted spread", static (f, t) => f.meanSpread.Read(t)
        },
        {
            nameof(EffectiveSpread), "effective_spread_1m_bps", Units.BasisPoints, EffectiveSpread.Minute,
            "Mean of 2 × |trade − mid| ÷ mid, weighted by quantity, over the trades of the window of `cvd_1m` for which best bid "
            + "and ask were known; unknown without one.",
            "Huang and Stoll, \"Dealer versus auction markets\", 1996", static (f, t) => f.effectiveSpread.Read(t)
        },
        {
            nameof(SampledVolatility), "realised_volatility_1m", "log return per minute", SampledVolatility.Samples + 1,
            "√Σr² of the 60 log returns between mids sampled at every UTC second (last trades where no mid is known); "
            + "not annualised. Unknown after a minute without any price.",
            "Andersen, Bollerslev, Diebold and Labys, \"Modeling and Forecasting Realized Volatility\", 2003",
            static (f, t) => f.volatility.Read(t)
        },
    };

    private SampledVolatility volatility = new();
    private TimeWeightedMean meanSpread = new(TimeSpan.FromMinutes(1), cells: 60);
    private EffectiveSpread effectiveSpread = new();
    private TopOfBook top;

    public override void OnTrade(in Trade trade, in TopOfBook top)
    {
        effectiveSpread.Update(trade, top);

        // The mid does not bounce between the sides of the spread; trade prices stand in only where no mid is known.
        if (!top.IsKnown) volatility.Update(trade.VenueTime, trade.Price.ToDouble());
    }

    public override void OnTop(in TopOfBook top, Timestamp at)
    {
        this.top = top;
        meanSpread.Update(at, top.SpreadBps);
        if (top.IsKnown) volatility.Update(at, top.Mid);
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        volatility.Sync(ref state);
        meanSpread.Sync(ref state);
        effectiveSpread.Sync(ref state);
        top.Sync(ref state);
    }
}
