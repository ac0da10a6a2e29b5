namespace Parley.Risk;

/// <summary>A step of a venue's margin table.</summary>
/// <param name="NotionalMax">Holds for positions up to this worth, in quote currency.</param>
/// <param name="Maintenance">Share of the notional below which the venue liquidates.</param>
/// <param name="LeverageMax">Largest leverage the venue allows in this step.</param>
public sealed record MarginBracket(decimal NotionalMax, decimal Maintenance, decimal LeverageMax)
{
    /// <summary>The step that holds for a position of this worth, the last one for anything larger; null when there are none.</summary>
    public static MarginBracket? For(IReadOnlyList<MarginBracket> brackets, decimal notional)
    {
        for (int i = 0; i < brackets.Count; i++)
            if (notional <= brackets[i].NotionalMax) return brackets[i];
        return brackets.Count == 0 ? null : brackets[^1];
    }
}
