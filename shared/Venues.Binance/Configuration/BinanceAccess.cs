using System.Diagnostics;

namespace Parley.Venues.Binance;

/// <summary>
/// A key together with the hosts it is for: one object, so that a key for real money cannot meet a test host or the reverse.
/// Its text shows neither the key nor the secret.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class BinanceAccess
{
    /// <param name="hosts">The product and mode the key was made for.</param>
    /// <param name="apiKey">Goes into the header <c>X-MBX-APIKEY</c>.</param>
    /// <exception cref="ArgumentException">The key is empty or has characters no key has.</exception>
    public BinanceAccess(BinanceHosts hosts, string apiKey, ISigner signer)
    {
        if (string.IsNullOrEmpty(apiKey) || !apiKey.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException("An API key is letters, digits, - and _.", nameof(apiKey));
        Hosts = hosts;
        ApiKey = apiKey;
        Signer = signer;
    }

    public BinanceHosts Hosts { get; }

    public ISigner Signer { get; }

    internal string ApiKey { get; }

    public override string ToString() => $"{Hosts}, key withheld, signed by {Signer.Algorithm}";
}
