using System.Runtime.CompilerServices;

namespace Parley.Backtesting;

/// <summary>
/// Long while the fast moving average of closes is above the slow one. At the close of bar <em>i</em> a cross up is
/// <c>fast[i−1] ≤ slow[i−1] and fast[i] &gt; slow[i]</c>, a cross down is the mirror image; both averages must exist at
/// both bars.
/// </summary>
/// <param name="fast">Bars in the fast average; at least 1.</param>
/// <param name="slow">Bars in the slow average; more than <paramref name="fast"/>.</param>
public struct SmaCross(int fast, int slow) : IBarStrategy
{
    /// <summary>
    /// sum(fast)·slow − sum(slow)·fast: its sign is the sign of fast average − slow average. An exact integer, so that a
    /// tie is a tie and nothing drifts however long the run. 128 bits hold it for any price and any window.
    /// </summary>
    private Int128 lead;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BarSignal OnClose(BarHistory bars, BarPosition position)
    {
        int index = bars.Index;
        Int128 before = lead;
        unchecked
        {
            Int128 change = Math.BigMul(bars.Close().Raw, (long)(slow - fast));
            if (index >= fast) change -= Math.BigMul(bars.Close(fast).Raw, (long)slow);
            if (index >= slow) change += Math.BigMul(bars.Close(slow).Raw, (long)fast);
            lead = before + change;
        }

        if (index < slow) return BarSignal.Hold;
        if (lead > 0) return before <= 0 ? BarSignal.EnterLong : BarSignal.Hold;
        return lead < 0 && before >= 0 ? BarSignal.Exit : BarSignal.Hold;
    }
}
