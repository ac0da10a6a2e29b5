using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// Turns events into the columns of a body, each as its difference to the one before. Fields of a kind lie together in
/// one column, where they resemble each other: that is what makes the whole compress well.
/// </summary>
internal sealed class EventPacker
{
    private readonly Symbol symbol;
    private readonly UnitGrid ticks;
    private readonly UnitGrid steps;
    private readonly ByteColumn[] columns;
    private readonly ByteColumn heads = new();
    private readonly ByteColumn times = new();
    private readonly ByteColumn ids = new();
    private readonly ByteColumn prices = new();
    private readonly ByteColumn quantities = new();
    private readonly ByteColumn rest = new();
    private PackingState state;

    public EventPacker(Instrument instrument)
    {
        symbol = instrument.Symbol;
        ticks = new UnitGrid(instrument.TickSize.Raw);
        steps = new UnitGrid(instrument.StepSize.Raw);
        columns = [heads, times, ids, prices, quantities, rest];
    }

    /// <summary>Bytes in all columns.</summary>
    public int Length => unchecked(heads.Length + times.Length + ids.Length + prices.Length + quantities.Length + rest.Length);

    /// <summary>In the order in which they lie in a body.</summary>
    public ReadOnlySpan<ByteColumn> Columns => columns;

    /// <summary>Starts the next batch.</summary>
    public void Clear() => Rewind(default);

    public PackerMark Mark() =>
        new(state, heads.Length, times.Length, ids.Length, prices.Length, quantities.Length, rest.Length);

    /// <summary>Takes back everything since.</summary>
    public void Rewind(in PackerMark mark)
    {
        state = mark.State;
        heads.Truncate(mark.Heads);
        times.Truncate(mark.Times);
        ids.Truncate(mark.Ids);
        prices.Truncate(mark.Prices);
        quantities.Truncate(mark.Quantities);
        rest.Truncate(mark.Rest);
    }

    public void Trade(in Trade trade)
    {
        Times(trade.VenueTime, trade.ReceivedAt);
        ids.Signed(unchecked(trade.TradeId - state.TradeId - 1));
        state.TradeId = trade.TradeId;
        bool onGrid = TryIndices(trade.Price, trade.Quantity, out long price, out long quantity);
        PutPrice(ref state.TradePrice, trade.Price, price, onGrid);
        PutQuantity(trade.Quantity, quantity, onGrid);
        int flags = Grid(onGrid);
        if (trade.Aggressor == Side.Sell) flags |= RecordFlags.TradeSell;
        if (trade.Origin == TradeOrigin.OffBook) flags |= RecordFlags.TradeOffBook;
        Head(RecordKind.Trade, flags);
    }

    public void Quote(in Quote quote)
    {
        Times(quote.VenueTime, quote.ReceivedAt);
        ids.Signed(unchecked(quote.UpdateId - state.QuoteId));
        state.QuoteId = quote.UpdateId;
        bool sameBid = quote.Bid.Raw == state.BidRaw && quote.BidQuantity.Raw == state.BidQuantity;
        bool sameAsk = quote.Ask.Raw == state.AskRaw && quote.AskQuantity.Raw == state.AskQuantity;
        (long bid, long bidQuantity, long ask, long askQuantity) = (0, 0, 0, 0);
        bool onGrid = (sameBid || TryIndices(quote.Bid, quote.BidQuantity, out bid, out bidQuantity))
            && (sameAsk || TryIndices(quote.Ask, quote.AskQuantity, out ask, out askQuantity));
        int flags = Grid(onGrid);
        if (sameBid)
        {
            flags |= RecordFlags.QuoteBidUnchanged;
        }
        else
        {
            PutPrice(ref state.Bid, quote.Bid, bid, onGrid);
            PutQuantity(quote.BidQuantity, bidQuantity, onGrid);
            (state.BidRaw, state.BidQuantity) = (quote.Bid.Raw, quote.BidQuantity.Raw);
        }

        if (sameAsk)
        {
            flags |= RecordFlags.QuoteAskUnchanged;
        }
        else
        {
            PutPrice(ref state.Ask, quote.Ask, ask, onGrid);
            PutQuantity(quote.AskQuantity, askQuantity, onGrid);
            (state.AskRaw, state.AskQuantity) = (quote.Ask.Raw, quote.AskQuantity.Raw);
        }

        Head(RecordKind.Quote, flags);
    }

