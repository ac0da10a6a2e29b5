using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class EquityTrackerTests
{
    [Fact]
    public void A_day_starts_at_midnight_utc_with_the_equity_seen_last()
    {
        EquityTracker tracker = new();
        // 2024-07-19 was a Friday.
        Observe(tracker, "2024-07-19T10:00:00Z", 100m);
        Observe(tracker, "2024-07-19T23:59:59.999Z", 110m);
        (tracker.DayStart, tracker.WeekStart).ShouldBe((100m, 100m));
        Observe(tracker, "2024-07-20T00:00:00Z", 90m);
        (tracker.DayStart, tracker.WeekStart, tracker.Equity).ShouldBe((110m, 100m, 90m));
    }

    [Fact]
    public void A_week_starts_on_monday_utc()
    {
        EquityTracker tracker = new();
        Observe(tracker, "2024-07-19T10:00:00Z", 100m);
        Observe(tracker, "2024-07-21T23:00:00Z", 95m);
        tracker.WeekStart.ShouldBe(100m);
        Observe(tracker, "2024-07-22T00:00:00Z", 96m);
        (tracker.DayStart, tracker.WeekStart).ShouldBe((95m, 95m));
        Observe(tracker, "2024-08-07T12:00:00Z", 97m);
        (tracker.DayStart, tracker.WeekStart).ShouldBe((96m, 96m));
    }

    [Fact]
    public void Drawdown_is_measured_from_the_peak_and_its_largest_is_kept()
    {
        EquityTracker tracker = new();
        foreach ((string at, decimal equity) in
            new[] { ("2024-07-19T10:00Z", 100m), ("2024-07-19T11:00Z", 120m), ("2024-07-19T12:00Z", 90m), ("2024-07-19T13:00Z", 114m) })
            Observe(tracker, at, equity);
        (tracker.Peak, tracker.Drawdown, tracker.DrawdownMax).ShouldBe((120m, 0.05m, 0.25m));
    }

    [Fact]
    public void Time_that_goes_back_does_not_turn_the_day_back()
    {
        EquityTracker tracker = new();
        Observe(tracker, "2024-07-19T23:00:00Z", 100m);
        Observe(tracker, "2024-07-20T00:00:01Z", 101m);
        Observe(tracker, "2024-07-19T23:59:59Z", 102m);
        Observe(tracker, "2024-07-20T00:00:02Z", 103m);
        (tracker.DayStart, tracker.Equity).ShouldBe((100m, 103m));
    }

    [Fact]
    public void The_peak_is_the_highest_equity_and_no_start_lies_outside_what_was_seen() => Cases.Check(2_000, random =>
    {
        EquityTracker tracker = new();
        List<decimal> seen = [];
        Timestamp at = Facts.Start;
        for (int i = 0; i < 50; i++)
        {
            at += TimeSpan.FromHours(random.Next(0, 60));
            seen.Add(random.Next(-100, 1_000));
            tracker.Observe(at, seen[^1]);
            tracker.Peak.ShouldBe(seen.Max());
            seen.Contains(tracker.DayStart).ShouldBeTrue();
            seen.Contains(tracker.WeekStart).ShouldBeTrue();
            tracker.Drawdown.ShouldBeLessThanOrEqualTo(tracker.DrawdownMax);
        }
    });

    private static void Observe(EquityTracker tracker, string at, decimal equity) => tracker.Observe(Timestamp.Parse(at), equity);
}
