using Parley.Domain;

namespace Parley.Market;

/// <summary>The bar being built on one timeframe.</summary>
internal sealed class BarSlot(Symbol symbol, Timeframe timeframe)
{
    private Timestamp openTime;
    private Timestamp previousEnd;
    private Price open;
    private Price high;
    private Price low;
    private Price close;
    private double volume;
    private double takerBuyVolume;
    private int trades;

    // Of a bar built from shorter ones: how far they reach, how long each is, and whether one of them is missing.
    private Timestamp builtTo;
    private Timeframe piece;
    private bool incomplete;
    private bool traded;

    public Timeframe Timeframe { get; } = timeframe;

    public bool IsOpen { get; private set; }

    public Timestamp CloseTime => openTime + Timeframe;

    public void Add(in Trade trade)
    {
        if (!IsOpen) Open(trade.VenueTime.FloorTo(Timeframe), trade.Price);
        else if (!traded && trade.VenueTime >= builtTo + piece) incomplete = true;
        traded = true;
        double quantity = trade.Quantity.ToDouble();
        Extend(trade.Price, trade.Price, trade.Price, quantity, trade.Aggressor == Side.Buy ? quantity : 0, 1);
    }

    /// <summary>Adds a shorter bar that lies within one interval of this timeframe; others say nothing here.</summary>
    public void Add(in Bar bar)
    {
        if (bar.Timeframe >= Timeframe || Timeframe.Nanoseconds % bar.Timeframe.Nanoseconds != 0) return;
        bool follows = bar.OpenTime == builtTo;
        if (!IsOpen)
        {
            // A gap right before the interval does not concern it; a first bar that is itself incomplete does.
            Open(bar.OpenTime.FloorTo(Timeframe), bar.Open);
            incomplete = bar.OpenTime != openTime || (bar.AfterGap && follows);
        }
        else if (!follows || bar.AfterGap)
        {
            incomplete = true;
        }

        builtTo = bar.CloseTime;
        piece = bar.Timeframe;
        Extend(bar.High, bar.Low, bar.Close, bar.Volume, bar.TakerBuyVolume, bar.Trades);
    }

    /// <summary>Takes a bar of this very timeframe in place of what was being built.</summary>
    public Bar PassOn(in Bar bar)
    {
        IsOpen = false;
        bool gap = bar.AfterGap || (previousEnd != default && bar.OpenTime > previousEnd);
        previousEnd = bar.CloseTime;
        return bar with { AfterGap = gap };
    }

    /// <summary>Ends the bar. Trades that are missing cannot be told from a quiet market; shorter bars that are missing can.</summary>
    public Bar Close()
    {
        bool partial = incomplete || (!traded && builtTo < CloseTime);
        bool gap = partial || (previousEnd != default && openTime > previousEnd);
        Bar bar = new(symbol, Timeframe, openTime, open, high, low, close, volume, takerBuyVolume, trades, gap);
        previousEnd = CloseTime;
        IsOpen = false;
        return bar;
    }

    public void Sync(ref StateStream state)
    {
        bool isOpen = IsOpen;
        state.Sync(ref isOpen);
        IsOpen = isOpen;
        state.Sync(ref openTime);
        state.Sync(ref previousEnd);
        state.Sync(ref open);
        state.Sync(ref high);
        state.Sync(ref low);
        state.Sync(ref close);
        state.Sync(ref volume);
        state.Sync(ref takerBuyVolume);
        state.Sync(ref trades);
        state.Sync(ref builtTo);
        state.Sync(ref piece);
        state.Sync(ref incomplete);
        state.Sync(ref traded);
    }

    private void Open(Timestamp at, Price price)
    {
        IsOpen = true;
        openTime = at;
        open = high = low = price;
        volume = takerBuyVolume = 0;
        trades = 0;
        incomplete = traded = false;
    }

    private void Extend(Price highest, Price lowest, Price last, double quantity, double takerBought, int count)
    {
        if (highest > high) high = highest;
        if (lowest < low) low = lowest;
        close = last;
        volume += quantity;
        takerBuyVolume += takerBought;
        trades += count;
    }
}
