using Parley.Domain;

namespace Parley.Risk;

/// <summary>Puts protective stops on the venue's price grid.</summary>
public static class StopGrid
{
    /// <summary>
    /// The grid price at or next to the wanted stop on the entry's side of it, so that rounding never makes the loss larger.
    /// </summary>
    /// <param name="entry">Side of the entry the stop protects.</param>
    public static Price TowardEntry(Side entry, Price stop, Price tick)
    {
        if (!tick.IsPositive) return stop;
        return entry == Side.Buy ? stop.CeilingTo(tick) : stop.FloorTo(tick);
    }
}

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
