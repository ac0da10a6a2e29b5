using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Tells the update on which one line crosses another. Lines that touch and part again on the same side have not crossed.
/// </summary>
public struct Crossing
{
    private int side;
    private int comparisons;
    private int crossed;

    /// <summary>
    /// 1 when the first line has just risen above the second, −1 when it has just fallen below, else 0; NaN until lines
    /// were compared twice.
    /// </summary>
    public readonly double Value => comparisons > 1 ? crossed : double.NaN;

    /// <summary>Nothing happens while either line is NaN.</summary>
    public void Update(double first, double second)
    {
        if (double.IsNaN(first) || double.IsNaN(second)) return;
        if (comparisons < 2) comparisons++;
        int now = first.CompareTo(second);
        crossed = now != 0 && side != 0 && now != side ? now : 0;
        if (now != 0) side = now;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref side);
        state.SyncCount(ref comparisons, 2);
        state.Sync(ref crossed);
    }
}
