using Parley.Features;

namespace Parley.Backtesting;

/// <summary>
/// Buys weakness: enters when Wilder's RSI of closes falls through the oversold level
/// (<c>rsi[i−1] ≥ oversold and rsi[i] &lt; oversold</c>), leaves when it has risen to the exit level
/// (<c>rsi[i] ≥ exit</c>) or when a bar closes at least the stop-loss below the entry price. The stop is judged at the
/// close and executed at the next open like every order. Falling <em>through</em> the level means that a stop is not
/// followed by a new entry in the same slide.
/// </summary>
/// <param name="period">Bars in the RSI; at least 2.</param>
/// <param name="oversold">0 to 100.</param>
/// <param name="exit">0 to 100, above <paramref name="oversold"/>.</param>
/// <param name="stopLossPercent">Loss of price, in percent of the entry price, that ends the trade; 0 for no stop.</param>
public struct RsiReversion(int period, double oversold, double exit, decimal stopLossPercent) : IBarStrategy
{
    private WilderRsi rsi = new(period);
    private double before = double.NaN;
    private int stopBar = -1;
    private long stop;

    public BarSignal OnClose(BarHistory bars, BarPosition position)
    {
        double previous = before;
        rsi.Update(bars.Close());
        double now = rsi.Value;
        before = now;
        if (!position.IsOpen)
            return previous >= oversold && now < oversold ? BarSignal.EnterLong : BarSignal.Hold;
        if (stopLossPercent > 0m && bars.Close().Raw <= StopOf(position)) return BarSignal.StopLoss;
        return now >= exit ? BarSignal.Exit : BarSignal.Hold;
    }

    private long StopOf(BarPosition position)
    {
        if (stopBar == position.EntryBar) return stop;
        stopBar = position.EntryBar;
        stop = decimal.ToInt64(decimal.Floor(position.EntryPrice.Raw * (1m - stopLossPercent / 100m)));
        return stop;
    }
}
