using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Venues.Simulated.Binance;

/// <summary>Checks a request's key and signature: HMAC SHA-256 in hexadecimal, or RSA PKCS#1 v1.5 with SHA-256 in base 64.</summary>
internal sealed class KeyCheck : IDisposable
{
    private readonly ApiCredential credential;
    private readonly IncrementalHash hmac;
    private readonly RSA? rsa;

    public KeyCheck(ApiCredential credential)
    {
        this.credential = credential;
        hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(credential.Secret ?? ""));
        if (credential.PublicKeyPem is not { } pem) return;
        rsa = RSA.Create();
        rsa.ImportFromPem(pem);
    }

    /// <returns>Null when the key is known.</returns>
    public FrontError? Key(string? sent)
    {
        if (string.IsNullOrEmpty(sent)) return FrontError.BadKey;
        return string.Equals(sent, credential.Key, StringComparison.Ordinal) ? null : FrontError.UnknownKey;
    }

    public bool IsSigned(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        rsa is null ? IsHmac(payload, signature) : IsRsa(payload, signature);

    public void Dispose()
    {
        hmac.Dispose();
        rsa?.Dispose();
    }

    private bool IsHmac(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 64) return false;
        Span<byte> hash = stackalloc byte[32];
        hmac.AppendData(payload);
        hmac.GetHashAndReset(hash);
        Span<byte> expected = stackalloc byte[64];
        const string digits = "0123456789abcdef";
        for (int i = 0; i < hash.Length; i++)
        {
            expected[2 * i] = (byte)digits[hash[i] >> 4];
            expected[2 * i + 1] = (byte)digits[hash[i] & 15];
        }

        for (int i = 0; i < signature.Length; i++)
            if ((signature[i] is >= (byte)'A' and <= (byte)'F' ? signature[i] | 0x20 : signature[i]) != expected[i]) return false;
        return true;
    }

    private bool IsRsa(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(signature.Length)];
        return Base64.DecodeFromUtf8(signature, decoded, out _, out int length) == System.Buffers.OperationStatus.Done
            && rsa!.VerifyData(payload, decoded.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
