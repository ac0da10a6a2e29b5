using Parley.Domain;

namespace Parley.Risk;

/// <summary>A step of a venue's margin table.</summary>
/// <param name="NotionalMax">Holds for positions up to this worth, in quote currency.</param>
/// <param name="Maintenance">Share of the notional below which the venue liquidates.</param>
/// <param name="LeverageMax">Largest leverage the venue allows in this step.</param>
public sealed record MarginBracket(decimal NotionalMax, decimal Maintenance, decimal LeverageMax)
{
    /// <summary>The instrument whose table this step belongs to; null for the table of all that have none of their own.</summary>
    public string? Symbol { get; init; }

    /// <summary>
    /// The step of an instrument's table that holds for a position of this worth, its last one for anything larger; null when
    /// there is no table.
    /// </summary>
    public static MarginBracket? For(IReadOnlyList<MarginBracket> brackets, Symbol symbol, decimal notional) =>
        Find(brackets, symbol.Value, notional) ?? Find(brackets, null, notional);

    private static MarginBracket? Find(IReadOnlyList<MarginBracket> brackets, string? symbol, decimal notional)
    {
        MarginBracket? last = null;
        for (int i = 0; i < brackets.Count; i++)
        {
            if (brackets[i].Symbol != symbol) continue;
            last = brackets[i];
            if (notional <= last.NotionalMax) return last;
        }

        return last;
    }
}
