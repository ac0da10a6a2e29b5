using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// How evenly the last n returns spread over five sizes (Shannon, "A Mathematical Theory of Communication", 1948): every
/// return is coded once, when it comes, by its size against the volatility before it (up to ½, up to 1½, or more, up and
/// down), and the entropy of the n codes is divided by log₂ 5. The code never changes afterwards, so counts are enough.
/// </summary>
internal struct ShannonEntropy
{
    private const int Middle = 2;
    private const int Symbols = 2 * Middle + 1;
    private readonly byte[] codes;
    private readonly int[] counts = new int[Symbols];
    private int next;
    private int count;

    /// <param name="period">n, at least 2.</param>
    public ShannonEntropy(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        codes = new byte[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => codes.Length;

    public readonly bool IsWarm => count == codes.Length;

    /// <summary>0 when all returns are of one size, 1 when all sizes are equally frequent; NaN until warm.</summary>
    public readonly double Value
    {
        get
        {
            if (!IsWarm) return double.NaN;
            double entropy = 0;
            foreach (int seen in counts)
                if (seen > 0) entropy += seen * PortableMath.Log((double)count / seen);
            return entropy / (count * PortableMath.Log(Symbols));
        }
    }

    /// <param name="change">Logarithmic return.</param>
    /// <param name="volatility">Of the returns before it, in the same unit; 0 makes every move a large one.</param>
    public void Update(double change, double volatility)
    {
        if (IsWarm) counts[codes[next]]--;
        byte code = Code(change, volatility);
        counts[code]++;
        codes[next] = code;
        if (count < codes.Length) count++;
        if (++next == codes.Length) next = 0;
    }

    public void Sync(ref StateStream state)
    {
        state.SyncCount(ref next, codes.Length - 1);
        state.SyncCount(ref count, codes.Length);
        if (state.IsReading) Array.Clear(counts);
        for (int i = 0; i < count; i++)
        {
            int code = codes[i];
            state.SyncCount(ref code, Symbols - 1);
            codes[i] = (byte)code;
            if (state.IsReading) counts[code]++;
        }
    }

    private static byte Code(double change, double volatility)
    {
        double size = Math.Abs(change);
        int steps = size <= 0.5 * volatility ? 0 : size <= 1.5 * volatility ? 1 : 2;
        return (byte)(Middle + Math.Sign(change) * steps);
    }
}
