using Parley.Domain;

namespace Parley.Features;

/// <summary>Plain mean of the last three values (TA-Lib SMA 3). Added up afresh every time: a value that is not known makes three means unknown and no more.</summary>
public struct MeanOfThree
{
    private double oldest = double.NaN;
    private double middle = double.NaN;
    private double newest = double.NaN;

    public MeanOfThree()
    {
    }

    /// <summary>Updates until the first value.</summary>
    public static int WarmUp => 3;

    /// <summary>Unit of the input; NaN until warm and while one of the three is NaN.</summary>
    public readonly double Value => (oldest + middle + newest) / 3;

    /// <param name="value">NaN when not known.</param>
    public void Update(double value)
    {
        oldest = middle;
        middle = newest;
        newest = value;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref oldest);
        state.Sync(ref middle);
        state.Sync(ref newest);
    }
}
