using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Volume by price, exact, in the cells of <see cref="PriceCell"/>. It holds 1,024 neighbouring cells, a span of
/// prices by two thirds of the lowest: when a price comes that lies farther away, the cells at the other end are
/// forgotten. O(1) per update but for that; what is found in it takes one walk over the cells in use.
/// </summary>
/// <remarks>
/// Steidlmayer and Hawkins, "Steidlmayer on Markets", 2003 (point of control, value area). Here the value area grows by
/// single cells, and by both neighbours where they are equal, so that it depends on no direction.
/// </remarks>
public struct VolumeProfile
{
    /// <summary>Cells kept.</summary>
    public const int Cells = 1_024;

    private readonly Int128[] volumes = new Int128[Cells];
    private Int128 total;

    // Lowest and highest cell with volume; the highest is below the lowest when there is none.
    private int lowest;
    private int highest = -1;

    // Neighbouring trades mostly share their price; not part of the state.
    private Price known;
    private int knownCell;

    public VolumeProfile()
    {
    }

    public readonly bool IsEmpty => highest < lowest;

    /// <summary>Volume of all cells, raw units.</summary>
    public readonly Int128 Total => total;

    /// <param name="price">Positive.</param>
    /// <param name="quantity">Raw units, not negative.</param>
    public void Add(Price price, long quantity)
    {
        if (quantity == 0) return;
        if (price != known) (known, knownCell) = (price, PriceCell.Of(price));
        int cell = knownCell;
        MakeRoom(cell);
        ref Int128 volume = ref volumes[Slot(cell)];
        volume = unchecked(volume + quantity);
        total = unchecked(total + quantity);
    }

    /// <summary>Takes off what was added before; what has been forgotten since stays forgotten.</summary>
    /// <param name="price">Positive.</param>
    /// <param name="quantity">Raw units, not negative.</param>
    public void Remove(Price price, long quantity)
    {
        int cell = PriceCell.Of(price);
        if (cell < lowest || cell > highest) return;
        ref Int128 volume = ref volumes[Slot(cell)];
        Int128 removed = Int128.Min(volume, quantity);
        volume = unchecked(volume - removed);
        total = unchecked(total - removed);
        Trim();
    }

    public void Clear()
    {
        Array.Clear(volumes);
        total = 0;
        (lowest, highest) = (0, -1);
    }

    /// <summary>Volume of one cell, raw units.</summary>
    public readonly Int128 VolumeOf(int cell) => cell < lowest || cell > highest ? 0 : volumes[Slot(cell)];

    /// <summary>The cell with the most volume, the lower of equal ones. The profile must not be empty.</summary>
    public readonly int PointOfControl()
    {
        int best = lowest;
        Int128 most = 0;
        for (int cell = lowest; cell <= highest; cell++)
        {
            Int128 volume = volumes[Slot(cell)];
            if (volume > most) (best, most) = (cell, volume);
        }

        return best;
    }

    /// <summary>
    /// Lowest and highest cell of the value area: from the point of control on, the larger neighbour is taken in, both
    /// where they are equal, until the share of all volume is reached. The profile must not be empty.
    /// </summary>
    /// <param name="percent">From 1 to 100.</param>
    public readonly (int Low, int High) ValueArea(int percent, int pointOfControl)
    {
        int low = pointOfControl;
        int high = pointOfControl;
        Int128 inside = VolumeOf(pointOfControl);
        Int128 wanted = total * percent;
        while (inside * 100 < wanted)
        {
            Int128 below = low > lowest ? VolumeOf(low - 1) : -1;
            Int128 above = high < highest ? VolumeOf(high + 1) : -1;
            if (below >= above)
            {
                inside += below;
                low--;
            }

            if (above >= below)
            {
                inside += above;
                high++;
            }
        }

        return (low, high);
    }

    /// <summary>
    /// The next high-volume node above (+1) or below (−1) a cell: a cell with more volume than the one below it, no less
    /// than the one above it, and at least so much.
    /// </summary>
    /// <param name="step">+1 or −1.</param>
    /// <returns>Null when there is none.</returns>
    public readonly int? Node(int from, int step, Int128 least)
    {
        int start = step > 0 ? Math.Max(from + 1, lowest) : Math.Min(from - 1, highest);
        for (int cell = start; cell >= lowest && cell <= highest; cell += step)
        {
            Int128 volume = VolumeOf(cell);
            if (volume >= least && volume > VolumeOf(cell - 1) && volume >= VolumeOf(cell + 1)) return cell;
        }

        return null;
    }

    /// <summary>Saves or restores the cells in use.</summary>
    public void Sync(ref StateStream state)
    {
        int used = highest - lowest + 1;
        state.SyncCount(ref used, Cells);
        state.SyncCount(ref lowest, int.MaxValue - Cells);
        if (state.IsReading)
        {
            int first = lowest;
            Clear();
            (lowest, highest) = (first, first + used - 1);
        }

        for (int cell = lowest; cell <= highest; cell++)
        {
            ref Int128 volume = ref volumes[Slot(cell)];
            state.Sync(ref volume);
            if (state.IsReading) total = unchecked(total + volume);
        }
    }

    private static int Slot(int cell) => cell & (Cells - 1);

    private void MakeRoom(int cell)
    {
        if (IsEmpty) (lowest, highest) = (cell, cell);
        while (cell - lowest >= Cells && !IsEmpty) Forget(lowest++);
        while (highest - cell >= Cells && !IsEmpty) Forget(highest--);
        if (IsEmpty) (lowest, highest) = (cell, cell);
        lowest = Math.Min(lowest, cell);
        highest = Math.Max(highest, cell);
    }

    private void Forget(int cell)
    {
        ref Int128 volume = ref volumes[Slot(cell)];
        total = unchecked(total - volume);
        volume = 0;
    }

    private void Trim()
    {
        while (!IsEmpty && volumes[Slot(lowest)] == 0) lowest++;
        while (!IsEmpty && volumes[Slot(highest)] == 0) highest--;
        if (IsEmpty) (lowest, highest) = (0, -1);
    }
}
