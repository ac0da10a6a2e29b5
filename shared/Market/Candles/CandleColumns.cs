using System.Text;

namespace Parley.Market;

/// <param name="Name">As the header says, or as the venue documents it; for messages.</param>
internal readonly record struct CandleColumn(string Name, CandleRole Role);

/// <summary>Which column of a candle CSV holds what.</summary>
/// <param name="AllowsMore">Whether lines may hold more columns than these.</param>
internal sealed record CandleColumns(CandleColumn[] Meanings, bool HasHeader, bool AllowsMore)
{
    private const int KlineColumns = 12;

    // https://github.com/binance/binance-public-data: open time, open, high, low, close, volume, close time, quote
    // volume, number of trades, taker buy base volume, taker buy quote volume, ignore.
    private static readonly CandleColumn[] Kline =
    [
        new("open_time", CandleRole.OpenTime), new("open", CandleRole.Open), new("high", CandleRole.High),
        new("low", CandleRole.Low), new("close", CandleRole.Close), new("volume", CandleRole.Volume),
        new("close_time", CandleRole.LastMoment), new("quote_volume", CandleRole.Ignored), new("count", CandleRole.Trades),
        new("taker_buy_volume", CandleRole.TakerBuyVolume), new("taker_buy_quote_volume", CandleRole.Ignored),
        new("ignore", CandleRole.Ignored),
    ];

    private static readonly (CandleRole Role, string[] Names)[] KnownNames =
    [
        (CandleRole.OpenTime, ["timestamp", "time", "date", "datetime", "open_time", "opentime", "open time", "ts", "unix"]),
        (CandleRole.Open, ["open", "o"]),
        (CandleRole.High, ["high", "h"]),
        (CandleRole.Low, ["low", "l"]),
        (CandleRole.Close, ["close", "c"]),
        (CandleRole.Volume, ["volume", "v", "vol", "volume_base"]),
        (CandleRole.LastMoment, ["close_time"]),
        (CandleRole.Trades, ["count", "trades", "number_of_trades"]),
        (CandleRole.TakerBuyVolume, ["taker_buy_volume", "taker_buy_base_volume", "taker_buy_base_asset_volume"]),
    ];

    /// <summary>Recognises a candle CSV by its first line; null when it is none.</summary>
    public static CandleColumns? Recognise(ReadOnlySpan<byte> firstLine)
    {
        string[] fields = Encoding.UTF8.GetString(firstLine).Split(',');
        for (int i = 0; i < fields.Length; i++) fields[i] = fields[i].Trim().Trim('"');
        if (fields[0].Length > 0 && char.IsAsciiDigit(fields[0][0])) return WithoutHeader(fields);
        CandleColumn[] meanings = Array.ConvertAll(fields, name => new CandleColumn(name, RoleOf(name)));
        return IsComplete(meanings) ? new CandleColumns(UpToLastKnown(meanings), HasHeader: true, AllowsMore: true) : null;
    }

    // Twelve columns are the venue's; six that are all numbers are time, prices and volume.
    private static CandleColumns? WithoutHeader(string[] fields) => fields.Length switch
    {
        KlineColumns => new CandleColumns(Kline, HasHeader: false, AllowsMore: false),
        6 when !bool.TryParse(fields[5], out _) => new CandleColumns(Kline[..6], HasHeader: false, AllowsMore: false),
        _ => null,
    };

    private static CandleRole RoleOf(string name)
    {
        foreach ((CandleRole role, string[] names) in KnownNames)
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase)) return role;
        return CandleRole.Ignored;
    }

    private static bool IsComplete(CandleColumn[] meanings)
    {
        foreach ((CandleRole role, _) in KnownNames)
        {
            int count = meanings.Count(m => m.Role == role);
            bool required = role is CandleRole.OpenTime or CandleRole.Open or CandleRole.High or CandleRole.Low
                or CandleRole.Close or CandleRole.Volume;
            if (count > 1 || (required && count == 0)) return false;
        }

        return true;
    }

    private static CandleColumn[] UpToLastKnown(CandleColumn[] meanings) =>
        meanings[..(Array.FindLastIndex(meanings, m => m.Role != CandleRole.Ignored) + 1)];
}