    public void Depth(in DepthUpdate update)
    {
        Times(update.VenueTime, update.ReceivedAt);
        int flags = RecordFlags.None;
        if (update.PreviousId == -1) flags = RecordFlags.DepthNoPrevious;
        else if (update.PreviousId == state.DepthId) flags = RecordFlags.DepthContinues;
        unchecked
        {
            ids.Signed(update.FirstId - state.DepthId - 1);
            ids.Signed(update.LastId - update.FirstId);
            if (flags == RecordFlags.None) ids.Signed(update.PreviousId - state.DepthId);
        }

        state.DepthId = update.LastId;
        Head(RecordKind.Depth, flags | PutBook(update.Bids, update.Asks));
    }

    public void Snapshot(in DepthSnapshot snapshot)
    {
        Times(snapshot.VenueTime, snapshot.ReceivedAt);
        ids.Signed(unchecked(snapshot.LastId - state.DepthId));
        state.DepthId = snapshot.LastId;
        Head(RecordKind.Snapshot, PutBook(snapshot.Bids, snapshot.Asks));
    }

    public void MarkPrice(in MarkPrice mark)
    {
        Times(mark.VenueTime, mark.ReceivedAt);
        bool onGrid = ticks.TryIndex(mark.Mark.Raw, out long price);
        PutPrice(ref state.Mark, mark.Mark, price, onGrid);
        int flags = Grid(onGrid);
        long fundingBits = BitConverter.DoubleToInt64Bits(mark.FundingRate);
        if (fundingBits == state.FundingBits && mark.NextFundingAt.Nanoseconds == state.NextFundingAt)
        {
            flags |= RecordFlags.MarkFundingUnchanged;
        }
        else
        {
            rest.Double(mark.FundingRate);
            times.Signed(unchecked(mark.NextFundingAt.Nanoseconds - state.NextFundingAt));
            (state.FundingBits, state.NextFundingAt) = (fundingBits, mark.NextFundingAt.Nanoseconds);
        }

        Head(RecordKind.Mark, flags);
    }

    public void Bar(in Bar bar)
    {
        bool onGrid = ticks.TryIndex(bar.Open.Raw, out long open) & ticks.TryIndex(bar.High.Raw, out long high)
            & ticks.TryIndex(bar.Low.Raw, out long low) & ticks.TryIndex(bar.Close.Raw, out long close);
        PutPrice(ref state.BarOpen, bar.Open, open, onGrid);
        if (!onGrid) (open, high, low, close) = (bar.Open.Raw, bar.High.Raw, bar.Low.Raw, bar.Close.Raw);
        PutRange(open, high, low, close);
        PutRestOfBar(bar);
        Head(RecordKind.Bar, Grid(onGrid) | (bar.AfterGap ? RecordFlags.BarAfterGap : RecordFlags.None));
    }

    public void ReferenceBar(in Bar bar)
    {
        rest.Text(bar.Symbol.Value);
        prices.Signed(bar.Open.Raw);
        PutRange(bar.Open.Raw, bar.High.Raw, bar.Low.Raw, bar.Close.Raw);
        PutRestOfBar(bar);
        Head(RecordKind.ReferenceBar, bar.AfterGap ? RecordFlags.BarAfterGap : RecordFlags.None);
    }

    public void News(NewsItem item)
    {
        RefineUnits(state.VenueUnit, PackingState.UnitFor(state.ReceivedUnit, item.IngestedAt.Nanoseconds));
        PutTime(ref state.ReceivedAt, state.ReceivedGrid, item.IngestedAt);
        times.Signed(unchecked(item.PublishedAt.Nanoseconds - item.IngestedAt.Nanoseconds));
        rest.Text(item.Id);
        rest.Text(item.Source);
        rest.Text(item.Headline);
        NewsSymbol about = item.Symbol == symbol ? NewsSymbol.Own
            : item.Symbol.Value is null ? NewsSymbol.None
            : NewsSymbol.Other;
        rest.Byte((int)about);
        if (about == NewsSymbol.Other) rest.Text(item.Symbol.Value!);
        if (item.Sentiment is { } sentiment) rest.Double(sentiment);
        Head(RecordKind.News, item.Sentiment is null ? RecordFlags.None : RecordFlags.NewsHasSentiment);
    }

