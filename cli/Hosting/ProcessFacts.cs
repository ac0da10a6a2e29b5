using Parley.Dashboard;
using Parley.Hosting;

namespace Parley.Cli.Hosting;

/// <summary>What is known of this process, and how fast it reads the market. Safe from any thread.</summary>
internal sealed class ProcessFacts(TimeProvider clock)
{
    /// <summary>Over at least this long a rate is taken.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <summary>A rate older than this says nothing about now.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly long startedAt = clock.GetTimestamp();
    private long windowAt = clock.GetTimestamp();
    private long windowFrames;
    private double rate = double.NaN;

    /// <param name="frames">Read from the market since the start.</param>
    public void Read(long frames)
    {
        lock (gate)
        {
            TimeSpan elapsed = clock.GetElapsedTime(windowAt);
            if (elapsed < Window) return;
            rate = (frames - windowFrames) / elapsed.TotalSeconds;
            (windowAt, windowFrames) = (clock.GetTimestamp(), frames);
        }
    }

    public ProcessDto Look()
    {
        lock (gate)
        {
            double current = clock.GetElapsedTime(windowAt) > AgeMax ? double.NaN : rate;
            return new(SessionPlan.CodeVersion, clock.GetElapsedTime(startedAt).TotalSeconds, Environment.WorkingSet, current);
        }
    }
}
