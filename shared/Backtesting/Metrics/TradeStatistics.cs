namespace Parley.Backtesting;

/// <summary>The part of the metric block that rests on closed trades. All profits are net of fees, quote currency.</summary>
public sealed record TradeStatistics
{
    public required int TotalTrades { get; init; }

    /// <summary>Closed trades ÷ duration in days; null for a run without duration.</summary>
    public double? DailyAvgTrades { get; init; }

    public required int Wins { get; init; }

    public required int Draws { get; init; }

    public required int Losses { get; init; }

    /// <summary>Wins ÷ all trades.</summary>
    public double? WinRatePercent { get; init; }

    public decimal? AverageWin { get; init; }

    /// <summary>Negative.</summary>
    public decimal? AverageLoss { get; init; }

    /// <summary>Mean of the trades' profit ratios.</summary>
    public double? AverageProfitPercent { get; init; }

    /// <summary>Sum of profits ÷ sum of losses; null without losses.</summary>
    public double? ProfitFactor { get; init; }

    /// <summary>Mean profit per trade.</summary>
    public decimal? Expectancy { get; init; }

    /// <summary>(1 + average win ÷ average loss) × win rate − 1, as freqtrade defines it; null without losses.</summary>
    public double? ExpectancyRatio { get; init; }

    /// <summary>Mean notional at entry.</summary>
    public decimal? AverageStake { get; init; }

    /// <summary>Notional of both sides of all trades, and of the entry of an open position.</summary>
    public required decimal TotalTradeVolume { get; init; }

    public required int LongTrades { get; init; }

    public required int ShortTrades { get; init; }

    public required decimal LongProfit { get; init; }

    public required decimal ShortProfit { get; init; }

    /// <summary>Trade with the highest profit ratio; the earliest of equals.</summary>
    public ClosedTrade? BestTrade { get; init; }

    public ClosedTrade? WorstTrade { get; init; }

    public TimeSpan? AverageDurationWinners { get; init; }

    public TimeSpan? AverageDurationLosers { get; init; }

    public required int MaxConsecutiveWins { get; init; }

    public required int MaxConsecutiveLosses { get; init; }

    /// <summary>How trades ended, by name.</summary>
    public required IReadOnlyList<ExitReasonCount> ExitReasons { get; init; }

    /// <param name="days">Duration of the run in days.</param>
    public static TradeStatistics Of(IReadOnlyList<ClosedTrade> trades, OpenPosition? open, double days)
    {
        ArgumentNullException.ThrowIfNull(trades);
        var tally = new TradeTally();
        foreach (ClosedTrade trade in trades) tally.Add(trade);
        return tally.ToStatistics(open, days);
    }
}

/// <summary>How many trades ended for one reason and what they brought.</summary>
public sealed record ExitReasonCount(string Reason, int Trades, decimal Profit);
