using System.Buffers;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>Reads the columns of a body back into events; the mirror of <see cref="EventPacker"/>.</summary>
internal ref struct EventUnpacker
{
    private readonly Symbol symbol;
    private readonly UnitGrid ticks;
    private readonly UnitGrid steps;
    private PackedBytes heads;
    private PackedBytes times;
    private PackedBytes ids;
    private PackedBytes prices;
    private PackedBytes quantities;
    private PackedBytes rest;
    private PackingState state;
    private BookLevel[] levels = [];

    /// <param name="lengths">Of the columns, which fill the body.</param>
    public EventUnpacker(Instrument instrument, ReadOnlySpan<byte> body, ReadOnlySpan<int> lengths)
    {
        symbol = instrument.Symbol;
        ticks = new UnitGrid(instrument.TickSize.Raw);
        steps = new UnitGrid(instrument.StepSize.Raw);
        int start = 0;
        heads = Column(body, ref start, lengths[0]);
        times = Column(body, ref start, lengths[1]);
        ids = Column(body, ref start, lengths[2]);
        prices = Column(body, ref start, lengths[3]);
        quantities = Column(body, ref start, lengths[4]);
        rest = Column(body, ref start, lengths[5]);
    }

    /// <summary>Reads one event, and the change of units before it.</summary>
    /// <param name="sink">Gets the event; null checks it only.</param>
    public void Next(IInstrumentSink? sink)
    {
        int head = heads.Byte();
        while ((head & 0x0F) == (int)RecordKind.Units)
        {
            Refine((head >> 4) & 3, head >> 6);
            head = heads.Byte();
        }

        int flags = head & 0xF0;
        RecordKind kind = (RecordKind)(head & 0x0F);
        switch (kind)
        {
            case RecordKind.Trade: Trade(flags, sink); break;
            case RecordKind.Quote: Quote(flags, sink); break;
            case RecordKind.Depth: Depth(flags, sink); break;
            case RecordKind.Snapshot: Snapshot(flags, sink); break;
            case RecordKind.Mark: Mark(flags, sink); break;
            case RecordKind.Bar: Bar(flags, sink); break;
            case RecordKind.News: News(flags, sink); break;
            case RecordKind.Clock: Clock(flags, sink); break;
            case RecordKind.ReferenceBar: ReferenceBar(flags, sink); break;
            case RecordKind.Due: Due(flags, sink); break;
            default: RefuseHead($"version {TickBatchFormat.Version} knows no event of kind {(int)kind}"); break;
        }
    }

    /// <summary>Refuses what is left behind the last event.</summary>
    public readonly void End()
    {
        foreach ((int left, int position) in (ReadOnlySpan<(int, int)>)[
            (heads.Left, heads.Position), (times.Left, times.Position), (ids.Left, ids.Position),
            (prices.Left, prices.Position), (quantities.Left, quantities.Position), (rest.Left, rest.Position)])
        {
            if (left > 0) throw new TickBatchException(TickBatchPart.Body, position, $"{left:N0} bytes belong to no event");
        }
    }

    /// <summary>Gives buffers back.</summary>
    public void Dispose()
    {
        if (levels.Length > 0) ArrayPool<BookLevel>.Shared.Return(levels);
        levels = [];
    }

    private static PackedBytes Column(ReadOnlySpan<byte> body, scoped ref int start, int length)
    {
        PackedBytes column = new(body.Slice(start, length), TickBatchPart.Body, start);
        start += length;
        return column;
    }

    private void Trade(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.OffGrid | RecordFlags.TradeSell | RecordFlags.TradeOffBook);
        Times(out Timestamp venueTime, out Timestamp receivedAt);
        long id = state.TradeId = unchecked(state.TradeId + ids.Signed() + 1);
        Price price = TakePrice(ref state.TradePrice, flags);
        Quantity quantity = TakeQuantity(flags);
        sink?.OnTrade(new Trade(
            symbol, id, venueTime, receivedAt, price, quantity,
            (flags & RecordFlags.TradeSell) != 0 ? Side.Sell : Side.Buy,
            (flags & RecordFlags.TradeOffBook) != 0 ? TradeOrigin.OffBook : TradeOrigin.Market));
    }

    private void Quote(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.OffGrid | RecordFlags.QuoteBidUnchanged | RecordFlags.QuoteAskUnchanged);
        Times(out Timestamp venueTime, out Timestamp receivedAt);
        long id = state.QuoteId = unchecked(state.QuoteId + ids.Signed());
        if ((flags & RecordFlags.QuoteBidUnchanged) == 0)
        {
            state.BidRaw = TakePrice(ref state.Bid, flags).Raw;
            state.BidQuantity = TakeQuantity(flags).Raw;
        }

        if ((flags & RecordFlags.QuoteAskUnchanged) == 0)
        {
            state.AskRaw = TakePrice(ref state.Ask, flags).Raw;
            state.AskQuantity = TakeQuantity(flags).Raw;
        }

        sink?.OnQuote(new Quote(
            symbol, id, venueTime, receivedAt,
            Price.FromRaw(state.BidRaw), Quantity.FromRaw(state.BidQuantity),
            Price.FromRaw(state.AskRaw), Quantity.FromRaw(state.AskQuantity)));
    }

    private void Depth(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.OffGrid | RecordFlags.DepthContinues | RecordFlags.DepthNoPrevious);
        Times(out Timestamp venueTime, out Timestamp receivedAt);
        unchecked
        {
            long before = state.DepthId;
            long firstId = before + ids.Signed() + 1;
            long lastId = firstId + ids.Signed();
            long previousId = (flags & (RecordFlags.DepthContinues | RecordFlags.DepthNoPrevious)) switch
            {
                RecordFlags.DepthContinues => before,
                RecordFlags.DepthNoPrevious => -1,
                RecordFlags.None => before + ids.Signed(),
                _ => RefuseHead("a depth update has two previous ids"),
            };
            state.DepthId = lastId;
            TakeBook(flags, out ReadOnlySpan<BookLevel> bids, out ReadOnlySpan<BookLevel> asks);
            sink?.OnDepth(new DepthUpdate(symbol, venueTime, receivedAt, firstId, lastId, previousId, bids, asks));
        }
    }

    private void Snapshot(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.OffGrid);
        Times(out Timestamp venueTime, out Timestamp receivedAt);
        long lastId = state.DepthId = unchecked(state.DepthId + ids.Signed());
        TakeBook(flags, out ReadOnlySpan<BookLevel> bids, out ReadOnlySpan<BookLevel> asks);
        sink?.OnSnapshot(new DepthSnapshot(symbol, venueTime, receivedAt, lastId, bids, asks));
    }

    private void Mark(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.OffGrid | RecordFlags.MarkFundingUnchanged);
        Times(out Timestamp venueTime, out Timestamp receivedAt);
        Price price = TakePrice(ref state.Mark, flags);
        if ((flags & RecordFlags.MarkFundingUnchanged) == 0)
        {
            state.FundingBits = BitConverter.DoubleToInt64Bits(rest.Double());
            state.NextFundingAt = unchecked(state.NextFundingAt + times.Signed());
        }

        sink?.OnMark(new MarkPrice(
            symbol, venueTime, receivedAt, price,
            BitConverter.Int64BitsToDouble(state.FundingBits), new Timestamp(state.NextFundingAt)));
    }

    private void Bar(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.OffGrid | RecordFlags.BarAfterGap);
        bool onGrid = (flags & RecordFlags.OffGrid) == 0;
        long open = TakePrice(ref state.BarOpen, flags).Raw;
        Price high = TakeNear(open, onGrid);
        Price low = TakeNear(open, onGrid);
        Price close = TakeNear(open, onGrid);
        Bar bar = TakeRestOfBar(symbol, Price.FromRaw(open), high, low, close, flags);
        sink?.OnBar(bar);
    }

    private void ReferenceBar(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.BarAfterGap);
        string name = rest.Text(TickBatchFormat.NameMax, "symbol", build: sink is not null);
        long open = prices.Signed();
        Price high = TakeNear(open, onGrid: false);
        Price low = TakeNear(open, onGrid: false);
        Price close = TakeNear(open, onGrid: false);
        Bar bar = TakeRestOfBar(new Symbol(name), Price.FromRaw(open), high, low, close, flags);
        sink?.OnReferenceBar(bar);
    }

    private void News(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.NewsHasSentiment);
        bool build = sink is not null;
        Timestamp ingestedAt = TakeTime(ref state.ReceivedAt, state.ReceivedGrid);
        Timestamp publishedAt = new(unchecked(ingestedAt.Nanoseconds + times.Signed()));
        string id = rest.Text(TickBatchFormat.TextMax, "news id", build);
        string source = rest.Text(TickBatchFormat.TextMax, "news source", build);
        string headline = rest.Text(TickBatchFormat.TextMax, "headline", build);
        Symbol about = TakeNewsSymbol(build);
        double? sentiment = (flags & RecordFlags.NewsHasSentiment) != 0 ? rest.Double() : null;
        sink?.OnNews(new NewsItem(id, publishedAt, ingestedAt, source, headline, about, sentiment));
    }

    private void Clock(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.None);
        Timestamp now = TakeTime(ref state.VenueTime, state.VenueGrid);
        sink?.OnClock(now);
    }

    private void Due(int flags, IInstrumentSink? sink)
    {
        Allow(flags, RecordFlags.DueHasRisk);
        Timestamp now = TakeTime(ref state.VenueTime, state.VenueGrid);
        decimal equity = rest.Decimal();
        decimal cash = rest.Decimal();
        Quantity position = Quantity.FromRaw(quantities.Signed());
        decimal averageEntry = rest.Decimal();
        decimal equityAtDayStart = rest.Decimal();
        decimal equityAtWeekStart = rest.Decimal();
        decimal equityPeak = rest.Decimal();
        int openOrders = rest.Int32("number of orders");
        int unknownOrders = rest.Int32("number of orders");
        int mode = rest.Byte();
        if (!Enum.IsDefined((TradingMode)mode)) rest.Refuse($"there is no trading mode {mode}");
        decimal exposureElsewhere = rest.Decimal();
        int ordersInLastMinute = rest.Int32("number of orders");
        RiskInputs? risk = (flags & RecordFlags.DueHasRisk) == 0 ? null : Risk();
        sink?.OnDue(
            now,
            new AccountView(
                equity, cash, position, averageEntry, equityAtDayStart, equityAtWeekStart, equityPeak,
                openOrders, unknownOrders, (TradingMode)mode)
            {
                ExposureElsewhere = exposureElsewhere,
                OrdersInLastMinute = ordersInLastMinute,
                Risk = risk,
            });
    }

    private RiskInputs Risk()
    {
        Timeframe every = TakeTimeframe();
        double[] returns = Series();
        double[] elsewhere = Series();
        return new RiskInputs
        {
            ReturnsEvery = every,
            Returns = returns,
            Elsewhere = elsewhere,
            NetElsewhere = rest.Decimal(),
            LossStreak = rest.Int32("number of losses"),
            LastLossAt = new Timestamp(rest.Signed()),
            NextFunding = new Timestamp(rest.Signed()),
            LastFunding = new Timestamp(rest.Signed()),
        };
    }

    private double[] Series()
    {
        int count = rest.Count(TickBatchFormat.SeriesMax, "bars of history");
        if (count == 0) return [];
        int digits = rest.Byte();
        if (digits is not TickBatchFormat.SeriesExact and not (>= TickBatchFormat.SeriesDigitsMin and <= TickBatchFormat.SeriesDigitsMax))
            rest.Refuse($"no series has {digits} digits");
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = digits == TickBatchFormat.SeriesExact ? rest.Double() : TickBatchFormat.Unscaled(rest.Signed(), digits);
        return values;
    }

    private void Refine(int venueUnit, int receivedUnit)
    {
        if (venueUnit < state.VenueUnit || receivedUnit < state.ReceivedUnit) RefuseHead("times become coarser");
        state.Refine(venueUnit, receivedUnit);
    }

    private void Times(out Timestamp venueTime, out Timestamp receivedAt)
    {
        receivedAt = TakeTime(ref state.ReceivedAt, state.ReceivedGrid);
        venueTime = TakeTime(ref state.VenueTime, state.VenueGrid);
    }

    private Timestamp TakeTime(ref long previous, in UnitGrid grid)
    {
        previous = unchecked(previous + times.Signed());
        if (!grid.TryRaw(previous, out long nanoseconds)) times.Refuse("a time before this is out of range");
        return new Timestamp(nanoseconds);
    }

    private Price TakePrice(ref long previous, int flags)
    {
        long difference = prices.Signed();
        if ((flags & RecordFlags.OffGrid) == 0)
        {
            previous = unchecked(previous + difference);
            return OnGrid(previous);
        }

        long raw = unchecked(previous * ticks.Unit + difference);
        previous = ticks.Floor(raw);
        return Price.FromRaw(raw);
    }

    private Quantity TakeQuantity(int flags)
    {
        if ((flags & RecordFlags.OffGrid) != 0) return Quantity.FromRaw(quantities.Signed());
        ulong index = quantities.Unsigned();
        if (index > (ulong)steps.IndexMax) quantities.Refuse("a quantity before this is out of range");
        return Quantity.FromRaw(unchecked((long)index * steps.Unit));
    }

    /// <summary>One of a bar's prices, told as a difference to its opening price.</summary>
    private Price TakeNear(long open, bool onGrid)
    {
        long difference = prices.Signed();
        return onGrid ? OnGrid(unchecked(ticks.Floor(open) + difference)) : Price.FromRaw(unchecked(open + difference));
    }

    private readonly Price OnGrid(long index)
    {
        if (!ticks.TryRaw(index, out long raw)) prices.Refuse("a price before this is out of range");
        return Price.FromRaw(raw);
    }

    private void TakeBook(int flags, out ReadOnlySpan<BookLevel> bids, out ReadOnlySpan<BookLevel> asks)
    {
        // A level takes a byte of each column, so that no count can ask for more memory than the batch has bytes.
        int most = Math.Min(prices.Left, quantities.Left);
        int bidCount = rest.Count(most, "bids");
        int askCount = rest.Count(most - bidCount, "asks");
        Reserve(bidCount + askCount);
        TakeLevels(levels.AsSpan(0, bidCount), ref state.DepthBid, flags);
        TakeLevels(levels.AsSpan(bidCount, askCount), ref state.DepthAsk, flags);
        bids = levels.AsSpan(0, bidCount);
        asks = levels.AsSpan(bidCount, askCount);
    }

    private void TakeLevels(Span<BookLevel> target, ref long first, int flags)
    {
        long previous = first;
        for (int i = 0; i < target.Length; i++)
        {
            Price price = (flags & RecordFlags.OffGrid) == 0
                ? OnGrid(previous = unchecked(previous + prices.Signed()))
                : Price.FromRaw(previous = unchecked((i == 0 ? previous * ticks.Unit : previous) + prices.Signed()));
            target[i] = new BookLevel(price, TakeQuantity(flags));
            if (i == 0) first = (flags & RecordFlags.OffGrid) == 0 ? previous : ticks.Floor(previous);
        }
    }

    private void Reserve(int count)
    {
        if (levels.Length >= count) return;
        Dispose();
        levels = ArrayPool<BookLevel>.Shared.Rent(count);
    }

    private Bar TakeRestOfBar(Symbol of, Price open, Price high, Price low, Price close, int flags)
    {
        state.BarOpenTime = unchecked(state.BarOpenTime + times.Signed());
        Timeframe timeframe = TakeTimeframe();
        double volume = rest.Double();
        double takerBuyVolume = rest.Double();
        int trades = rest.Int32("number of trades");
        return new Bar(
            of, timeframe, new Timestamp(state.BarOpenTime),
            open, high, low, close, volume, takerBuyVolume, trades, (flags & RecordFlags.BarAfterGap) != 0);
    }

    private Timeframe TakeTimeframe()
    {
        int start = rest.Position;
        ulong seconds = rest.Unsigned();
        if (seconds is 0 or > TickBatchFormat.TimeframeSecondsMax)
            throw new TickBatchException(TickBatchPart.Body, start, $"a timeframe of {seconds:N0} s");
        return Timeframe.From(TimeSpan.FromSeconds((long)seconds));
    }

    private Symbol TakeNewsSymbol(bool build)
    {
        int kind = rest.Byte();
        switch ((NewsSymbol)kind)
        {
            case NewsSymbol.Own: return symbol;
            case NewsSymbol.None: return default;
            case NewsSymbol.Other: return new Symbol(rest.Text(TickBatchFormat.NameMax, "symbol", build));
            default: rest.Refuse($"news about a symbol of kind {kind}"); return default;
        }
    }

    private readonly void Allow(int flags, int allowed)
    {
        if ((flags & ~allowed) != 0) RefuseHead($"flags 0x{flags:X2} mean nothing here");
    }

    private readonly long RefuseHead(string reason) =>
        throw new TickBatchException(TickBatchPart.Body, heads.Position - 1, reason);
}
