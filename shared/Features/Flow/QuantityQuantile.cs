using System.Numerics;
using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// The 99 % quantile (nearest rank: the 990th smallest) of the last 1,000 quantities, from a histogram: bounded time per
/// quantity, whatever the quantities are. Each power of two is cut into 16 equal cells, so a cell is 3 to 6 % wide;
/// the quantile is given as the lower end of its cell.
/// </summary>
internal struct QuantityQuantile
{
    public const int Window = 1_000;
    private const int Above = Window / 100;
    private const int CellBits = 4;
    private const int CellsPerOctave = 1 << CellBits;
    private const int Cells = (63 - CellBits + 1) * CellsPerOctave;

    private readonly int[] recent = new int[Window];
    private readonly int[] histogram = new int[Cells];
    private int next;
    private int count;

    // The quantile's cell, and how many quantities lie in the cells above it.
    private int cell;
    private int larger;

    public QuantityQuantile()
    {
    }

    public readonly bool IsWarm => count == Window;

    /// <summary>Raw units; only when warm.</summary>
    public readonly long Value => LowerEnd(cell);

    /// <param name="quantity">Raw units, not negative.</param>
    public void Update(long quantity)
    {
        if (IsWarm) Take(recent[next], -1);
        else count++;
        recent[next] = CellOf(quantity);
        Take(recent[next], 1);
        if (++next == Window) next = 0;
        while (larger > Above) larger -= histogram[++cell];
        while (cell > 0 && larger + histogram[cell] <= Above) larger += histogram[cell--];
    }

    public void Sync(ref StateStream state)
    {
        foreach (ref int kept in recent.AsSpan()) state.SyncCount(ref kept, Cells - 1);
        state.SyncCount(ref next, Window - 1);
        state.SyncCount(ref count, Window);
        if (state.IsReading) Restore();
    }

    private static int CellOf(long quantity)
    {
        int octave = BitOperations.Log2((ulong)quantity | 1) - CellBits;
        return octave < 0 ? (int)quantity : octave * CellsPerOctave + (int)(quantity >> octave);
    }

    private static long LowerEnd(int cell)
    {
        int octave = Math.Max(cell / CellsPerOctave - 1, 0);
        return (long)(cell - octave * CellsPerOctave) << octave;
    }

    private void Take(int at, int change)
    {
        histogram[at] += change;
        if (at > cell) larger += change;
    }

    // The histogram says nothing the quantities do not: it is not kept.
    private void Restore()
    {
        Array.Clear(histogram);
        foreach (int kept in recent.AsSpan(0, count)) histogram[kept]++;
        cell = Cells - 1;
        larger = 0;
        while (cell > 0 && larger + histogram[cell] <= Above) larger += histogram[cell--];
    }
}
