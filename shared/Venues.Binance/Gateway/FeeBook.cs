using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>What a fee is worth in quote currency.</summary>
/// <param name="Charged">What was charged, where that was another asset or is not known.</param>
/// <param name="IsEstimate">Neither charged in quote currency nor worth a known price.</param>
internal readonly record struct FeeWorth(decimal Fee, AssetAmount? Charged, bool IsEstimate);

/// <summary>Values fees: in quote currency as they are, in base at the trade's own price, in a third asset at its last known price.</summary>
internal sealed class FeeBook(BinanceOptions options)
{
    public FeeWorth Value(Instrument instrument, Price price, Quantity quantity, decimal commission, string asset)
    {
        if (asset == instrument.QuoteAsset) return new(commission, null, IsEstimate: false);
        if (asset == instrument.BaseAsset) return new(commission * price.Value, new AssetAmount(asset, commission), IsEstimate: false);
        decimal assumed = options.AssumedFeeRate * (price * quantity);
        if (asset.Length == 0) return new(assumed, null, IsEstimate: true);
        AssetAmount charged = new(asset, commission);
        if (commission == 0) return new(0, null, IsEstimate: false);
        return options.Prices(new Symbol(asset + instrument.QuoteAsset)) is { IsPositive: true } worth
            ? new(commission * worth.Value, charged, IsEstimate: false)
            : new(assumed, charged, IsEstimate: true);
    }
}