    public void Clock(Timestamp now)
    {
        VenueTime(now);
        Head(RecordKind.Clock, RecordFlags.None);
    }

    public void Due(Timestamp now, AccountView account)
    {
        VenueTime(now);
        rest.Decimal(account.Equity);
        rest.Decimal(account.Cash);
        quantities.Signed(account.Position.Raw);
        rest.Decimal(account.AverageEntry);
        rest.Decimal(account.EquityAtDayStart);
        rest.Decimal(account.EquityAtWeekStart);
        rest.Decimal(account.EquityPeak);
        rest.Signed(account.OpenOrders);
        rest.Signed(account.UnknownOrders);
        rest.Byte((int)account.Mode);
        rest.Decimal(account.ExposureElsewhere);
        rest.Signed(account.OrdersInLastMinute);
        if (account.Risk is { } risk) Risk(risk);
        Head(RecordKind.Due, account.Risk is null ? RecordFlags.None : RecordFlags.DueHasRisk);
    }

    private void Risk(RiskInputs risk)
    {
        rest.Unsigned((ulong)(risk.ReturnsEvery.Nanoseconds / TickBatchFormat.NanosecondsPerSecond));
        Series(risk.Returns);
        Series(risk.Elsewhere);
        rest.Decimal(risk.NetElsewhere);
        rest.Signed(risk.LossStreak);
        rest.Signed(risk.LastLossAt.Nanoseconds);
        rest.Signed(risk.NextFunding.Nanoseconds);
        rest.Signed(risk.LastFunding.Nanoseconds);
    }

    // Series are made of few digits: as whole numbers they take two bytes each instead of eight.
    private void Series(IReadOnlyList<double> values)
    {
        rest.Unsigned((ulong)values.Count);
        if (values.Count == 0) return;
        int digits = DigitsOf(values);
        rest.Byte(digits);
        for (int i = 0; i < values.Count; i++)
        {
            if (digits == TickBatchFormat.SeriesExact) rest.Double(values[i]);
            else rest.Signed(TickBatchFormat.Scaled(values[i], digits));
        }
    }

    private static int DigitsOf(IReadOnlyList<double> values)
    {
        int digits = TickBatchFormat.SeriesDigitsMin;
        for (int i = 0; i < values.Count; i++)
        {
            while (!TickBatchFormat.IsScaled(values[i], digits))
                if (++digits > TickBatchFormat.SeriesDigitsMax) return TickBatchFormat.SeriesExact;
        }

        return digits;
    }

    private static int Grid(bool onGrid) => onGrid ? RecordFlags.None : RecordFlags.OffGrid;

    private void Head(RecordKind kind, int flags) => heads.Byte((int)kind | flags);

    private void Times(Timestamp venueTime, Timestamp receivedAt)
    {
        UnitGrid venueGrid = state.VenueGrid;
        UnitGrid receivedGrid = state.ReceivedGrid;
        if (!venueGrid.TryIndex(venueTime.Nanoseconds, out long venue) | !receivedGrid.TryIndex(receivedAt.Nanoseconds, out long received))
        {
            RefineUnits(
                PackingState.UnitFor(state.VenueUnit, venueTime.Nanoseconds),
                PackingState.UnitFor(state.ReceivedUnit, receivedAt.Nanoseconds));
            state.VenueGrid.TryIndex(venueTime.Nanoseconds, out venue);
            state.ReceivedGrid.TryIndex(receivedAt.Nanoseconds, out received);
        }

        times.Signed(unchecked(received - state.ReceivedAt));
        times.Signed(unchecked(venue - state.VenueTime));
        (state.ReceivedAt, state.VenueTime) = (received, venue);
    }

