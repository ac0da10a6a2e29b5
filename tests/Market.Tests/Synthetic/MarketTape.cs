using System.Numerics;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

/// <summary>Takes down what a test needs of a market: an order-sensitive hash of every field, minute bars, the newest touch.</summary>
internal sealed class MarketTape : IMarketSink
{
    public ulong Hash { get; private set; } = 14_695_981_039_346_656_037;

    public List<Trade> Trades { get; } = [];

    public List<MarkPrice> Marks { get; } = [];

    public List<Bar> Bars { get; } = [];

    public List<(NewsItem Item, Timestamp ReceivedBefore)> News { get; } = [];

    /// <summary>Middle of the touch at the first quote of each minute.</summary>
    public List<double> MinuteMids { get; } = [];

    /// <summary>Taker buys less taker sells, relative to both, of each minute.</summary>
    public List<double> MinuteImbalances { get; } = [];

    public Dictionary<Symbol, OrderBook> Books { get; } = [];

    public List<string> Faults { get; } = [];

    public int Quotes { get; private set; }

    public int Depths { get; private set; }

    public int LevelsFewest { get; private set; } = int.MaxValue;

    public Timestamp LastReceived { get; private set; }

    private long minute = -1;
    private double bought;
    private double sold;
    private Quote touch;

    public static MarketTape Of(SyntheticMarketOptions options)
    {
        MarketTape tape = new();
        using SyntheticMarket market = new(options);
        while (market.Pump(tape))
        {
        }

        return tape;
    }

    public void OnTrade(in Trade trade)
    {
        Fold(trade.Symbol.Value.Length, trade.TradeId, trade.Price.Raw, trade.Quantity.Raw, (long)trade.Aggressor);
        Clock(trade.VenueTime, trade.ReceivedAt);
        Trades.Add(trade);
        if (trade.Symbol == touch.Symbol && (trade.Aggressor == Side.Buy ? trade.Price < touch.Ask : trade.Price > touch.Bid))
            Faults.Add($"{trade} is inside {touch}");
        if (trade.Aggressor == Side.Buy) bought += trade.Quantity.ToDouble();
        else sold += trade.Quantity.ToDouble();
    }

    public void OnQuote(in Quote quote)
    {
        Fold(quote.UpdateId, quote.Bid.Raw, quote.BidQuantity.Raw, quote.Ask.Raw, quote.AskQuantity.Raw);
        Clock(quote.VenueTime, quote.ReceivedAt);
        Quotes++;
        touch = quote;
        Books[quote.Symbol].TryBest(out BookLevel bid, out BookLevel ask);
        if (bid != new BookLevel(quote.Bid, quote.BidQuantity) || ask != new BookLevel(quote.Ask, quote.AskQuantity))
            Faults.Add($"{quote} is not the best of the book");
        if (quote.VenueTime.Milliseconds / 60_000 == minute) return;
        if (minute >= 0) MinuteImbalances.Add(bought + sold > 0 ? (bought - sold) / (bought + sold) : 0);
        minute = quote.VenueTime.Milliseconds / 60_000;
        MinuteMids.Add((quote.Bid.ToDouble() + quote.Ask.ToDouble()) / 2);
        bought = sold = 0;
    }

    public void OnDepth(in DepthUpdate update)
    {
        Fold(update.FirstId, update.LastId, update.PreviousId, 0, 0);
        Clock(update.VenueTime, update.ReceivedAt);
        Depths++;
        FoldLevels(update.Bids);
        FoldLevels(update.Asks);
        OrderBook book = Books[update.Symbol];
        if (book.Apply(update) != BookChange.Applied) Faults.Add($"update {update.FirstId}: {book.BreakReason}");
        LevelsFewest = Math.Min(LevelsFewest, Math.Min(book.BidCount, book.AskCount));
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        Fold(snapshot.LastId, 0, 0, 0, 0);
        Clock(snapshot.VenueTime, snapshot.ReceivedAt);
        FoldLevels(snapshot.Bids);
        FoldLevels(snapshot.Asks);
        OrderBook book = new(snapshot.Symbol);
        if (!book.ApplySnapshot(snapshot)) Faults.Add($"snapshot: {book.BreakReason}");
        Books.Add(snapshot.Symbol, book);
    }

    public void OnMark(in MarkPrice mark)
    {
        Fold(mark.Mark.Raw, BitConverter.DoubleToInt64Bits(mark.FundingRate), mark.NextFundingAt.Nanoseconds, 0, 0);
        Clock(mark.VenueTime, mark.ReceivedAt);
        Marks.Add(mark);
    }

    public void OnBar(in Bar bar)
    {
        Fold(bar.OpenTime.Nanoseconds, bar.Open.Raw, bar.High.Raw, bar.Low.Raw, bar.Close.Raw);
        Fold(BitConverter.DoubleToInt64Bits(bar.Volume), BitConverter.DoubleToInt64Bits(bar.TakerBuyVolume), bar.Trades, 0, 0);
        Bars.Add(bar);
    }

    public void OnNews(NewsItem item)
    {
        foreach (char letter in item.Headline) Fold(letter, 0, 0, 0, 0);
        Fold(item.PublishedAt.Nanoseconds, item.IngestedAt.Nanoseconds, BitConverter.DoubleToInt64Bits(item.Sentiment ?? 0), 0, 0);
        News.Add((item, LastReceived));
    }

    private void Clock(Timestamp venue, Timestamp received)
    {
        TimeSpan behind = received - venue;
        if (behind < TimeSpan.FromMilliseconds(5) || behind > TimeSpan.FromMilliseconds(40)) Faults.Add($"received {behind} after {venue}");
        if (received < LastReceived) Faults.Add($"receipt runs backwards at {received}");
        LastReceived = received;
        Fold(venue.Nanoseconds, received.Nanoseconds, 0, 0, 0);
    }

    private void FoldLevels(ReadOnlySpan<BookLevel> levels)
    {
        foreach (BookLevel level in levels)
        {
            if (!level.Price.IsPositive || !level.Price.IsMultipleOf(Price.From(0.1m))) Faults.Add($"level price {level.Price}");
            Fold(level.Price.Raw, level.Quantity.Raw, 0, 0, 0);
        }
    }

    private void Fold(long a, long b, long c, long d, long e)
    {
        ReadOnlySpan<long> values = [a, b, c, d, e];
        unchecked
        {
            foreach (long value in values) Hash = BitOperations.RotateLeft((Hash ^ (ulong)value) * 0x9E37_79B9_7F4A_7C15, 29);
        }
    }
}
