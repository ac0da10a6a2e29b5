using Parley.Domain;

namespace Parley.Features;

/// <summary>The best bid and ask, and how prices move from second to second.</summary>
internal sealed class TickFeatures() : Family<TickFeatures>(Formulas), IFlowFamily
{
    private static readonly FormulaList<TickFeatures> Formulas = new(FeatureKind.Flow, "ticks")
    {
        {
            nameof(TopOfBook), "spread_bps", Units.BasisPoints, 0,
            "(best ask − best bid) ÷ mid, from the younger of quote and book.", "Quoted spread", static (f, _) => f.top.SpreadBps
        },
        {
            nameof(TopOfBook), "microprice_deviation_bps", Units.BasisPoints, 0,
            "(micro-price − mid) ÷ mid; micro-price = (bid × ask quantity + ask × bid quantity) ÷ (bid quantity + ask quantity).",
            "Gatheral and Oomen, \"Zero-intelligence realized variance estimation\", 2010",
            static (f, _) => f.top.MicropriceDeviationBps
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
    private TopOfBook top;

    // The mid does not bounce between the sides of the spread; trade prices stand in only where no mid is known.
    public void OnTrade(in Trade trade, in TopOfBook top)
    {
        if (!top.IsKnown) volatility.Update(trade.VenueTime, trade.Price.ToDouble());
    }

    public void OnTop(in TopOfBook top, Timestamp at)
    {
        this.top = top;
        if (top.IsKnown) volatility.Update(at, top.Mid);
    }

    public void OnBook(OrderBook book, Timestamp at)
    {
    }

    public override void Sync(ref StateStream state)
    {
        volatility.Sync(ref state);
        top.Sync(ref state);
    }
}
