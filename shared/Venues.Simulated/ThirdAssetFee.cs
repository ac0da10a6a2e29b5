namespace Parley.Venues.Simulated;

/// <summary>Fees paid in an asset that is neither bought nor sold, as long as there is enough of it; then in quote currency.</summary>
/// <param name="Asset"><c>BNB</c>.</param>
/// <param name="Balance">How much of it the account has at the start.</param>
/// <param name="Price">Worth of one unit in quote currency.</param>
/// <param name="Discount">Share of the fee that is waived for it, in [0, 1).</param>
public sealed record ThirdAssetFee(string Asset, decimal Balance, decimal Price, decimal Discount = 0.25m);
