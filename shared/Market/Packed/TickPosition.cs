namespace Parley.Market;

/// <summary>
/// Where an event stands in everything an instrument ever published: writers in the order of their epochs, within one the
/// events by number. <c>default</c> stands before all of them.
/// </summary>
/// <param name="Epoch">The writer's fencing epoch, 0 or above; every new writer's is higher.</param>
/// <param name="Sequence">Number of the event in its epoch, from 1 without gaps; 0 stands before the first.</param>
public readonly record struct TickPosition(long Epoch, long Sequence) : IComparable<TickPosition>
{
    public int CompareTo(TickPosition other)
    {
        int byEpoch = Epoch.CompareTo(other.Epoch);
        return byEpoch != 0 ? byEpoch : Sequence.CompareTo(other.Sequence);
    }

    public static bool operator <(TickPosition left, TickPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(TickPosition left, TickPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(TickPosition left, TickPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TickPosition left, TickPosition right) => left.CompareTo(right) >= 0;

    /// <summary>For example <c>3:1042</c>: epoch 3, event 1,042.</summary>
    public override string ToString() => $"{Epoch}:{Sequence}";
}
