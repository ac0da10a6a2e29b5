using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Swing highs, as Williams' fractals ("Trading Chaos", 1995): a value above the two before it and the two after it, so
/// known two updates later. The last ten are kept as levels. For swing lows, negate what goes in and what comes out.
/// </summary>
internal struct SwingPoints
{
    private const int Around = 2;
    private const int Width = 2 * Around + 1;
    private const int Levels = 10;
    private readonly long[] recent = new long[Width];
    private readonly long[] levels = new long[Levels];
    private int seen;
    private int found;
    private int newest;
    private long age;

    public SwingPoints()
    {
    }

    /// <summary>Updates until the first value, at best: the first swing comes when it comes.</summary>
    public static int WarmUp => Width;

    public readonly bool IsWarm => found > 0;

    /// <summary>The last swing point; the smallest number before the first.</summary>
    public readonly long Last => IsWarm ? levels[newest] : long.MinValue;

    /// <summary>Updates since the last swing point, two when it has just become known; NaN before the first.</summary>
    public readonly double Age => IsWarm ? age : double.NaN;

    /// <summary>The lowest of the last ten swing points above a value; the smallest number when there is none.</summary>
    public readonly long NearestAbove(long value)
    {
        long nearest = long.MaxValue;
        for (int i = 0; i < found; i++)
            if (levels[i] > value) nearest = Math.Min(nearest, levels[i]);
        return nearest < long.MaxValue ? nearest : long.MinValue;
    }

    public void Update(long value)
    {
        for (int i = 1; i < Width; i++) recent[i - 1] = recent[i];
        recent[^1] = value;
        if (seen < Width) seen++;
        age++;
        if (seen < Width || !IsSwing()) return;
        newest = found == 0 || newest == Levels - 1 ? 0 : newest + 1;
        levels[newest] = recent[Around];
        if (found < Levels) found++;
        age = Around;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(recent);
        state.Sync(levels);
        state.SyncCount(ref seen, Width);
        state.SyncCount(ref found, Levels);
        state.SyncCount(ref newest, Levels - 1);
        state.Sync(ref age);
    }

    private readonly bool IsSwing()
    {
        long middle = recent[Around];
        return recent[0] < middle && recent[1] < middle && recent[3] < middle && recent[4] < middle;
    }
}
