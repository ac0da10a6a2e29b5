using Parley.Domain;

namespace Parley.Features;

/// <summary>What happened at the best bid and ask, added up exactly in raw units.</summary>
internal struct TopTally(Int128 imbalance, Int128 added, Int128 taken) : ITally<TopTally>
{
    /// <summary>Order flow imbalance: what the best bid gained less what the best ask gained.</summary>
    public Int128 Imbalance = imbalance;

    /// <summary>Newly displayed at the best bid and ask.</summary>
    public Int128 Added = added;

    /// <summary>Traded.</summary>
    public Int128 Taken = taken;

    public readonly bool IsZero => Imbalance == 0 && Added == 0 && Taken == 0;

    public void Add(in TopTally other)
    {
        unchecked
        {
            Imbalance += other.Imbalance;
            Added += other.Added;
            Taken += other.Taken;
        }
    }

    public void Subtract(in TopTally other)
    {
        unchecked
        {
            Imbalance -= other.Imbalance;
            Added -= other.Added;
            Taken -= other.Taken;
        }
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref Imbalance);
        state.Sync(ref Added);
        state.Sync(ref Taken);
    }
}