    private void VenueTime(Timestamp now)
    {
        RefineUnits(PackingState.UnitFor(state.VenueUnit, now.Nanoseconds), state.ReceivedUnit);
        PutTime(ref state.VenueTime, state.VenueGrid, now);
    }

    private void RefineUnits(int venueUnit, int receivedUnit)
    {
        if (venueUnit == state.VenueUnit && receivedUnit == state.ReceivedUnit) return;
        heads.Byte((int)RecordKind.Units | (venueUnit << 4) | (receivedUnit << 6));
        state.Refine(venueUnit, receivedUnit);
    }

    private void PutTime(ref long previous, in UnitGrid grid, Timestamp time)
    {
        grid.TryIndex(time.Nanoseconds, out long index);
        times.Signed(unchecked(index - previous));
        previous = index;
    }

    private bool TryIndices(Price price, Quantity quantity, out long ticksOf, out long stepsOf) =>
        ticks.TryIndex(price.Raw, out ticksOf) & steps.TryIndex(quantity.Raw, out stepsOf) && stepsOf >= 0;

    private void PutPrice(ref long previous, Price price, long index, bool onGrid)
    {
        if (onGrid)
        {
            prices.Signed(unchecked(index - previous));
            previous = index;
            return;
        }

        prices.Signed(unchecked(price.Raw - previous * ticks.Unit));
        previous = ticks.Floor(price.Raw);
    }

    private void PutQuantity(Quantity quantity, long index, bool onGrid)
    {
        if (onGrid) quantities.Unsigned(unchecked((ulong)index));
        else quantities.Signed(quantity.Raw);
    }

    private int PutBook(ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        rest.Unsigned((ulong)bids.Length);
        rest.Unsigned((ulong)asks.Length);
        (int priceLength, int quantityLength) = (prices.Length, quantities.Length);
        (long bid, long ask) = (state.DepthBid, state.DepthAsk);
        if (TryPutLevels(bids, ref state.DepthBid) && TryPutLevels(asks, ref state.DepthAsk)) return RecordFlags.None;
        prices.Truncate(priceLength);
        quantities.Truncate(quantityLength);
        (state.DepthBid, state.DepthAsk) = (bid, ask);
        PutLevelsOffGrid(bids, ref state.DepthBid);
        PutLevelsOffGrid(asks, ref state.DepthAsk);
        return RecordFlags.OffGrid;
    }

    private bool TryPutLevels(ReadOnlySpan<BookLevel> levels, ref long first)
    {
        long previous = first;
        for (int i = 0; i < levels.Length; i++)
        {
            if (!TryIndices(levels[i].Price, levels[i].Quantity, out long price, out long quantity)) return false;
            prices.Signed(unchecked(price - previous));
            quantities.Unsigned(unchecked((ulong)quantity));
            previous = price;
            if (i == 0) first = price;
        }

        return true;
    }

    private void PutLevelsOffGrid(ReadOnlySpan<BookLevel> levels, ref long first)
    {
        long previous = unchecked(first * ticks.Unit);
        foreach (BookLevel level in levels)
        {
            prices.Signed(unchecked(level.Price.Raw - previous));
            quantities.Signed(level.Quantity.Raw);
            previous = level.Price.Raw;
        }

        if (!levels.IsEmpty) first = ticks.Floor(levels[0].Price.Raw);
    }

    private void PutRange(long open, long high, long low, long close)
    {
        unchecked
        {
            prices.Signed(high - open);
            prices.Signed(low - open);
            prices.Signed(close - open);
        }
    }

    private void PutRestOfBar(in Bar bar)
    {
        times.Signed(unchecked(bar.OpenTime.Nanoseconds - state.BarOpenTime));
        state.BarOpenTime = bar.OpenTime.Nanoseconds;
        rest.Unsigned((ulong)(bar.Timeframe.Nanoseconds / TickBatchFormat.NanosecondsPerSecond));
        rest.Double(bar.Volume);
        rest.Double(bar.TakerBuyVolume);
        rest.Signed(bar.Trades);
    }
}
