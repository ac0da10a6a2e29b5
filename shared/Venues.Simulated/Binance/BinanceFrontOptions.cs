using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>An API key this venue knows. Test credentials only.</summary>
/// <param name="Key">Sent in <c>X-MBX-APIKEY</c>.</param>
/// <param name="Secret">Shared secret of HMAC SHA-256; null when requests are signed by a key pair.</param>
/// <param name="PublicKeyPem">Public key of RSA (PKCS#1 v1.5, SHA-256) in PEM; null for HMAC.</param>
public sealed record ApiCredential(string Key, string? Secret, string? PublicKeyPem = null)
{
    /// <summary>Whether orders are accepted from it.</summary>
    public bool CanTrade { get; init; } = true;

    /// <summary>Whether it claims the right to withdraw: nothing here can be withdrawn, but clients should refuse such a key.</summary>
    public bool CanWithdraw { get; init; }

    public bool IpRestricted { get; init; } = true;

    /// <summary>The key only; never the secret.</summary>
    public override string ToString() => Key;
}

/// <summary>Terms of the venue that speaks Binance's protocol.</summary>
public sealed record BinanceFrontOptions
{
    public required ApiCredential Credential { get; init; }

    /// <summary>Traded under <c>/api</c>; may be empty, but not both.</summary>
    public IReadOnlyList<Instrument> Spot { get; init; } = [];

    /// <summary>Traded under <c>/fapi</c>.</summary>
    public IReadOnlyList<Instrument> Futures { get; init; } = [];

    /// <summary>Quote currency on the spot account at the start.</summary>
    public decimal SpotCash { get; init; } = 100_000m;

    /// <summary>Quote currency in the futures wallet at the start.</summary>
    public decimal FuturesCash { get; init; } = 100_000m;

    public decimal MakerFeeBps { get; init; } = 2;

    public decimal TakerFeeBps { get; init; } = 5;

    /// <summary>Fees in a third asset; null charges the quote currency.</summary>
    public ThirdAssetFee? FeeAsset { get; init; }

    /// <summary>Initial leverage of every futures symbol, in [1, 125].</summary>
    public int Leverage { get; init; } = 20;

    /// <summary>Share of notional under which a position is liquidated; in [0, 1).</summary>
    public decimal MaintenanceMargin { get; init; } = 0.005m;

    /// <summary>Venue's clock at the start.</summary>
    public Timestamp Start { get; init; } = Timestamp.FromMilliseconds(1_735_689_600_000);

    /// <summary>Weight per minute on spot before 429.</summary>
    public int SpotWeightLimit { get; init; } = 6_000;

    public int FuturesWeightLimit { get; init; } = 2_400;

    /// <summary>Orders per ten seconds before −1015; per product.</summary>
    public int OrderLimit { get; init; } = 300;

    /// <summary>Whether limits are enforced; the counters are told in any case.</summary>
    public bool EnforceLimits { get; init; } = true;

    /// <summary>Finished orders that can still be looked up, per product; older ones are forgotten.</summary>
    public int FinishedOrdersMax { get; init; } = 100_000;

    /// <summary>Whether <see cref="VenueRecord"/> is kept and served under <c>/parley/record</c>.</summary>
    public bool KeepRecord { get; init; }

    /// <summary>What goes wrong; null: nothing.</summary>
    public IVenueFaults? Faults { get; init; }
}
