namespace Parley.Venues.Binance.Tests;

/// <summary>Time that stands still until it is told to go on. Wall clock and monotonic time can part.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset wall = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => wall;

    public override long GetTimestamp() => ticks;

    public void Advance(TimeSpan by)
    {
        ticks += by.Ticks;
        wall += by;
    }

    public void StepWall(TimeSpan by) => wall += by;
}
