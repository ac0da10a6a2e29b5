namespace Parley.Backtesting;

/// <summary>One line of the metric block, ready to show.</summary>
/// <param name="Group">Heading it belongs under.</param>
public sealed record MetricRow(string Group, string Label, string Value);

/// <summary>The metric block as text, under the labels traders know; for tables on a terminal or a page.</summary>
public static class MetricTable
{
    public static IReadOnlyList<MetricRow> Rows(PerformanceMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return [.. Return(metrics), .. Account(metrics), .. Risk(metrics), .. Trades(metrics), .. Outcomes(metrics)];
    }

    private static IEnumerable<MetricRow> Return(PerformanceMetrics m)
    {
        const string group = "Return";
        yield return new(group, "Backtesting from", Amount.Moment(m.BacktestingFrom));
        yield return new(group, "Backtesting to", Amount.Moment(m.BacktestingTo));
        yield return new(group, "Starting balance", Amount.Money(m.StartingBalance));
        yield return new(group, "Final balance", Amount.Money(m.FinalBalance));
        yield return new(group, "Absolute profit", Amount.Profit(m.AbsoluteProfit));
        yield return new(group, "Total profit %", Amount.SignedPercent(m.TotalProfitPercent));
        yield return new(group, "CAGR %", Amount.SignedPercent(m.CagrPercent));
        yield return new(group, "Market change", Amount.SignedPercent(m.MarketChangePercent));
        yield return new(group, "Best day", Day(m.BestDay));
        yield return new(group, "Worst day", Day(m.WorstDay));
        yield return new(group, "Days win / draw / lose", $"{m.DaysWin} / {m.DaysDraw} / {m.DaysLose}");
    }

    private static IEnumerable<MetricRow> Risk(PerformanceMetrics m)
    {
        const string group = "Risk";
        Drawdown? d = m.AbsoluteDrawdown;
        yield return new(group, "Sharpe", Amount.Ratio(m.Sharpe));
        yield return new(group, "Sortino", Amount.Ratio(m.Sortino));
        yield return new(group, "Calmar", Amount.Ratio(m.Calmar));
        yield return new(group, "Omega", Amount.Ratio(m.Omega));
        yield return new(group, "Probabilistic Sharpe", Amount.Percent(100.0 * m.ProbabilisticSharpe));
        yield return new(group, "Value at risk 95 % (day)", Amount.Percent(m.ValueAtRisk95Percent));
        yield return new(group, "Value at risk 99 % (day)", Amount.Percent(m.ValueAtRisk99Percent));
        yield return new(group, "Max % of account underwater", Amount.Percent(m.MaxUnderwaterPercent));
        yield return new(group, "Absolute drawdown", d is null
            ? Amount.None
            : $"{Amount.Money(d.Amount)} ({Amount.Percent(d.Percent)})");
        yield return new(group, "Drawdown high", d is null ? Amount.None : Amount.Money(d.High));
        yield return new(group, "Drawdown low", d is null ? Amount.None : Amount.Money(d.Low));
        yield return new(group, "Drawdown start", d is null ? Amount.None : Amount.Moment(d.Start));
        yield return new(group, "Drawdown end", d is null ? Amount.None : Amount.Moment(d.End));
        yield return new(group, "Drawdown recovery", d is null ? Amount.None : d.Recovery is { } r ? Amount.Duration(r) : "not yet");
        yield return new(group, "Longest underwater", Amount.Duration(m.MaxUnderwaterDuration));
    }

    private static IEnumerable<MetricRow> Trades(PerformanceMetrics m)
    {
        const string group = "Trades";
        TradeStatistics t = m.Trades;
        yield return new(group, "Total / daily avg trades", $"{t.TotalTrades:#,##0} / {Amount.Ratio(t.DailyAvgTrades)}");
        yield return new(group, "Long / short trades", $"{t.LongTrades:#,##0} / {t.ShortTrades:#,##0}");
        yield return new(group, "Long / short profit", $"{Amount.Profit(t.LongProfit)} / {Amount.Profit(t.ShortProfit)}");
        yield return new(group, "Profit factor", Amount.Ratio(t.ProfitFactor));
        yield return new(group, "Expectancy (ratio)", t.Expectancy is null
            ? Amount.None
            : $"{Amount.Profit(t.Expectancy)} ({Amount.Ratio(t.ExpectancyRatio)})");
        yield return new(group, "Avg profit per trade", Amount.SignedPercent(t.AverageProfitPercent));
        yield return new(group, "Avg stake", Amount.Money(t.AverageStake));
        yield return new(group, "Total trade volume", Amount.Money(t.TotalTradeVolume));
        yield return new(group, "Rejected entry signals", $"{m.RejectedEntrySignals:#,##0}");
        foreach (ExitReasonCount reason in t.ExitReasons)
            yield return new(group, $"Exit: {reason.Reason}", $"{reason.Trades:#,##0} ({Amount.Profit(reason.Profit)})");
    }

    private static IEnumerable<MetricRow> Outcomes(PerformanceMetrics m)
    {
        const string group = "Wins and losses";
        TradeStatistics t = m.Trades;
        yield return new(group, "Wins / draws / losses", $"{t.Wins:#,##0} / {t.Draws:#,##0} / {t.Losses:#,##0}");
        yield return new(group, "Win rate", Amount.Percent(t.WinRatePercent));
        yield return new(group, "Average win", Amount.Profit(t.AverageWin));
        yield return new(group, "Average loss", Amount.Money(t.AverageLoss));
        yield return new(group, "Best trade", Trade(t.BestTrade));
        yield return new(group, "Worst trade", Trade(t.WorstTrade));
        yield return new(group, "Avg duration winners", Amount.Duration(t.AverageDurationWinners));
        yield return new(group, "Avg duration losers", Amount.Duration(t.AverageDurationLosers));
        yield return new(group, "Max consecutive wins / losses", $"{t.MaxConsecutiveWins} / {t.MaxConsecutiveLosses}");
    }

    private static IEnumerable<MetricRow> Account(PerformanceMetrics m)
    {
        const string group = "Account";
        yield return new(group, "Min balance", Amount.Money(m.MinBalance));
        yield return new(group, "Max balance", Amount.Money(m.MaxBalance));
        yield return new(group, "Total fees", Amount.Money(m.TotalFees));
        yield return new(group, "Daily turnover", Amount.Ratio(m.DailyTurnover));
        yield return new(group, "Time in the market", Amount.Percent(m.ExposurePercent));
    }

    private static string Day(DayProfit? day) =>
        day is null ? Amount.None : $"{Amount.Profit((decimal)day.Profit)} ({Amount.Day(day.Day)})";

    private static string Trade(ClosedTrade? trade) =>
        trade is { } t ? $"{Amount.SignedPercent(100.0 * t.ProfitRatio)} ({Amount.Day(t.ExitTime)})" : Amount.None;
}
