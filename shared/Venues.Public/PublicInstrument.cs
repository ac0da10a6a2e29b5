using Parley.Domain;

namespace Parley.Venues.Public;

/// <summary>A perpetual under our name and under the venue's.</summary>
/// <param name="VenueName"><c>BTCUSDT</c> at Bybit, <c>BTC-USDT-SWAP</c> at OKX, <c>BTC-PERPETUAL</c> at Deribit.</param>
/// <param name="ContractSize">Base units a contract stands for; quote units where it is inverse. 1 where quantities are not in contracts.</param>
/// <param name="IsInverse">Whether contracts count quote currency, as Deribit's coin-settled ones do.</param>
public sealed record PublicInstrument(Symbol Symbol, string VenueName, decimal ContractSize = 1, bool IsInverse = false)
{
    /// <summary>Base quantity of so many contracts at a price, rounded down to 10⁻⁸.</summary>
    /// <exception cref="OverflowException">Beyond what a quantity holds.</exception>
    internal Quantity ToBase(decimal contracts, Price price)
    {
        decimal units = contracts * ContractSize;
        decimal quantity = IsInverse ? units / price.Value : units;
        return Quantity.FromRaw((long)decimal.Floor(quantity * 100_000_000m));
    }
}
