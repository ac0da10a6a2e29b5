namespace Parley.Features;

/// <summary>Taker volume of one sliding window at one moment; every value is NaN until a whole window has been watched.</summary>
internal readonly struct TradeWindow(bool watched, in TradeTally tally)
{
    private readonly TradeTally tally = tally;

    /// <summary>Bought − sold in base currency.</summary>
    public double Delta => watched ? ExactInteger.ToUnits(unchecked(tally.Bought - tally.Sold)) : double.NaN;

    /// <summary>Bought in base currency.</summary>
    public double Bought => watched ? ExactInteger.ToUnits(tally.Bought) : double.NaN;

    /// <summary>Sold in base currency.</summary>
    public double Sold => watched ? ExactInteger.ToUnits(tally.Sold) : double.NaN;

    /// <summary>Bought + sold in base currency.</summary>
    public double Volume => watched ? ExactInteger.ToUnits(unchecked(tally.Bought + tally.Sold)) : double.NaN;

    /// <summary>Bought ÷ (bought + sold); NaN when nothing traded.</summary>
    public double BuyRatio
    {
        get
        {
            double volume = ExactInteger.ToDouble(unchecked(tally.Bought + tally.Sold));
            return watched && volume > 0 ? ExactInteger.ToDouble(tally.Bought) / volume : double.NaN;
        }
    }

    public double Trades => watched ? tally.Trades : double.NaN;

    /// <summary>Trades the venue numbered but we never saw.</summary>
    public double Missed => watched ? tally.Missed : double.NaN;
}
