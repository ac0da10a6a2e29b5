using Parley.Domain;
using Parley.Features;

namespace Parley.Benchmarks;

internal static partial class IndicatorSubjects
{
    private static readonly Trade[] Trades = MadeUpMarket.Trades();
    private static readonly OrderBook Book = MadeUpMarket.Book();

    private delegate double TradeStep<T>(ref T indicator, in Trade trade, in TopOfBook top);

    private static Dictionary<string, Func<double>> OnFlow() => new(StringComparer.Ordinal)
    {
        [nameof(TradeFlow)] = () => OnTrades(() => new TradeFlow(), static (ref TradeFlow i, in Trade t, in TopOfBook _) => { i.Update(t); return i.Read(TradeFlow.Minute, t.VenueTime).Delta; }),
        [nameof(TopFlow)] = () => OnTrades(() => new TopFlow(), static (ref TopFlow i, in Trade t, in TopOfBook top) => { i.Update(t.VenueTime, top); return i.Imbalance(TopFlow.Minute, t.VenueTime); }),
        [nameof(TopOfBook)] = () => OnTrades(() => default(TopOfBook), static (ref TopOfBook i, in Trade t, in TopOfBook top) => { i.Update(t.VenueTime, top.Bid, top.Ask); return i.SpreadBps + i.MicropriceDeviationBps; }),
        [nameof(TimeWeightedMean)] = () => OnTrades(() => new TimeWeightedMean(TimeSpan.FromSeconds(5), 50), static (ref TimeWeightedMean i, in Trade t, in TopOfBook _) => { i.Update(t.VenueTime, t.Price.ToDouble()); return i.Read(t.VenueTime); }),
        [nameof(EffectiveSpread)] = () => OnTrades(() => new EffectiveSpread(), static (ref EffectiveSpread i, in Trade t, in TopOfBook top) => { i.Update(t, top); return i.Read(t.VenueTime); }),
        [nameof(SampledVolatility)] = () => OnTrades(() => new SampledVolatility(), static (ref SampledVolatility i, in Trade t, in TopOfBook _) => { i.Update(t.VenueTime, t.Price.ToDouble()); return i.Read(t.VenueTime); }),
        [nameof(TickMomentum)] = () => OnTrades(() => new TickMomentum(), static (ref TickMomentum i, in Trade t, in TopOfBook _) => { i.Update(t); return i.OverTrades(100) + i.OverSeconds(60, t.VenueTime); }),
        [nameof(QuantityQuantile)] = () => OnTrades(() => new QuantityQuantile(), static (ref QuantityQuantile i, in Trade t, in TopOfBook _) => { i.Update(t.Quantity.Raw); return i.Value; }),
        [nameof(LargeTrades)] = () => OnTrades(() => new LargeTrades(), static (ref LargeTrades i, in Trade t, in TopOfBook _) => { i.Update(t); return i.Read(t.VenueTime).Trades; }),
        [nameof(RefilledLevel)] = () => OnTrades(() => default(RefilledLevel), static (ref RefilledLevel i, in Trade t, in TopOfBook top) => { i.Update(top.Bid); i.Update(t); return i.Ratio; }),
        [nameof(SessionProfile)] = () => OnTrades(() => new SessionProfile(), static (ref SessionProfile i, in Trade t, in TopOfBook _) => { i.Update(t); return i.Read(t.VenueTime).PointOfControl; }),
        [nameof(BookShape)] = OnBook,
    };

    private static double OnTrades<T>(Func<T> create, TradeStep<T> step)
    {
        T indicator = create();
        var top = default(TopOfBook);
        top.Update(MadeUpMarket.Start, MadeUpMarket.Level(-1), MadeUpMarket.Level(1));
        double sum = 0;
        foreach (ref readonly Trade trade in Trades.AsSpan()) sum += step(ref indicator, trade, top);
        return sum;
    }

    private static double OnBook()
    {
        var shape = new BookShape();
        double sum = 0;
        for (int i = 0; i < MadeUpMarket.Events; i++)
        {
            shape.Update(new Timestamp(MadeUpMarket.Start.Nanoseconds + i * 50_000_000L), Book);
            sum += shape.BidDepth + shape.Imbalance;
        }

        return sum;
    }
}
