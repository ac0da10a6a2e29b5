namespace Parley.Backtesting;

/// <summary>Equity at the start and at the end of each UTC day of a run, without holes.</summary>
internal sealed class DailyEquity
{
    private const long Day = 86_400_000_000_000;

    private readonly List<double> marks;

    private DailyEquity(DateOnly first, List<double> marks)
    {
        First = first;
        this.marks = marks;
    }

    public DateOnly First { get; }

    public int Count => marks.Count - 1;

    public static DailyEquity Of(TimeSeries equity, Timestamp begin, double startingBalance)
    {
        long firstDay = begin.Nanoseconds / Day;
        List<double> ends = [startingBalance];
        ReadOnlySpan<double> values = equity.Values;
        double last = startingBalance;
        long day = firstDay;
        long dayEnd = (firstDay + 1) * Day;
        for (int i = 0; i < values.Length; i++)
        {
            // A value at midnight is the result of the day that ends there.
            long time = equity.Time(i).Nanoseconds;
            while (time > dayEnd)
            {
                ends.Add(last);
                day++;
                dayEnd += Day;
            }

            last = values[i];
        }

        ends.Add(last);
        return new DailyEquity(DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(firstDay)), ends);
    }

    public double Profit(int day) => marks[day + 1] - marks[day];

    public DayProfit Describe(int day) =>
        new(First.AddDays(day), Profit(day), marks[day] > 0.0 ? 100.0 * Profit(day) / marks[day] : null);

    /// <summary>Return of each day, or null when equity was not positive at the start of one.</summary>
    public double[]? Returns()
    {
        double[] returns = new double[Count];
        for (int day = 0; day < returns.Length; day++)
        {
            if (marks[day] <= 0.0) return null;
            returns[day] = Profit(day) / marks[day];
        }

        return returns;
    }

    /// <summary>Return of each calendar month, first to last; null in a month that began without equity.</summary>
    public IReadOnlyList<MonthlyReturn> Months()
    {
        List<MonthlyReturn> months = [];
        double start = marks[0];
        for (int day = 0; day < Count; day++)
        {
            DateOnly date = First.AddDays(day);
            bool closes = day == Count - 1 || date.AddDays(1).Month != date.Month;
            if (!closes) continue;
            double end = marks[day + 1];
            months.Add(new MonthlyReturn(date.Year, date.Month, start > 0.0 ? 100.0 * (end / start - 1.0) : null));
            start = end;
        }

        return months;
    }
}

/// <summary>Change of equity over one calendar month, UTC; the first and last may be partial.</summary>
public sealed record MonthlyReturn(int Year, int Month, double? Percent);
