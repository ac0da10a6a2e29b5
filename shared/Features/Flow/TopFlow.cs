using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// What orders do at the best bid and ask, over 5 s and a minute. The order flow imbalance follows Cont, Kukanov and
/// Stoikov, "The Price Impact of Order Book Events", Journal of Financial Econometrics 12(1), 2014, §2.1: between two
/// states n − 1 and n of the best bid (price P, quantity q) and ask,
/// e = 1{Pᵇₙ ≥ Pᵇₙ₋₁} qᵇₙ − 1{Pᵇₙ ≤ Pᵇₙ₋₁} qᵇₙ₋₁ − 1{Pᵃₙ ≤ Pᵃₙ₋₁} qᵃₙ + 1{Pᵃₙ ≥ Pᵃₙ₋₁} qᵃₙ₋₁.
/// </summary>
internal struct TopFlow
{
    public const int FiveSeconds = SecondWindows<TopTally>.FiveSeconds;
    public const int Minute = SecondWindows<TopTally>.Minute;

    private SecondWindows<TopTally> windows = new(FiveSeconds, Minute);
    private TopOfBook top;

    public TopFlow()
    {
    }

    public void Update(Timestamp at, in TopOfBook next)
    {
        if (!next.IsKnown)
        {
            windows.Clear();
        }
        else
        {
            windows.Add(at, top.IsKnown ? Change(top, next) : default);
        }

        top = next;
    }

    public void Update(in Trade trade)
    {
        if (top.IsKnown) windows.Add(trade.VenueTime, new(0, 0, trade.Quantity.Raw));
    }

    /// <summary>Base currency; NaN unless bid and ask were known throughout the window.</summary>
    public readonly double Imbalance(int window, Timestamp asOf) =>
        windows.TryRead(window, asOf, out TopTally tally) ? ExactInteger.ToUnits(tally.Imbalance) : double.NaN;

    /// <summary>
    /// Traded ÷ (traded + newly displayed at the best bid and ask) of the last minute; NaN unless bid and ask were known
    /// throughout, and when nothing happened.
    /// </summary>
    public readonly double AggressiveShare(Timestamp asOf) =>
        windows.TryRead(Minute, asOf, out TopTally tally) && tally.Taken + tally.Added is var all && all > 0
            ? ExactInteger.ToDouble(tally.Taken) / ExactInteger.ToDouble(all)
            : double.NaN;

    public void Sync(ref StateStream state)
    {
        windows.Sync(ref state);
        top.Sync(ref state);
    }

    private static TopTally Change(in TopOfBook before, in TopOfBook after)
    {
        (Int128 bid, Int128 bidAdded) = Change(before.Bid, after.Bid, better: after.Bid.Price.CompareTo(before.Bid.Price));
        (Int128 ask, Int128 askAdded) = Change(before.Ask, after.Ask, better: before.Ask.Price.CompareTo(after.Ask.Price));
        return new(bid - ask, bidAdded + askAdded, 0);
    }

    // A better price brings its whole quantity, a worse one takes the whole old quantity away.
    private static (Int128 Gained, Int128 Added) Change(in BookLevel before, in BookLevel after, int better)
    {
        Int128 gained = after.Quantity.Raw - (Int128)before.Quantity.Raw;
        return better switch
        {
            > 0 => (after.Quantity.Raw, after.Quantity.Raw),
            0 => (gained, Int128.Max(gained, 0)),
            _ => (-(Int128)before.Quantity.Raw, 0),
        };
    }
}
