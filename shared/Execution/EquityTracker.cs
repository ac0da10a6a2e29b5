using Parley.Domain;

namespace Parley.Execution;

/// <summary>
/// Where equity stood at the start of the UTC day and of the ISO week (Monday, UTC), and at its peak. A day starts with the
/// equity last seen before it, so a loss over midnight belongs to the new day.
/// </summary>
public sealed class EquityTracker
{
    private const long NanosecondsPerDay = 86_400_000_000_000;

    // 1970-01-01 was a Thursday, three days after a Monday.
    private const long DaysFromMonday = 3;

    private long day;
    private bool started;

    /// <summary>The latest equity observed, in quote currency.</summary>
    public decimal Equity { get; private set; }

    public decimal DayStart { get; private set; }

    public decimal WeekStart { get; private set; }

    public decimal Peak { get; private set; }

    /// <summary>Loss from the peak as a fraction of it, now.</summary>
    public decimal Drawdown => Peak > 0 && Equity < Peak ? (Peak - Equity) / Peak : 0m;

    /// <summary>The largest <see cref="Drawdown"/> so far.</summary>
    public decimal DrawdownMax { get; private set; }

    /// <summary>Takes equity at a moment of venue time. A moment in an earlier day than the latest does not turn the day back.</summary>
    public void Observe(Timestamp at, decimal equity)
    {
        long today = FloorDivide(at.Nanoseconds, NanosecondsPerDay);
        if (!started)
        {
            (started, day) = (true, today);
            DayStart = WeekStart = Peak = equity;
        }
        else if (today > day)
        {
            if (Week(today) > Week(day)) WeekStart = Equity;
            (day, DayStart) = (today, Equity);
        }

        Equity = equity;
        if (equity > Peak) Peak = equity;
        if (Drawdown > DrawdownMax) DrawdownMax = Drawdown;
    }

    /// <summary>Money came (or went) without a trade: no profit, no loss, so everything it is measured by moves along.</summary>
    public void Shift(decimal amount)
    {
        if (!started) return;
        Equity += amount;
        DayStart += amount;
        WeekStart += amount;
        Peak += amount;
    }

    private static long Week(long day) => FloorDivide(day + DaysFromMonday, 7);

    private static long FloorDivide(long value, long divisor) =>
        value / divisor - (value % divisor < 0 ? 1 : 0);
}
