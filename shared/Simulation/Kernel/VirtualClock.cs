using Parley.Domain;

namespace Parley.Simulation;

/// <summary>How a machine's wall clock goes wrong.</summary>
internal enum ClockShape
{
    /// <summary>Off by a constant.</summary>
    Offset,

    /// <summary>Off by a constant, and fast or slow.</summary>
    Drift,

    /// <summary>Jumps now and then, as after a correction.</summary>
    Steps,

    /// <summary>Wanders to and fro, as one that is corrected too hard.</summary>
    Wave,
}

/// <summary>A machine's wall clock against true time.</summary>
/// <param name="Offset">At the start.</param>
/// <param name="DriftPpm">Parts per million; the monotonic clock drifts with it.</param>
/// <param name="Step">Size of one jump; <see cref="ClockShape.Steps"/> only.</param>
/// <param name="Period">Between jumps, or of one wave.</param>
internal sealed record ClockTerms(ClockShape Shape, TimeSpan Offset, double DriftPpm, TimeSpan Step, TimeSpan Period)
{
    public static ClockTerms Right { get; } = new(ClockShape.Offset, TimeSpan.Zero, 0, TimeSpan.Zero, TimeSpan.FromMinutes(1));

    public static ClockTerms Draw(Prng chance)
    {
        static double Around(Prng prng, double most) => (prng.NextDouble() * 2 - 1) * most;
        return new(
            (ClockShape)chance.NextInt(4),
            TimeSpan.FromSeconds(Around(chance, 2)),
            Around(chance, 200),
            TimeSpan.FromSeconds(Around(chance, 5)),
            TimeSpan.FromSeconds(60 + chance.NextInt(600)));
    }
}

/// <summary>
/// One machine's clocks in virtual time: a wall clock that is wrong as its terms say, a monotonic one that only drifts, and
/// timers that fire as events of the agenda. One object per process: its timers die with it.
/// </summary>
/// <param name="start">When the machine was switched on.</param>
internal sealed class VirtualClock(Agenda agenda, ClockTerms terms, Timestamp start) : TimeProvider
{
    /// <summary>True once faults are over: the wall clock is right from then on.</summary>
    public bool IsRight { get; set; }

    /// <summary>Timers neither fire nor can be made any more: the process is gone.</summary>
    public bool IsDead { get; set; }

    public override long TimestampFrequency => 1_000_000_000;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => Monotonic;

    public override DateTimeOffset GetUtcNow() => (agenda.Now + Error).ToDateTimeOffset();

    /// <summary>How far the wall clock is ahead of true time.</summary>
    public TimeSpan Error
    {
        get
        {
            if (IsRight) return TimeSpan.Zero;
            double seconds = (agenda.Now.Nanoseconds - start.Nanoseconds) / 1e9;
            double drift = seconds * terms.DriftPpm / 1e6;
            double extra = terms.Shape switch
            {
                ClockShape.Steps => (long)(seconds / terms.Period.TotalSeconds) % 2 * terms.Step.TotalSeconds,
                ClockShape.Wave => terms.Step.TotalSeconds / 4 * Triangle(seconds / terms.Period.TotalSeconds),
                _ => 0,
            };
            return terms.Offset + TimeSpan.FromTicks((long)((drift + extra) * TimeSpan.TicksPerSecond));
        }
    }

    private long Monotonic
    {
        get
        {
            long elapsed = agenda.Now.Nanoseconds - start.Nanoseconds;
            return 1_000_000_000 + elapsed + (IsRight ? 0 : (long)(elapsed * (terms.DriftPpm / 1e6)));
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new VirtualTimer(this, callback, state, dueTime, period);

    // A wave of straight lines: sines round differently on different machines.
    private static double Triangle(double turns)
    {
        double part = turns - Math.Floor(turns);
        return part < 0.5 ? 4 * part - 1 : 3 - 4 * part;
    }

    private sealed class VirtualTimer : ITimer
    {
        private readonly VirtualClock clock;
        private readonly TimerCallback callback;
        private readonly object? state;
        private long generation;

        public VirtualTimer(VirtualClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (this.clock, this.callback, this.state) = (clock, callback, state);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            generation++;
            if (dueTime == Timeout.InfiniteTimeSpan || clock.IsDead) return !clock.IsDead;
            Plan(dueTime, period, generation);
            return true;
        }

        public void Dispose() => generation++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Plan(TimeSpan delay, TimeSpan period, long planned) => clock.Plan(delay, () =>
        {
            if (planned != generation || clock.IsDead) return;
            if (period > TimeSpan.Zero) Plan(period, period, planned);
            callback(state);
        });
    }

    private void Plan(TimeSpan delay, Action fires) => agenda.In(delay, StepKind.Timer, fires);
}
