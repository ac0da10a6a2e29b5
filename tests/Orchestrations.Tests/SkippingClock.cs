namespace Parley.Orchestrations.Tests;

/// <summary>A clock in which every wait is over at once, and has taken as long as it should.</summary>
internal sealed class SkippingClock(Timestamp start) : TimeProvider
{
    private readonly Lock gate = new();
    private long ticks;

    public Timestamp Now => new(start.Nanoseconds + Interlocked.Read(ref ticks) * 100);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now.Milliseconds);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public void Skip(TimeSpan span) => Interlocked.Add(ref ticks, span.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate) Skip(dueTime < TimeSpan.Zero ? TimeSpan.Zero : dueTime);
        if (dueTime != Timeout.InfiniteTimeSpan) ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        return new Spent();
    }

    private sealed class Spent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
