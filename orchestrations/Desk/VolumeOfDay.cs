using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>
/// Base volume of the last 24 hours in minute buckets. As long as less has been seen, what was seen is extended at the
/// same rate to a day; below one minute nothing is known.
/// </summary>
internal sealed class VolumeOfDay
{
    private const int Minutes = 1_440;
    private readonly double[] _buckets = new double[Minutes];
    private long _firstMinute = -1;
    private long _lastMinute;

    public void Add(Timestamp at, double quantity)
    {
        long minute = MinuteOf(at);
        if (_firstMinute < 0) _firstMinute = _lastMinute = minute;
        if (minute <= _lastMinute - Minutes) return;
        Roll(minute);
        _buckets[minute % Minutes] += quantity;
    }

    /// <summary>Base volume per 24 hours, or null when less than a minute was seen.</summary>
    public double? PerDay(Timestamp asOf)
    {
        if (_firstMinute < 0) return null;
        Roll(MinuteOf(asOf));
        long seen = Math.Min(_lastMinute - _firstMinute, Minutes);
        if (seen < 1) return null;
        double sum = 0;
        foreach (double bucket in _buckets) sum += bucket;
        return sum * Minutes / seen;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref _firstMinute);
        state.Sync(ref _lastMinute);
        state.SyncSparse(_buckets);
    }

    private void Roll(long minute)
    {
        if (minute <= _lastMinute) return;
        long first = Math.Max(_lastMinute + 1, minute - Minutes + 1);
        for (long m = first; m <= minute; m++) _buckets[m % Minutes] = 0;
        _lastMinute = minute;
    }

    private static long MinuteOf(Timestamp at) => at.Nanoseconds / Timeframe.OneMinute.Nanoseconds;
}
