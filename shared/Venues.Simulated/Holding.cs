using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>What the account holds of one instrument: coins of a spot pair, or a perpetual position.</summary>
internal sealed class Holding(Instrument instrument)
{
    /// <summary>Money is settled in the smallest unit of the scale.</summary>
    private const int MoneyDecimals = FixedPoint.Decimals;

    public Instrument Instrument { get; } = instrument;

    /// <summary>Signed; never negative on spot.</summary>
    public Quantity Quantity { get; private set; }

    /// <summary>Signed sum of price × quantity at which the open part was entered; perpetuals only.</summary>
    public decimal Cost { get; private set; }

    /// <summary>What one unit is worth now: mark price, else middle, last trade or close; null before any was seen.</summary>
    public Price? Mark { get; set; }

    /// <summary>Worth of the holding to the account: coins at the mark, or the perpetual's unrealised profit.</summary>
    public decimal ValueAt(Price? mark)
    {
        if (Quantity.IsZero || mark is not { } price) return 0;
        return Instrument.Kind == InstrumentKind.Spot ? price * Quantity : price * Quantity - Cost;
    }

    /// <summary>Folds in one fill.</summary>
    /// <returns>Change of cash, without the fee.</returns>
    public decimal Trade(Side side, Price price, Quantity quantity)
    {
        Quantity signed = side == Side.Buy ? quantity : -quantity;
        decimal notional = price * signed;
        if (Instrument.Kind == InstrumentKind.Spot)
        {
            Quantity += signed;
            return -notional;
        }

        decimal realised = Quantity.Raw != 0 && Quantity.IsNegative != signed.IsNegative ? Close(price, signed) : 0;
        Cost += notional;
        Quantity += signed;
        if (Quantity.IsZero) Cost = 0;
        return realised;
    }

    /// <summary>Positive is received.</summary>
    public decimal Funding(Price mark, double rate) =>
        Math.Round(-(mark * Quantity) * (decimal)rate, MoneyDecimals, MidpointRounding.AwayFromZero);

    /// <summary>Closes as much as there is, leaving in <see cref="Cost"/> what the caller's addition of the notional makes right.</summary>
    private decimal Close(Price price, Quantity signed)
    {
        Quantity closed = Quantity.Min(Quantity.Abs(), signed.Abs());
        Quantity closedSigned = Quantity.IsNegative ? -closed : closed;
        decimal released = closed == Quantity.Abs()
            ? Cost
            : Math.Round(Cost * closed.Value / Quantity.Abs().Value, MoneyDecimals, MidpointRounding.ToEven);
        decimal realised = price * closedSigned - released;
        Cost += realised;
        return realised;
    }
}
