namespace Parley.Domain;

internal static class BookLevels
{
    /// <summary>The levels alone: the reader must know how many there are.</summary>
    public static void Sync(ref StateStream state, Span<BookLevel> levels)
    {
        Span<long> prices = new long[levels.Length];
        Span<long> quantities = new long[levels.Length];
        for (int i = 0; i < levels.Length; i++) (prices[i], quantities[i]) = (levels[i].Price.Raw, levels[i].Quantity.Raw);
        state.SyncGrid(prices);
        state.SyncGrid(quantities);
        for (int i = 0; i < levels.Length; i++) levels[i] = new(Price.FromRaw(prices[i]), Quantity.FromRaw(quantities[i]));
    }
}
