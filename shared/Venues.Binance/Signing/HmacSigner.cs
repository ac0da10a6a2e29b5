using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Venues.Binance;

/// <summary>HMAC-SHA256 as lower-case hexadecimal. Allocates nothing.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class HmacSigner : ISigner
{
    private readonly byte[] secret;

    /// <exception cref="ArgumentException">The secret is empty.</exception>
    public HmacSigner(string secret)
    {
        if (string.IsNullOrEmpty(secret)) throw new ArgumentException("A secret is needed.", nameof(secret));
        this.secret = Encoding.UTF8.GetBytes(secret);
    }

    public string Algorithm => "HMAC-SHA256";

    public int MaxLength => 2 * HMACSHA256.HashSizeInBytes;

    public int Sign(ReadOnlySpan<byte> payload, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, payload, hash);
        Convert.TryToHexStringLower(hash, signature, out int written);
        return written;
    }

    public override string ToString() => $"{Algorithm}, secret withheld";
}
