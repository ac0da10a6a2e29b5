using Parley.Domain;

namespace Parley.Features;

/// <summary>Effective spreads weighted by quantity, added up exactly.</summary>
internal struct SpreadTally(Int128 weighted, Int128 quantity) : ITally<SpreadTally>
{
    /// <summary>Σ effective spread × quantity.</summary>
    public Int128 Weighted = weighted;

    /// <summary>Σ quantity, raw units.</summary>
    public Int128 Quantity = quantity;

    public readonly bool IsZero => Weighted == 0 && Quantity == 0;

    public void Add(in SpreadTally other)
    {
        unchecked
        {
            Weighted += other.Weighted;
            Quantity += other.Quantity;
        }
    }

    public void Subtract(in SpreadTally other)
    {
        unchecked
        {
            Weighted -= other.Weighted;
            Quantity -= other.Quantity;
        }
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref Weighted);
        state.Sync(ref Quantity);
    }
}
