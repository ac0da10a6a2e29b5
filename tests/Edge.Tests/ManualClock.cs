namespace Parley.Edge.Tests;

/// <summary>A clock whose hands move by hand only. Timers run by the system's, so that what waits goes on.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long ticks = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref ticks), TimeSpan.Zero);

    public void Advance(TimeSpan span) => Interlocked.Add(ref ticks, span.Ticks);
}
