using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// On-balance volume: starts at the first bar's volume, then adds a bar's volume when it closes higher than the one
/// before and subtracts it when it closes lower (Granville 1963; TA-Lib OBV). Only its changes mean something. The sum
/// runs for ever, so it is kept in double-double.
/// </summary>
public struct OnBalanceVolume
{
    private long previousClose;
    private DoubleDouble balance;

    /// <summary>Updates until the first value.</summary>
    public static int WarmUp => 1;

    public readonly bool IsWarm => previousClose != 0;

    /// <summary>Base currency; NaN until warm.</summary>
    public readonly double Value => IsWarm ? balance.Value : double.NaN;

    /// <summary>A bar whose volume is not known counts as one without volume.</summary>
    public void Update(in Bar bar)
    {
        // The direction is a coin toss: no branch on it.
        double direction = (bar.Close.Raw > previousClose ? 1 : 0) - (bar.Close.Raw < previousClose ? 1 : 0);
        previousClose = bar.Close.Raw;
        if (bar.Volume > 0 && double.IsFinite(bar.Volume)) balance += direction * bar.Volume;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref previousClose);
        state.Sync(ref balance);
    }
}
