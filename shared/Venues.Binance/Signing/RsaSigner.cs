using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Parley.Venues.Binance;

/// <summary>RSASSA-PKCS1-v1_5 with SHA-256, as base64.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class RsaSigner : ISigner, IDisposable
{
    private readonly RSA key;
    private readonly byte[] raw;

    /// <param name="key">Taken over: disposed with the signer.</param>
    public RsaSigner(RSA key)
    {
        this.key = key;
        raw = new byte[(key.KeySize + 7) / 8];
    }

    public string Algorithm => "RSA-SHA256";

    public int MaxLength => Base64.GetMaxEncodedToUtf8Length(raw.Length);

    public int Sign(ReadOnlySpan<byte> payload, Span<byte> signature)
    {
        int length = key.SignData(payload, raw, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Base64.EncodeToUtf8(raw.AsSpan(0, length), signature, out _, out int written);
        return written;
    }

    public void Dispose() => key.Dispose();

    public override string ToString() => $"{Algorithm}, key withheld";
}
