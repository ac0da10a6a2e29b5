using Parley.Domain;

namespace Parley.Risk;

/// <summary>Puts quantities on the venue's grid; a venue without a step has the finest one.</summary>
internal static class Grid
{
    public static Quantity Floor(Quantity quantity, Quantity step) => step.IsPositive ? quantity.FloorTo(step) : quantity;

    public static Quantity Ceiling(Quantity quantity, Quantity step)
    {
        Quantity floor = Floor(quantity, step);
        return floor == quantity ? quantity : floor + step;
    }
}
