namespace Parley.Backtesting;

/// <summary>Puts the metric block together.</summary>
internal static class PerformanceCalculation
{
    public static PerformanceMetrics Run(PerformanceInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Equity.Count == 0) throw new ArgumentException("There are no equity points.", nameof(input));
        if (input.StartingBalance <= 0m) throw new ArgumentException("The starting balance is not above 0.", nameof(input));

        double start = (double)input.StartingBalance;
        Timestamp end = input.Equity.Time(input.Equity.Count - 1);
        double days = (end - input.Begin).TotalDays;
        EquityPath path = EquityPath.Of(input.Equity, input.Begin, start);
        DailyEquity daily = DailyEquity.Of(input.Equity, input.Begin, start);
        double[] returns = daily.Returns() ?? [];
        double? cagr = Cagr(start, (double)input.FinalBalance, days);
        TradeStatistics trades = TradeStatistics.Of(input.Trades, input.OpenPosition, days);
        return new PerformanceMetrics
        {
            BacktestingFrom = input.Begin,
            BacktestingTo = end,
            Days = daily.Count,
            StartingBalance = input.StartingBalance,
            FinalBalance = input.FinalBalance,
            AbsoluteProfit = input.FinalBalance - input.StartingBalance,
            TotalProfitPercent = (double)(100m * (input.FinalBalance / input.StartingBalance - 1m)),
            CagrPercent = Finite(100.0 * cagr),
            Sharpe = Finite(ReturnStatistics.Sharpe(returns)),
            Sortino = Finite(ReturnStatistics.Sortino(returns)),
            Calmar = path.MaxRelativeDrawdown > 0.0 ? Finite(cagr / path.MaxRelativeDrawdown) : null,
            Omega = Finite(ReturnStatistics.Omega(returns)),
            ProbabilisticSharpe = Finite(ReturnStatistics.ProbabilisticSharpe(returns)),
            ValueAtRisk95Percent = 100.0 * ReturnStatistics.ValueAtRisk(returns, 0.05),
            ValueAtRisk99Percent = 100.0 * ReturnStatistics.ValueAtRisk(returns, 0.01),
            Trades = trades,
            BestDay = Extreme(daily, sign: 1),
            WorstDay = Extreme(daily, sign: -1),
            DaysWin = Count(daily, sign: 1),
            DaysDraw = Count(daily, sign: 0),
            DaysLose = Count(daily, sign: -1),
            RejectedEntrySignals = input.RejectedEntries,
            MinBalance = path.Min,
            MaxBalance = path.Max,
            MaxUnderwaterPercent = 100.0 * path.MaxRelativeDrawdown,
            MaxUnderwaterDuration = path.LongestUnderwater,
            AbsoluteDrawdown = path.Deepest,
            MarketChangePercent =
                input.FirstPrice > 0m ? (double)(100m * (input.LastPrice / input.FirstPrice - 1m)) : null,
            TotalFees = input.FeesPaid,
            DailyTurnover =
                days > 0.0 && path.Mean > 0.0 ? (double)trades.TotalTradeVolume / path.Mean / days : null,
            ExposurePercent = Exposure(input, end),
        };
    }

    private static double? Cagr(double start, double final, double days) =>
        days >= 1.0 && final > 0.0 ? Finite(Math.Pow(final / start, 365.0 / days) - 1.0) : null;

    private static double? Exposure(PerformanceInput input, Timestamp end)
    {
        TimeSpan total = end - input.Begin;
        if (total <= TimeSpan.Zero) return null;
        TimeSpan held = input.OpenPosition is { } open ? end - open.EntryTime : TimeSpan.Zero;
        foreach (ClosedTrade trade in input.Trades) held += trade.Duration;
        return Math.Min(100.0, 100.0 * (held / total));
    }

    private static DayProfit Extreme(DailyEquity daily, int sign)
    {
        int extreme = 0;
        for (int day = 1; day < daily.Count; day++)
            if (sign * daily.Profit(day) > sign * daily.Profit(extreme)) extreme = day;
        return daily.Describe(extreme);
    }

    private static int Count(DailyEquity daily, int sign)
    {
        int count = 0;
        for (int day = 0; day < daily.Count; day++)
            if (Math.Sign(daily.Profit(day)) == sign) count++;
        return count;
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
