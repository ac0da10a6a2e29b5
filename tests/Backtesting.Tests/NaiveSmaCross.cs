namespace Parley.Backtesting.Tests;

/// <summary>
/// The rule written out as plainly as it can be said, in decimals, with every average summed anew: what the engine is
/// held against.
/// </summary>
internal static class NaiveSmaCross
{
    public sealed record Trade(int EntryBar, int ExitBar, decimal EntryPrice, decimal ExitPrice, decimal Net);

    public sealed record Outcome(List<Trade> Trades, decimal FinalEquity, decimal Fees, bool Open, List<decimal> Equity);

    public static Outcome Run(
        BarSeries bars, int fast, int slow, decimal quantity, decimal startingBalance, decimal feeRate)
    {
        decimal[] opens = [.. bars.Opens.ToArray().Select(FixedPoint.ToDecimal)];
        decimal[] closes = [.. bars.Closes.ToArray().Select(FixedPoint.ToDecimal)];
        List<Trade> trades = [];
        List<decimal> equity = [];
        decimal cash = startingBalance;
        decimal fees = 0m;
        int entryBar = -1;
        for (int i = 0; i < closes.Length; i++)
        {
            if (entryBar < 0 && CrossedUp(closes, i - 1, fast, slow))
            {
                entryBar = i;
                cash -= opens[i] * quantity * (1m + feeRate);
                fees += opens[i] * quantity * feeRate;
            }
            else if (entryBar >= 0 && CrossedDown(closes, i - 1, fast, slow))
            {
                cash += opens[i] * quantity * (1m - feeRate);
                fees += opens[i] * quantity * feeRate;
                decimal net = quantity * (opens[i] - opens[entryBar] - feeRate * (opens[i] + opens[entryBar]));
                trades.Add(new Trade(entryBar, i, opens[entryBar], opens[i], net));
                entryBar = -1;
            }

            equity.Add(cash + (entryBar >= 0 ? quantity * closes[i] : 0m));
        }

        return new Outcome(trades, equity[^1], fees, entryBar >= 0, equity);
    }

    private static bool CrossedUp(decimal[] closes, int i, int fast, int slow) =>
        i >= slow && Lead(closes, i - 1, fast, slow) <= 0m && Lead(closes, i, fast, slow) > 0m;

    private static bool CrossedDown(decimal[] closes, int i, int fast, int slow) =>
        i >= slow && Lead(closes, i - 1, fast, slow) >= 0m && Lead(closes, i, fast, slow) < 0m;

    // Multiplied out, so that thirds and sevenths tie exactly where they should.
    private static decimal Lead(decimal[] closes, int i, int fast, int slow) =>
        Sum(closes, i, fast) * slow - Sum(closes, i, slow) * fast;

    private static decimal Sum(decimal[] closes, int i, int n)
    {
        decimal sum = 0m;
        for (int j = i - n + 1; j <= i; j++) sum += closes[j];
        return sum;
    }
}
