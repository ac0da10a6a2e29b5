using Parley.Domain;

namespace Parley.Features;

/// <summary>Smallest of the last n values: the negated maximum of the negated values.</summary>
public struct RollingMinimum
{
    private RollingMaximum negated;

    /// <param name="period">Values in the window, at least 1.</param>
    public RollingMinimum(int period) => negated = new(period);

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => negated.WarmUp;

    public readonly bool IsWarm => negated.IsWarm;

    /// <summary>Unit of the input; NaN until warm.</summary>
    public readonly double Value => -negated.Value;

    /// <param name="value">Finite.</param>
    public void Update(double value) => negated.Update(-value);

    public void Clear() => negated.Clear();

    public void Sync(ref StateStream state) => negated.Sync(ref state);
}
