using System.Security.Cryptography;

namespace Parley.Venues.Binance;

/// <summary>Makes the signer that fits a secret.</summary>
public static class Signers
{
    // Start of a PKCS#8 private key whose algorithm is Ed25519 (RFC 8410): SEQUENCE, version 0, then the identifier 1.3.101.112.
    private static ReadOnlySpan<byte> Ed25519Algorithm => [0x06, 0x03, 0x2b, 0x65, 0x70];

    /// <param name="secret">An HMAC secret, or a private key in PEM.</param>
    /// <exception cref="NotSupportedException">The key is Ed25519, which .NET cannot sign with.</exception>
    /// <exception cref="ArgumentException">The PEM text holds no RSA key.</exception>
    public static ISigner From(string secret)
    {
        if (!secret.Contains("-----BEGIN", StringComparison.Ordinal)) return new HmacSigner(secret.Trim());
        if (IsEd25519(secret))
        {
            throw new NotSupportedException(
                "This API key is Ed25519, which .NET 10 cannot sign with: make an RSA or HMAC key at the venue.");
        }

        RSA rsa = RSA.Create();
        if (TryImport(rsa, secret)) return new RsaSigner(rsa);
        rsa.Dispose();
        throw new ArgumentException("The private key is not an RSA key in unencrypted PEM.", nameof(secret));
    }

    // Why it failed is not passed on: the framework's text may quote the key.
    private static bool TryImport(RSA rsa, string pem)
    {
        try
        {
            rsa.ImportFromPem(pem);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private static bool IsEd25519(string pem)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields)) return false;
        byte[] der = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64String(pem[fields.Base64Data], der, out int length)
            && der.AsSpan(0, Math.Min(length, 24)).IndexOf(Ed25519Algorithm) >= 0;
    }
}
