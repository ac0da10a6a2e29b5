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
