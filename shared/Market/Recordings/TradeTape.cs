using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// Keeps single and aggregate trades of one symbol from being counted twice when a recording holds both: single trades
/// win from the first one on, and those an aggregate already covered are passed over.
/// </summary>
internal sealed class TradeTape
{
    private readonly Dictionary<Symbol, Progress> progress = [];
    private Symbol latest;
    private Progress? latestProgress;

    /// <summary>Whether this trade is to be delivered. Trades must be offered in order of arrival.</summary>
    public bool Admits(Frame frame)
    {
        Progress of = Of(frame.Symbol);
        if (frame.Kind == FrameKind.AggregateTrade)
        {
            if (of.HasSingles) return false;
            of.AggregatedThrough = Math.Max(of.AggregatedThrough, frame.LastTradeId);
            return true;
        }

        of.HasSingles = true;
        return frame.Id > of.AggregatedThrough;
    }

    private Progress Of(Symbol symbol)
    {
        if (latestProgress is not null && latest == symbol) return latestProgress;
        if (!progress.TryGetValue(symbol, out Progress? found)) progress[symbol] = found = new Progress();
        latest = symbol;
        latestProgress = found;
        return found;
    }

    private sealed class Progress
    {
        public bool HasSingles { get; set; }

        public long AggregatedThrough { get; set; } = -1;
    }
}
