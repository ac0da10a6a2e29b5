namespace Parley.Domain;

public enum InstrumentKind
{
    /// <summary>Coins change hands; no shorting, no leverage.</summary>
    Spot,

    /// <summary>Linear perpetual future, margined and settled in the quote currency.</summary>
    Perpetual,
}

/// <summary>What the venue says about an instrument: its grid and its smallest order.</summary>
/// <param name="TickSize">Prices are multiples of this.</param>
/// <param name="StepSize">Quantities are multiples of this.</param>
/// <param name="QuantityMin">Smallest order quantity.</param>
/// <param name="NotionalMin">Smallest price × quantity in quote currency; reduce-only orders are exempt.</param>
public sealed record Instrument(
    Symbol Symbol,
    string BaseAsset,
    string QuoteAsset,
    InstrumentKind Kind,
    Price TickSize,
    Quantity StepSize,
    Quantity QuantityMin,
    decimal NotionalMin)
{
    /// <summary>Whether a quantity held is nothing, or less than one step: too little to be sold.</summary>
    public bool IsDust(Quantity held) => held.IsZero || held.Abs() < StepSize;
}
