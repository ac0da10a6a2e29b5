using Parley.Domain;

namespace Parley.Market;

/// <summary>Takes one closed bar. The bar is valid for as long as the callee likes: it is a copy.</summary>
public delegate void BarClosed(in Bar bar);

/// <summary>
/// Builds the bars of one symbol on several timeframes from its trades, or longer bars from shorter ones. Time is the
/// venue's alone: a bar closes when the venue's clock has passed its end, and nothing that comes later changes it. Trades
/// settled outside the book never enter a bar.
/// </summary>
public sealed class BarBuilder
{
    private readonly BarSlot[] slots;
    private readonly BarClosed closed;
    private Timestamp watermark;
    private bool hasTrades;
    private Timeframe? fedTimeframe;

    /// <param name="timeframes">At least one, each once.</param>
    /// <param name="closed">Told of each bar; where several close at once, by end, then shortest first.</param>
    public BarBuilder(Symbol symbol, IReadOnlyList<Timeframe> timeframes, BarClosed closed)
    {
        if (timeframes.Count == 0) throw new ArgumentException("At least one timeframe is needed.", nameof(timeframes));
        if (timeframes.Distinct().Count() < timeframes.Count) throw new ArgumentException("A timeframe occurs twice.", nameof(timeframes));
        Symbol = symbol;
        this.closed = closed;
        slots = timeframes.Order().Select(t => new BarSlot(symbol, t)).ToArray();
    }

    public Symbol Symbol { get; }

    /// <summary>Trades and bars that came after their interval had closed; they are in no bar.</summary>
    public long LateCount { get; private set; }

    /// <summary>Trades settled outside the book; they are in no bar.</summary>
    public long OffBookCount { get; private set; }

    /// <summary>Closes the bars that this trade's time ends, then adds the trade to the open ones.</summary>
    public void OnTrade(in Trade trade)
    {
        RequireSymbol(trade.Symbol);
        if (trade.Origin == TradeOrigin.OffBook)
        {
            OffBookCount++;
            return;
        }

        hasTrades = true;
        AdvanceTo(trade.VenueTime);
        if (trade.VenueTime < watermark.FloorTo(slots[0].Timeframe))
        {
            LateCount++;
            return;
        }

        foreach (BarSlot slot in slots) slot.Add(trade);
    }

    /// <summary>
    /// Emits a bar of a listed timeframe as it is and adds it to the longer ones it fits into. Where bars of several
    /// timeframes come in, longer ones are built from the shortest and never from each other; where trades come in, bars
    /// are ignored.
    /// </summary>
    public void OnBar(in Bar bar)
    {
        RequireSymbol(bar.Symbol);
        if (hasTrades) return;
        AdvanceTo(bar.OpenTime);
        if (bar.CloseTime <= watermark)
        {
            LateCount++;
            return;
        }

        if (fedTimeframe is null || bar.Timeframe < fedTimeframe) fedTimeframe = bar.Timeframe;
        foreach (BarSlot slot in slots)
        {
            if (slot.Timeframe == bar.Timeframe) Emit(slot.PassOn(bar));
            else if (bar.Timeframe == fedTimeframe) slot.Add(bar);
        }

        AdvanceTo(bar.CloseTime);
    }

    /// <summary>Closes every bar that ends at or before this venue time.</summary>
    public void AdvanceTo(Timestamp venueTime)
    {
        if (venueTime <= watermark) return;
        watermark = venueTime;
        while (NextToClose() is { } slot) Emit(slot.Close());
    }

    /// <summary>
    /// Saves, restores or measures the bars being built. Whoever reads sees to it that the builder has the timeframes of the
    /// one that was saved.
    /// </summary>
    /// <exception cref="StateException">The bytes read are damaged; the builder is then of no use.</exception>
    public void Sync(ref StateStream state)
    {
        Timeframe fed = fedTimeframe.GetValueOrDefault();
        long lateCount = LateCount;
        long offBookCount = OffBookCount;
        state.Sync(ref watermark);
        state.Sync(ref hasTrades);
        state.Sync(ref fed);
        state.Sync(ref lateCount);
        state.Sync(ref offBookCount);
        (fedTimeframe, LateCount, OffBookCount) = (fed == default ? null : fed, lateCount, offBookCount);
        foreach (BarSlot slot in slots) slot.Sync(ref state);
    }

    // Slots are sorted, so the first of the earliest ends is the shortest.
    private BarSlot? NextToClose()
    {
        BarSlot? next = null;
        foreach (BarSlot slot in slots)
        {
            if (!slot.IsOpen || slot.CloseTime > watermark) continue;
            if (next is null || slot.CloseTime < next.CloseTime) next = slot;
        }

        return next;
    }

    private void Emit(in Bar bar) => closed(bar);

    private void RequireSymbol(Symbol symbol)
    {
        if (symbol != Symbol) throw new ArgumentException($"The bars of {Symbol} were given data of {symbol}.");
    }
}
