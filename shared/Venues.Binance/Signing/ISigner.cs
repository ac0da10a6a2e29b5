namespace Parley.Venues.Binance;

/// <summary>Signs request payloads. The secret stays inside: it is in no text, fact or exception.</summary>
public interface ISigner
{
    /// <summary>HMAC-SHA256, RSA …</summary>
    string Algorithm { get; }

    /// <summary>Upper bound of the length of a signature, in ASCII characters.</summary>
    int MaxLength { get; }

    /// <summary>Writes the signature as text (hexadecimal or base64), not percent-encoded.</summary>
    /// <returns>Characters written.</returns>
    int Sign(ReadOnlySpan<byte> payload, Span<byte> signature);
}
