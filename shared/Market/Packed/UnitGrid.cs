namespace Parley.Market;

/// <summary>
/// Multiples of a unit as whole numbers. A unit of 1 holds every number; others hold those whose index stays within
/// ±<see cref="IndexMax"/>, so that every index can be multiplied out.
/// </summary>
internal readonly struct UnitGrid
{
    private readonly double divisor;

    /// <param name="unit">A tick or step in 10⁻⁸; one that is not positive means that there is no grid.</param>
    public UnitGrid(long unit)
    {
        Unit = Math.Max(unit, 1);
        IndexMax = long.MaxValue / Unit;
        divisor = Unit;
    }

    public long Unit { get; }

    public long IndexMax { get; }

    /// <summary>The multiple at or next to a number, towards zero: what differences to it are counted from.</summary>
    public long Floor(long raw) => raw / Unit;

    /// <returns>False when the number is no multiple.</returns>
    public bool TryIndex(long raw, out long index)
    {
        // Dividing doubles is several times faster than dividing 64-bit integers, and exact where the product says so.
        index = unchecked((long)Math.Round(raw / divisor));
        if (unchecked(index * Unit) != raw)
        {
            index = raw / Unit;
            if (index * Unit != raw) return false;
        }

        return Unit == 1 || (index >= -IndexMax && index <= IndexMax);
    }

    /// <returns>False when the number would be out of range.</returns>
    public bool TryRaw(long index, out long raw)
    {
        raw = unchecked(index * Unit);
        return Unit == 1 || (index >= -IndexMax && index <= IndexMax);
    }
}
