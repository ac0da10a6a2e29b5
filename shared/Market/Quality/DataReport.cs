using Parley.Domain;

namespace Parley.Market;

/// <summary>Bars missing in a row.</summary>
/// <param name="After">End of the last bar before the hole.</param>
/// <param name="Missing">How many bars.</param>
public sealed record BarGap(Timestamp After, Timestamp Until, long Missing);

/// <summary>What was found of one symbol.</summary>
/// <param name="Timeframes">Of its bars; empty when there were none.</param>
/// <param name="Gaps">The first hundred.</param>
/// <param name="MissingBars">In all gaps, also those beyond the first hundred.</param>
/// <param name="TradeGaps">How many times trade numbers were missing.</param>
/// <param name="PriceSpikes">Trades or bars far off the market.</param>
/// <param name="OffBookTrades">Trades settled outside the book.</param>
/// <param name="BookUpdates">Updates applied to a live book.</param>
/// <param name="BookBreaks">How many times the chain broke.</param>
/// <param name="BookStatus">At the end; null when there was no depth.</param>
public sealed record SymbolReport(
    Symbol Symbol,
    long Trades,
    long Quotes,
    long DepthUpdates,
    long Snapshots,
    long Marks,
    long Bars,
    long News,
    IReadOnlyList<Timeframe> Timeframes,
    int GapCount,
    long MissingBars,
    IReadOnlyList<BarGap> Gaps,
    long ZeroVolumeBars,
    long TradeGaps,
    long Duplicates,
    long OutOfOrder,
    long PriceSpikes,
    long OffBookTrades,
    long StalePeriods,
    long MutePeriods,
    long BookUpdates,
    long BookBreaks,
    BookStatus? BookStatus,
    string? BookBreakReason);

/// <summary>What a source holds and what is wrong with it.</summary>
/// <param name="Frames">Records read: lines, frames or rows.</param>
/// <param name="FramesSkipped">Records that hold nothing for the desk.</param>
/// <param name="From">Venue time of the first event; null when there was none.</param>
/// <param name="To">Latest venue time of any event, for bars their end.</param>
/// <param name="Issues">The first hundred issues found, in words.</param>
/// <param name="Note">Something to know that is no error: a torn tail.</param>
/// <param name="Error">Why reading stopped before the end; null when it did not.</param>
public sealed record DataReport(
    string Name,
    MarketFileKind? Kind,
    long Frames,
    long FramesSkipped,
    Timestamp? From,
    Timestamp? To,
    IReadOnlyList<SymbolReport> Symbols,
    IReadOnlyList<DataIssue> Issues,
    string? Note,
    string? Error)
{
    /// <summary>Whether everything could be read. Gaps and spikes are facts about the market, not errors of the file.</summary>
    public bool IsReadable => Error is null;
}
