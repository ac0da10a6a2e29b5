using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// What takers paid over the last minute: the mean of 2·|trade − mid| ÷ mid weighted by quantity, over the trades for
/// which best bid and ask were known (Huang and Stoll, "Dealer versus auction markets", Journal of Financial Economics
/// 41(3), 1996). Each spread is rounded down to 10⁻¹⁵, sums of them are exact.
/// </summary>
internal struct EffectiveSpread
{
    public const int Minute = SecondWindows<SpreadTally>.Minute;
    private const double BasisPoints = 10_000;

    private SecondWindows<SpreadTally> windows = new(Minute, Minute);

    public EffectiveSpread()
    {
    }

    /// <param name="top">When the trade came.</param>
    public void Update(in Trade trade, in TopOfBook top)
    {
        long quantity = trade.Quantity.Raw;
        windows.Add(
            trade.VenueTime,
            top.IsKnown ? new(Math.BigMul(top.EffectiveSpread(trade.Price), quantity), quantity) : default);
    }

    /// <summary>Basis points of mid; NaN until a minute has been watched, and without a trade to go by.</summary>
    public readonly double Read(Timestamp asOf) =>
        windows.TryRead(Minute, asOf, out SpreadTally tally) && tally.Quantity > 0
            ? ExactInteger.ToDouble(tally.Weighted) / ExactInteger.ToDouble(tally.Quantity) * (BasisPoints / TopOfBook.SpreadUnits)
            : double.NaN;

    public void Sync(ref StateStream state) => windows.Sync(ref state);
}
