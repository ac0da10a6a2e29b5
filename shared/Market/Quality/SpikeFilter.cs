using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// Tells a price far off the market from a market that moved: the distance is held against the recent absolute returns,
/// and enough prints in a row that agree with each other are believed.
/// </summary>
/// <param name="shareMin">Distance, as a share of the price, below which nothing is a spike.</param>
/// <param name="returns">Multiple of the mean absolute return below which nothing is a spike.</param>
/// <param name="confirmations">How many in a row are believed.</param>
internal sealed class SpikeFilter(double shareMin, double returns, int confirmations)
{
    /// <summary>Weight of the newest return in the mean: about the last hundred count.</summary>
    private const double Weight = 0.02;

    private double meanReturn;
    private double last;
    private double suspect;
    private int suspects;

    /// <summary>Largest distance from the market, as a share, that is accepted now.</summary>
    public double DistanceMax => Math.Max(shareMin, returns * meanReturn);

    /// <summary>Judges a price against where the market is.</summary>
    /// <param name="market">0 when not known: then any price is accepted.</param>
    public bool Accepts(double price, double market)
    {
        if (market > 0 && Distance(price, market) > DistanceMax && !IsConfirmed(price)) return false;
        suspects = 0;

        // A jump that was believed is news, not noise: it must not open the gate for the next.
        double moved = last > 0 ? Distance(price, last) : 0;
        if (last > 0 && moved <= DistanceMax) meanReturn += Weight * (moved - meanReturn);
        last = price;
        return true;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref meanReturn);
        state.Sync(ref last);
        state.Sync(ref suspect);
        state.Sync(ref suspects);
    }

    private bool IsConfirmed(double price)
    {
        bool agrees = suspects > 0 && Distance(price, suspect) <= DistanceMax;
        suspects = agrees ? suspects + 1 : 1;
        suspect = price;
        return suspects >= confirmations;
    }

    private static double Distance(double price, double reference) => Math.Abs(price / reference - 1);
}
