using System.Buffers.Text;
using System.Text;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>
/// The parameters of one request, taken apart in place: query string, form body, or the members of a WebSocket request.
/// Reused from request to request; what it hands out is valid until the next one.
/// </summary>
internal sealed class RequestParameters
{
    private byte[] raw = new byte[1_024];
    private byte[] values = new byte[1_024];
    private Slot[] slots = new Slot[24];
    private int rawLength;
    private int valuesLength;

    /// <summary>What was signed: query and body one after the other, without the signature.</summary>
    public ReadOnlySpan<byte> Signed => raw.AsSpan(0, rawLength);

    public int Count { get; private set; }

    public void Clear() => Count = rawLength = valuesLength = 0;

    /// <summary>Takes a query string or a form body; the second call continues the first.</summary>
    public void Add(ReadOnlySpan<byte> encoded)
    {
        while (!encoded.IsEmpty)
        {
            int end = encoded.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = end < 0 ? encoded : encoded[..end];
            encoded = end < 0 ? default : encoded[(end + 1)..];
            if (pair.IsEmpty) continue;
            int equals = pair.IndexOf((byte)'=');
            ReadOnlySpan<byte> name = equals < 0 ? pair : pair[..equals];
            Put(name, equals < 0 ? default : pair[(equals + 1)..], isEncoded: true);
        }
    }

    /// <summary>Keeps the text as it was signed. The signature itself is cut out, with the sign that joined it.</summary>
    public void AddSigned(ReadOnlySpan<byte> encoded)
    {
        int start = encoded.StartsWith("signature="u8) ? 0 : encoded.IndexOf("&signature="u8);
        if (start < 0)
        {
            Append(ref raw, ref rawLength, encoded);
            return;
        }

        ReadOnlySpan<byte> rest = encoded[(start + 1)..];
        int end = rest.IndexOf((byte)'&');
        Append(ref raw, ref rawLength, encoded[..start]);
        if (end < 0) return;
        // At the very beginning there is nothing before it to join to.
        Append(ref raw, ref rawLength, start == 0 ? rest[(end + 1)..] : rest[end..]);
    }

    public void Put(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isEncoded)
    {
        if (Count == slots.Length) Array.Resize(ref slots, slots.Length * 2);
        int nameAt = valuesLength;
        Append(ref values, ref valuesLength, name);
        int valueAt = valuesLength;
        if (isEncoded) Decode(value);
        else Append(ref values, ref valuesLength, value);
        slots[Count++] = new Slot(nameAt, valueAt, valuesLength);
    }

    /// <summary>Signed text of a WebSocket request: all members but the signature, by name, joined as a query is.</summary>
    public void SignByName()
    {
        rawLength = 0;
        slots.AsSpan(0, Count).Sort((a, b) => Name(a).SequenceCompareTo(Name(b)));
        for (int i = 0; i < Count; i++)
        {
            if (Name(slots[i]).SequenceEqual("signature"u8)) continue;
            if (rawLength > 0) Append(ref raw, ref rawLength, "&"u8);
            Append(ref raw, ref rawLength, Name(slots[i]));
            Append(ref raw, ref rawLength, "="u8);
            Append(ref raw, ref rawLength, Value(slots[i]));
        }
    }

    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!Name(slots[i]).SequenceEqual(name)) continue;
            value = Value(slots[i]);
            return !value.IsEmpty;
        }

        value = default;
        return false;
    }

    public string? Text(ReadOnlySpan<byte> name) => TryGet(name, out ReadOnlySpan<byte> value) ? Encoding.UTF8.GetString(value) : null;

    public bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => TryGet(name, out ReadOnlySpan<byte> value) && value.SequenceEqual(expected);

    /// <returns>Null when there is no such whole number.</returns>
    public long? Number(ReadOnlySpan<byte> name) =>
        TryGet(name, out ReadOnlySpan<byte> value) && Utf8Parser.TryParse(value, out long number, out int used) && used == value.Length ? number : null;

    /// <returns>Null when it was not sent.</returns>
    /// <exception cref="FrontException">It is no decimal number with at most eight decimals.</exception>
    public long? Fixed(ReadOnlySpan<byte> name)
    {
        if (!TryGet(name, out ReadOnlySpan<byte> value)) return null;
        return FixedPoint.TryParse(value, out long fixedPoint) ? fixedPoint : throw new FrontException(FrontError.Illegal(Encoding.UTF8.GetString(name)));
    }

    private ReadOnlySpan<byte> Name(in Slot slot) => values.AsSpan(slot.NameAt, slot.ValueAt - slot.NameAt);

    private ReadOnlySpan<byte> Value(in Slot slot) => values.AsSpan(slot.ValueAt, slot.End - slot.ValueAt);

    private void Decode(ReadOnlySpan<byte> encoded)
    {
        Reserve(ref values, valuesLength + encoded.Length);
        for (int i = 0; i < encoded.Length; i++)
        {
            byte c = encoded[i];
            if (c == '%' && i + 2 < encoded.Length && Utf8Parser.TryParse(encoded.Slice(i + 1, 2), out byte code, out int used, 'X') && used == 2)
            {
                c = code;
                i += 2;
            }
            else if (c == '+')
            {
                c = (byte)' ';
            }

            values[valuesLength++] = c;
        }
    }

    private static void Append(ref byte[] target, ref int length, ReadOnlySpan<byte> more)
    {
        Reserve(ref target, length + more.Length);
        more.CopyTo(target.AsSpan(length));
        length += more.Length;
    }

    private static void Reserve(ref byte[] target, int length)
    {
        if (target.Length < length) Array.Resize(ref target, Math.Max(length, target.Length * 2));
    }

    private readonly record struct Slot(int NameAt, int ValueAt, int End);
}

/// <summary>Ends the handling of a request with an error for the client.</summary>
internal sealed class FrontException(FrontError error) : Exception(error.Message)
{
    public FrontError Error { get; } = error;
}
