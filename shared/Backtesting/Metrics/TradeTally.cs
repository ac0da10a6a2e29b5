namespace Parley.Backtesting;

/// <summary>Sums over closed trades, in one pass.</summary>
internal sealed class TradeTally
{
    private readonly SortedDictionary<string, (int Trades, decimal Profit)> reasons = new(StringComparer.Ordinal);
    private int wins;
    private int draws;
    private int losses;
    private int longs;
    private int shorts;
    private decimal won;
    private decimal lost;
    private decimal longProfit;
    private decimal shortProfit;
    private decimal stakes;
    private decimal volume;
    private double ratios;
    private long winnerTicks;
    private long loserTicks;
    private int winsInRow;
    private int lossesInRow;
    private int winsInRowMax;
    private int lossesInRowMax;
    private ClosedTrade? best;
    private ClosedTrade? worst;

    private int Count => wins + draws + losses;

    public void Add(in ClosedTrade trade)
    {
        decimal profit = trade.NetProfit;
        AddOutcome(profit, trade.Duration);
        AddSide(trade.Side, profit);
        stakes += trade.Stake;
        volume += trade.Volume;
        double ratio = trade.ProfitRatio;
        ratios += ratio;
        if (best is not { } b || ratio > b.ProfitRatio) best = trade;
        if (worst is not { } w || ratio < w.ProfitRatio) worst = trade;
        (int trades, decimal sum) = reasons.GetValueOrDefault(trade.ExitReason);
        reasons[trade.ExitReason] = (trades + 1, sum + profit);
    }

    public TradeStatistics ToStatistics(OpenPosition? open, double days)
    {
        int count = Count;
        decimal? averageWin = wins > 0 ? won / wins : null;
        decimal? averageLoss = losses > 0 ? lost / losses : null;
        return new TradeStatistics
        {
            TotalTrades = count,
            DailyAvgTrades = days > 0 ? count / days : null,
            Wins = wins,
            Draws = draws,
            Losses = losses,
            WinRatePercent = count > 0 ? 100.0 * wins / count : null,
            AverageWin = averageWin,
            AverageLoss = averageLoss,
            AverageProfitPercent = count > 0 ? 100.0 * ratios / count : null,
            ProfitFactor = losses > 0 ? (double)(won / -lost) : null,
            Expectancy = count > 0 ? (won + lost) / count : null,
            ExpectancyRatio = averageLoss is { } loss
                ? (1.0 + (double)((averageWin ?? 0m) / -loss)) * wins / count - 1.0
                : null,
            AverageStake = count > 0 ? stakes / count : null,
            TotalTradeVolume = volume + (open is null ? 0m : open.EntryPrice * open.Quantity.Value),
            LongTrades = longs,
            ShortTrades = shorts,
            LongProfit = longProfit,
            ShortProfit = shortProfit,
            BestTrade = best,
            WorstTrade = worst,
            AverageDurationWinners = wins > 0 ? TimeSpan.FromTicks(winnerTicks / wins) : null,
            AverageDurationLosers = losses > 0 ? TimeSpan.FromTicks(loserTicks / losses) : null,
            MaxConsecutiveWins = winsInRowMax,
            MaxConsecutiveLosses = lossesInRowMax,
            ExitReasons = [.. reasons.Select(r => new ExitReasonCount(r.Key, r.Value.Trades, r.Value.Profit))],
        };
    }

    private void AddOutcome(decimal profit, TimeSpan duration)
    {
        if (profit > 0m)
        {
            wins++;
            won += profit;
            winnerTicks += duration.Ticks;
            winsInRowMax = Math.Max(winsInRowMax, ++winsInRow);
            lossesInRow = 0;
        }
        else if (profit < 0m)
        {
            losses++;
            lost += profit;
            loserTicks += duration.Ticks;
            lossesInRowMax = Math.Max(lossesInRowMax, ++lossesInRow);
            winsInRow = 0;
        }
        else
        {
            draws++;
            winsInRow = 0;
            lossesInRow = 0;
        }
    }

    private void AddSide(Side side, decimal profit)
    {
        if (side == Side.Buy)
        {
            longs++;
            longProfit += profit;
        }
        else
        {
            shorts++;
            shortProfit += profit;
        }
    }
}
