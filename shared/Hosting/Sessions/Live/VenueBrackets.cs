using Parley.Risk;
using Parley.Venues.Binance;

namespace Parley.Hosting;

/// <summary>A venue's margin tables as the risk gate takes them: one for all instruments.</summary>
public static class VenueBrackets
{
    /// <summary>At every notional the highest maintenance and the lowest leverage of any of the tables. Beyond a table's end its last step holds.</summary>
    public static IReadOnlyList<MarginBracket> Strictest(IReadOnlyList<IReadOnlyList<LeverageBracket>> tables) =>
    [
        .. tables.SelectMany(table => table.Select(bracket => bracket.NotionalMax)).Where(cap => cap > 0).Distinct().Order().Select(cap =>
        {
            List<LeverageBracket> holding = [.. tables.Select(table => table.FirstOrDefault(bracket => cap <= bracket.NotionalMax) ?? table[^1])];
            return new MarginBracket(cap, holding.Max(bracket => bracket.Maintenance), holding.Min(bracket => bracket.LeverageMax));
        }),
    ];
}
