using FsCheck;
using FsCheck.Fluent;

namespace Parley.Backtesting.Tests;

public sealed class OtherStrategyTests
{
    private static readonly BarBacktestOptions OneUnit = new()
    {
        StartingBalance = 100_000m,
        Quantity = Quantity.From(1m),
    };

    [Fact]
    public void Breakout_trades_by_the_plain_rule_on_any_walk() =>
        Prop.ForAll<int, PositiveInt, PositiveInt>((seed, a, b) =>
        {
            int entry = 1 + a.Get % 15;
            int exit = 1 + b.Get % 15;
            BarSeries bars = RandomBars.Series(seed, 250, step: 6);
            (int, int)[] trades = [.. BarBacktest.Run(bars, new Breakout(entry, exit), OneUnit).Trades.Select(t => (t.EntryBar, t.ExitBar))];
            trades.ShouldBe(Plain(
                bars,
                i => i >= entry && bars.Closes[i] > Max(bars.Highs[(i - entry)..i]),
                (i, _) => i >= exit && bars.Closes[i] < Min(bars.Lows[(i - exit)..i])));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Reversion_trades_by_the_plain_rule_on_any_walk() =>
        Prop.ForAll<int, PositiveInt, bool>((seed, n, stops) =>
        {
            int period = 2 + n.Get % 10;
            decimal stop = stops ? 0.15m : 0m;
            BarSeries bars = RandomBars.Series(seed, 300, step: 9);
            double[] rsi = Rsi(bars, period);
            ClosedTrade[] trades = [.. BarBacktest.Run(bars, new RsiReversion(period, 30, 60, stop), OneUnit).Trades];
            trades.Select(t => (t.EntryBar, t.ExitBar)).ShouldBe(Plain(
                bars,
                i => i > 0 && rsi[i - 1] >= 30 && rsi[i] < 30,
                (i, entryBar) => rsi[i] >= 60 || Stopped(i, entryBar)));
            foreach (ClosedTrade trade in trades)
                (trade.ExitReason == "stop_loss").ShouldBe(Stopped(trade.ExitBar - 1, trade.EntryBar));

            bool Stopped(int i, int entryBar) =>
                stop > 0m && bars.Closes[i] <= bars.Opens[entryBar] * (1m - stop / 100m);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Decides at i, acts at i + 1; while a position is open only exits count, while flat only entries.</summary>
    private static List<(int, int)> Plain(BarSeries bars, Func<int, bool> enters, Func<int, int, bool> leaves)
    {
        List<(int, int)> trades = [];
        int entryBar = -1;
        for (int i = 0; i + 1 < bars.Count; i++)
        {
            if (entryBar < 0)
            {
                if (enters(i)) entryBar = i + 1;
            }
            else if (leaves(i, entryBar))
            {
                trades.Add((entryBar, i + 1));
                entryBar = -1;
            }
        }

        return trades;
    }

    /// <summary>Wilder's definition written out: first average plain, every later one (n − 1) parts old, one part new.</summary>
    private static double[] Rsi(BarSeries bars, int n)
    {
        double[] rsi = new double[bars.Count];
        Array.Fill(rsi, double.NaN);
        double gain = 0, loss = 0;
        for (int i = 1; i < bars.Count; i++)
        {
            double change = bars.Closes[i] - bars.Closes[i - 1];
            double up = Math.Max(change, 0), down = Math.Max(-change, 0);
            gain = i <= n ? gain + up / n : (gain * (n - 1) + up) / n;
            loss = i <= n ? loss + down / n : (loss * (n - 1) + down) / n;
            if (i >= n && gain + loss > 0) rsi[i] = 100 - 100 / (1 + gain / loss);
        }

        return rsi;
    }

    private static long Max(ReadOnlySpan<long> values)
    {
        long max = values[0];
        foreach (long value in values) max = Math.Max(max, value);
        return max;
    }

    private static long Min(ReadOnlySpan<long> values)
    {
        long min = values[0];
        foreach (long value in values) min = Math.Min(min, value);
        return min;
    }
}
