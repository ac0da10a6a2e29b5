using Parley.Domain;

namespace Parley.Market;

/// <summary>What the reader cannot always find in a file.</summary>
/// <param name="Symbol">
/// For candles and trades: used when neither content nor file name says. For recordings: only this symbol's events are
/// delivered.
/// </param>
/// <param name="Timeframe">For candles: used when neither content nor file name says.</param>
public sealed record MarketFileOptions(Symbol? Symbol = null, Timeframe? Timeframe = null)
{
    /// <summary>
    /// A recording whose writer was killed ends at its last whole record, with <see cref="IMarketFile.Note"/> saying so.
    /// Off by default: then a torn tail is an error.
    /// </summary>
    public bool AllowTornTail { get; init; }
}
