using Parley.Domain;

namespace Parley.Features;

/// <summary>Something that is added up exactly, so that what was added can be taken off again.</summary>
internal interface ITally<TSelf>
    where TSelf : struct, ITally<TSelf>
{
    bool IsZero { get; }

    void Add(in TSelf other);

    void Subtract(in TSelf other);

    void Sync(ref StateStream state);
}

/// <summary>
/// Sums over two sliding windows of venue time. Everything is added up per UTC second, exactly, so memory and time per
/// event are bounded and nothing drifts; a window is the running second and the complete ones before it.
/// </summary>
internal struct SecondWindows<T>
    where T : struct, ITally<T>
{
    public const int FiveSeconds = 5;
    public const int Minute = 60;
    public const int FiveMinutes = 300;
    private const long Nowhere = -1;

    private readonly T[] seconds;
    private readonly int shortLength;
    private T shortSum;
    private T longSum;
    private long first = Nowhere;
    private long head = Nowhere;
    private int headSlot;

    /// <param name="shortLength">Of one window, in seconds.</param>
    /// <param name="longLength">Of the other, at least as long.</param>
    public SecondWindows(int shortLength, int longLength)
    {
        this.shortLength = shortLength;
        seconds = new T[longLength];
    }

    /// <summary>An event that comes later than its second counts in the newest one.</summary>
    public void Add(Timestamp at, in T tally)
    {
        long second = VenueSecond.Of(at);
        if (first == Nowhere)
        {
            first = head = second;
            headSlot = Slot(head);
        }

        if (second > head)
        {
            Advance(second);
            headSlot = Slot(head);
        }

        seconds[headSlot].Add(tally);
        shortSum.Add(tally);
        longSum.Add(tally);
    }

    /// <summary>Starts again: what comes is not the continuation of what was.</summary>
    public void Clear()
    {
        Array.Clear(seconds);
        shortSum = longSum = default;
        first = head = Nowhere;
    }

    /// <returns>False until a whole window has been watched.</returns>
    public readonly bool TryRead(int window, Timestamp asOf, out T tally)
    {
        // Reading moves nothing: seconds that have left the window since the last event are taken off a copy.
        long now = Math.Max(VenueSecond.Of(asOf), head);
        bool watched = first != Nowhere && now - first >= window;
        tally = default;
        if (!watched || now - head >= window) return watched;
        tally = window == shortLength ? shortSum : longSum;
        for (long second = head + 1 - window; second <= now - window; second++)
            if (second >= 0) tally.Subtract(seconds[Slot(second)]);
        return true;
    }

    public void Sync(ref StateStream state)
    {
        foreach (ref T second in seconds.AsSpan())
        {
            // Most seconds are empty: one byte each.
            bool any = !second.IsZero;
            state.Sync(ref any);
            if (any) second.Sync(ref state);
            else second = default;
        }

        shortSum.Sync(ref state);
        longSum.Sync(ref state);
        state.Sync(ref first);
        state.Sync(ref head);
        if (state.IsReading) headSlot = head < 0 ? 0 : Slot(head);
    }

    private readonly int Slot(long second) => (int)((ulong)second % (ulong)seconds.Length);

    private void Advance(long second)
    {
        if (second - head >= seconds.Length)
        {
            Array.Clear(seconds);
            shortSum = longSum = default;
            head = second;
            return;
        }

        while (head < second)
        {
            head++;
            if (head >= shortLength) shortSum.Subtract(seconds[Slot(head - shortLength)]);
            ref T oldest = ref seconds[Slot(head)];
            longSum.Subtract(oldest);
            oldest = default;
        }
    }
}
