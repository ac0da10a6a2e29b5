using System.Buffers.Text;
using System.Text;
using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>
/// Writes form-encoded parameters into one reused buffer and signs them. Values are percent-encoded as UTF-8, so what is
/// signed is what is sent. Allocates nothing until its content is taken.
/// </summary>
internal sealed class RequestBuffer
{
    private const int LongestParameter = 512;

    private readonly ISigner signer;
    private readonly byte[] signature;
    private byte[] bytes = new byte[2_048];
    private int length;

    public RequestBuffer(ISigner signer)
    {
        this.signer = signer;
        signature = new byte[signer.MaxLength];
    }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public void Clear() => length = 0;

    public RequestBuffer Text(ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        Name(name);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in value.EnumerateRunes()) Encode(utf8[..rune.EncodeToUtf8(utf8)]);
        return this;
    }

    /// <param name="value">ASCII that needs no encoding.</param>
    public RequestBuffer Literal(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name(name);
        value.CopyTo(bytes.AsSpan(length));
        length += value.Length;
        return this;
    }

    public RequestBuffer Number(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Utf8Formatter.TryFormat(value, bytes.AsSpan(length), out int written);
        length += written;
        return this;
    }

    /// <param name="raw">Count of 10⁻⁸ units; written exactly, without superfluous zeros.</param>
    public RequestBuffer Fixed(ReadOnlySpan<byte> name, long raw)
    {
        Name(name);
        FixedPoint.ToDecimal(raw).TryFormat(bytes.AsSpan(length), out int written);
        length += written;
        return this;
    }

    /// <summary>Adds the time and the signature of everything before it.</summary>
    public void Sign(TimeSpan recvWindow, long timestampMs)
    {
        Number("recvWindow"u8, (long)recvWindow.TotalMilliseconds);
        Number("timestamp"u8, timestampMs);
        int written = signer.Sign(Written, signature);
        Name("signature"u8);
        Encode(signature.AsSpan(0, written));
    }

    /// <summary>A copy to hand over: the buffer is used again.</summary>
    public byte[] ToBody() => Written.ToArray();

    /// <summary>Path and query.</summary>
    public string ToTarget(string path) => length == 0 ? path : string.Concat(path, "?", Encoding.ASCII.GetString(Written));

    private void Name(ReadOnlySpan<byte> name)
    {
        Reserve(LongestParameter);
        if (length > 0) bytes[length++] = (byte)'&';
        name.CopyTo(bytes.AsSpan(length));
        length += name.Length;
        bytes[length++] = (byte)'=';
    }

    private void Encode(ReadOnlySpan<byte> utf8)
    {
        Reserve(3 * utf8.Length);
        foreach (byte b in utf8)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
            {
                bytes[length++] = b;
                continue;
            }

            bytes[length++] = (byte)'%';
            bytes[length++] = Hex(b >> 4);
            bytes[length++] = Hex(b & 15);
        }
    }

    private void Reserve(int more)
    {
        if (bytes.Length - length < more) Array.Resize(ref bytes, 2 * (bytes.Length + more));
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
