using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Sample entropy (Richman and Moorman, "Physiological time-series analysis using approximate entropy and sample
/// entropy", 2000) of the last n values with m = 2: −ln(A ÷ B), where B counts the pairs among the first n − 2 values
/// whose two values each, taken with the one that follows, lie within the tolerance of each other, and A those of them
/// whose third values do as well. Low where patterns repeat.
/// </summary>
/// <remarks>
/// Both counts are whole numbers: an update takes out the pairs of the oldest run of three and puts in those of the
/// newest. That is 2·(n − 3) comparisons, linear in the fixed window, without allocation.
/// </remarks>
internal struct SampleEntropy
{
    private const int Run = 3;
    private readonly double[] window;
    private readonly double tolerance;
    private int pairs;
    private int triples;
    private int next;
    private int count;

    /// <param name="period">n, at least 8.</param>
    /// <param name="tolerance">Largest difference of values that count as equal.</param>
    public SampleEntropy(int period, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 8);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        window = new double[period];
        this.tolerance = tolerance;
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => window.Length;

    public readonly bool IsWarm => count == window.Length;

    /// <summary>Natural units, not below 0; NaN until warm and where no run of three comes again.</summary>
    public readonly double Value => IsWarm && triples > 0 ? PortableMath.Log((double)pairs / triples) : double.NaN;

    /// <param name="value">Finite.</param>
    public void Update(double value)
    {
        if (IsWarm) Compare(0, 1, count - Run, -1);
        window[next] = value;
        if (++next == window.Length) next = 0;
        if (count < window.Length) count++;
        if (count > Run) Compare(count - Run, 0, count - Run - 1, 1);
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(window);
        state.Sync(ref pairs);
        state.Sync(ref triples);
        state.SyncCount(ref next, window.Length - 1);
        state.SyncCount(ref count, window.Length);
    }

    // The run at one age against those from first to last; ages count from the oldest value.
    private void Compare(int run, int first, int last, int sign)
    {
        (double one, double two, double three) = (At(run), At(run + 1), At(run + 2));
        int slot = Slot(first);
        (double a, double b) = (window[slot], At(first + 1));
        for (int i = first; i <= last; i++)
        {
            double c = At(i + 2);
            if (Math.Abs(a - one) <= tolerance && Math.Abs(b - two) <= tolerance)
            {
                pairs += sign;
                if (Math.Abs(c - three) <= tolerance) triples += sign;
            }

            (a, b) = (b, c);
        }
    }

    private readonly double At(int age) => window[Slot(age)];

    private readonly int Slot(int age)
    {
        int slot = IsWarm ? next + age : age;
        return slot < window.Length ? slot : slot - window.Length;
    }
}
