using Parley.Domain;

namespace Parley.Market;

internal enum CandleRole
{
    Ignored,
    OpenTime,
    Open,
    High,
    Low,
    Close,
    Volume,

    /// <summary>Last moment inside the candle; the venue writes the one before the end.</summary>
    LastMoment,
    Trades,
    TakerBuyVolume,
}

/// <summary>Reads one field of a candle line into the row.</summary>
internal static class CsvCandleField
{
    /// <summary>Moves over the field, up to the comma or the end of the line.</summary>
    /// <param name="text">The field when it could not be understood.</param>
    public static bool TryTake(ref ByteCursor at, CandleRole role, ref CandleRow row, out ReadOnlySpan<byte> text)
    {
        text = default;
        int start = at.At;
        if (role == CandleRole.Ignored)
        {
            at.TakeField(out _);
            return true;
        }

        if (TryTakePlain(ref at, role, ref row) && at.AtFieldEnd) return true;
        at.ReturnTo(start);
        at.TakeField(out text);
        return TryRead(text.Trim((byte)' ').Trim((byte)'"'), role, ref row);
    }

    /// <summary>What a field of this role holds, for messages.</summary>
    public static string Expected(CandleRole role) => role switch
    {
        CandleRole.OpenTime or CandleRole.LastMoment => "a moment between 2009 and 2100",
        CandleRole.Trades => "a whole number",
        _ => "a number",
    };

    // Plain digits with a point: nearly every field of nearly every file.
    private static bool TryTakePlain(ref ByteCursor at, CandleRole role, ref CandleRow row)
    {
        if (role is CandleRole.OpenTime or CandleRole.LastMoment or CandleRole.Trades)
            return at.TakeInteger(out long integer) && TryStore(integer, role, ref row);
        if (!at.TakeDecimal(out long raw)) return false;
        switch (role)
        {
            case CandleRole.Volume: return CandleNumber.TryVolume(raw, out row.Volume);
            case CandleRole.TakerBuyVolume: return CandleNumber.TryVolume(raw, out row.TakerBuyVolume);
            default:
                StorePrice(raw, role, ref row);
                return true;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> text, CandleRole role, ref CandleRow row)
    {
        switch (role)
        {
            case CandleRole.OpenTime:
                return IsoStamp.TryRead(text, out row.OpenTime);
            case CandleRole.LastMoment:
                if (!IsoStamp.TryRead(text, out Timestamp lastMoment)) return false;
                row.CloseTime = EpochStamp.RoundUpToSecond(lastMoment);
                return true;
            case CandleRole.Volume:
                return CandleNumber.TryVolume(text, out row.Volume);
            case CandleRole.TakerBuyVolume:
                return CandleNumber.TryVolume(text, out row.TakerBuyVolume);
            case CandleRole.Trades:
                return false;
            default:
                if (!CandleNumber.TryPrice(text, out long raw)) return false;
                StorePrice(raw, role, ref row);
                return true;
        }
    }

    private static bool TryStore(long integer, CandleRole role, ref CandleRow row)
    {
        if (role == CandleRole.Trades)
        {
            row.Trades = (int)Math.Min(integer, int.MaxValue);
            return true;
        }

        if (!EpochStamp.TryRead(integer, out Timestamp moment)) return false;
        if (role == CandleRole.OpenTime) row.OpenTime = moment;
        else row.CloseTime = EpochStamp.RoundUpToSecond(moment);
        return true;
    }

    private static void StorePrice(long raw, CandleRole role, ref CandleRow row)
    {
        switch (role)
        {
            case CandleRole.Open: row.Open = raw; break;
            case CandleRole.High: row.High = raw; break;
            case CandleRole.Low: row.Low = raw; break;
            default: row.Close = raw; break;
        }
    }
}
