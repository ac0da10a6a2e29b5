using Parley.Domain;

namespace Parley.Market;

/// <summary>The latest trade prices; their median is where the market is when no book says so.</summary>
internal sealed class RecentPrices
{
    private const int Kept = 15;
    private const int Needed = 3;

    private readonly double[] prices = new double[Kept];
    private readonly double[] sorted = new double[Kept];
    private int count;
    private int next;

    public void Add(double price)
    {
        prices[next] = price;
        next = (next + 1) % Kept;
        count = Math.Min(count + 1, Kept);
    }

    /// <summary>Forgets all but this: the market has moved there.</summary>
    public void RestartAt(double price)
    {
        count = next = 0;
        for (int i = 0; i < Needed; i++) Add(price);
    }

    /// <summary>0 while fewer than three are known.</summary>
    public double Median()
    {
        if (count < Needed) return 0;
        Array.Copy(prices, sorted, count);
        Array.Sort(sorted, 0, count);
        return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
    }

    public void Sync(ref StateStream state)
    {
        state.SyncCount(ref count, Kept);
        state.SyncCount(ref next, Kept - 1);
        state.Sync(prices);
    }
}
