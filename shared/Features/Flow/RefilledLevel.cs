using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// How much was executed against the best price of one side since it became the best, in terms of the largest quantity
/// it ever displayed in that time. Above 1 more was executed than was ever shown: someone refills, as an iceberg order
/// does.
/// </summary>
internal struct RefilledLevel
{
    private long price;
    private long displayed;
    private Int128 executed;

    /// <summary>Executed ÷ largest displayed; NaN while there is no best price, or nothing displayed at it.</summary>
    public readonly double Ratio =>
        displayed > 0 ? ExactInteger.ToDouble(executed) / displayed : double.NaN;

    /// <param name="best">The best level now; <c>default</c> when there is none.</param>
    public void Update(in BookLevel best)
    {
        if (best.Price.Raw != price)
        {
            price = best.Price.Raw;
            displayed = 0;
            executed = 0;
        }

        displayed = Math.Max(displayed, best.Quantity.Raw);
    }

    /// <param name="trade">One whose taker hit this side.</param>
    public void Update(in Trade trade)
    {
        if (trade.Price.Raw == price) executed += trade.Quantity.Raw;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref price);
        state.Sync(ref displayed);
        state.Sync(ref executed);
    }
}
