using Parley.Domain;

namespace Parley.Market;

/// <summary>One row of a candle file, numbers read but not yet judged.</summary>
internal struct CandleRow
{
    public Timestamp OpenTime;

    /// <summary>End as the file states it; default when it does not.</summary>
    public Timestamp CloseTime;

    /// <summary>Counts of 10⁻⁸.</summary>
    public long Open;
    public long High;
    public long Low;
    public long Close;

    /// <summary>Base currency.</summary>
    public double Volume;

    /// <summary>NaN when the file does not say.</summary>
    public double TakerBuyVolume;
    public int Trades;
}

/// <summary>The rows of a candle file in file order.</summary>
internal interface ICandleRows : IDisposable
{
    /// <summary>Line or ordinal of the row read last, for messages.</summary>
    long Position { get; }

    /// <returns>False at the end.</returns>
    bool TryRead(out CandleRow row);
}
