using Parley.Domain;

namespace Parley.Execution;

/// <summary>What one strategy wants to hold, or holds, of an instrument.</summary>
/// <param name="Quantity">Signed; negative is short.</param>
public readonly record struct StrategyPosition(string Strategy, Quantity Quantity);

/// <summary>
/// Several strategies on one position: their long and short wants are netted into one order, and what fills is divided among
/// them again, to the last unit.
/// </summary>
public static class StrategyNetting
{
    /// <summary>What the one position should be: the sum of what all want.</summary>
    public static Quantity Net(IReadOnlyList<StrategyPosition> wanted)
    {
        Quantity net = Quantity.Zero;
        for (int i = 0; i < wanted.Count; i++) net += wanted[i].Quantity;
        return net;
    }

    /// <summary>
    /// Divides a fill of the net change among strategies. Those against the net side have what they want from the others, without
    /// an order; those with it share the fill as they want it. The parts always sum to what filled.
    /// </summary>
    /// <param name="changes">What each wants changed, signed.</param>
    /// <param name="filled">Of the net change, signed like it and no larger.</param>
    /// <exception cref="ArgumentException">The fill is on the other side, or larger than the net change.</exception>
    public static IReadOnlyList<StrategyPosition> Attribute(IReadOnlyList<StrategyPosition> changes, Quantity filled)
    {
        Quantity net = Net(changes);
        if (filled.Abs() > net.Abs() || (filled.Raw != 0 && Math.Sign(filled.Raw) != Math.Sign(net.Raw)))
            throw new ArgumentException($"A fill of {filled} is no part of a net change of {net}.", nameof(filled));
        int side = net.Raw != 0 ? Math.Sign(net.Raw) : 1;
        Int128 with = 0;
        Int128 against = 0;
        foreach (StrategyPosition change in changes)
        {
            if (Math.Sign(change.Quantity.Raw) == side) with += change.Quantity.Abs().Raw;
            else against += change.Quantity.Abs().Raw;
        }

        // What the larger side gets: all that the smaller gives, and what filled.
        Int128 given = against + filled.Abs().Raw;
        Int128 before = 0;
        StrategyPosition[] parts = new StrategyPosition[changes.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            StrategyPosition change = changes[i];
            if (Math.Sign(change.Quantity.Raw) != side)
            {
                parts[i] = change;
                continue;
            }

            // Differences of running sums: rounding never loses a unit, nor gives one twice.
            Int128 after = before + change.Quantity.Abs().Raw;
            long part = (long)(after * given / with - before * given / with);
            parts[i] = change with { Quantity = Quantity.FromRaw(side * part) };
            before = after;
        }

        return parts;
    }
}
