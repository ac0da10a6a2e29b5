using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Reads candles as the venue lists them: arrays of twelve, numbers as text.</summary>
internal static class KlineReport
{
    /// <returns>Candles in the venue's order; <see cref="Bar.AfterGap"/> is not set.</returns>
    /// <exception cref="BinanceFormatException">Not a list of candles.</exception>
    public static List<Bar> Read(ReadOnlySpan<byte> body, Symbol symbol, Timeframe timeframe) => JsonCursor.Read(body, (ref JsonCursor cursor) =>
    {
        List<Bar> bars = [];
        cursor.Array();
        while (cursor.Element())
        {
            cursor.Array();
            var open = Timestamp.FromMilliseconds(cursor.Long());
            Price first = cursor.Price(), high = cursor.Price(), low = cursor.Price(), close = cursor.Price();
            double volume = (double)cursor.Decimal();
            // When it closes follows from when it opens; what was paid is in no feature.
            cursor.Long();
            cursor.Decimal();
            int trades = cursor.Int();
            double takerBuys = (double)cursor.Decimal();
            cursor.Decimal();
            while (cursor.Element()) cursor.PassValue();
            bars.Add(new(symbol, timeframe, open, first, high, low, close, volume, takerBuys, trades, AfterGap: false));
        }

        return bars;
    });
}
