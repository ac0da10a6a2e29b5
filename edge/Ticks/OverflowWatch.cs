namespace Parley.Edge;

/// <summary>Notices that more than one batch in a hundred was dropped, minute by minute. Not thread-safe but for the desk's thread.</summary>
internal sealed class OverflowWatch(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private long startedAt = clock.GetTimestamp();
    private long offered;
    private long dropped;
    private bool told;

    public void Offered()
    {
        if (clock.GetElapsedTime(startedAt) >= Window) (startedAt, offered, dropped, told) = (clock.GetTimestamp(), 0, 0, false);
        offered++;
    }

    public void Dropped() => dropped++;

    /// <returns>True once in each minute in which it happens.</returns>
    public bool IsExceeded()
    {
        if (told || dropped * 100 <= offered) return false;
        return told = true;
    }
}
