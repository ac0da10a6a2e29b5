using Parley.Domain;

namespace Parley.Market;

/// <summary>The local time at the start of a recorded line.</summary>
internal static class RecordingLine
{
    /// <summary>Splits <c>&lt;local time&gt; &lt;json&gt;</c>.</summary>
    /// <returns>False when there is no plausible time or nothing that could be JSON after it.</returns>
    public static bool TrySplit(ReadOnlySpan<byte> line, out Timestamp receivedAt, out ReadOnlySpan<byte> json)
    {
        json = default;
        receivedAt = default;
        var at = new ByteCursor(line);
        if (!at.TakeInteger(out long number) || !EpochStamp.TryRead(number, out receivedAt)) return false;
        if (at.Take((byte)'.') && !TryAddFraction(ref at, ref receivedAt)) return false;
        at.Take((byte)':');
        if (!at.Take((byte)' ') && !at.Take((byte)'\t')) return false;
        json = at.Rest.TrimStart((byte)' ');
        return json.Length > 0 && json[0] is (byte)'{' or (byte)'[';
    }

    public static bool IsPreamble(ReadOnlySpan<byte> line) =>
        line.StartsWith("wss://"u8) || line.StartsWith("configuration:"u8);

    // Decimals of a second; what lies below a nanosecond is dropped.
    private static bool TryAddFraction(ref ByteCursor at, ref Timestamp moment)
    {
        long unit = 100_000_000;
        int digits = 0;
        for (; at.TakeDigit(out int digit); digits++)
        {
            moment = new Timestamp(moment.Nanoseconds + digit * unit);
            unit /= 10;
        }

        return digits > 0;
    }
}
