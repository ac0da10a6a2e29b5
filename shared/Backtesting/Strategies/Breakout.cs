using Parley.Features;

namespace Parley.Backtesting;

/// <summary>
/// Donchian channel breakout, as in the turtle rule: buy when a bar closes above the highest high of the
/// <paramref name="entry"/> bars before it, sell when one closes below the lowest low of the <paramref name="exit"/> bars
/// before it. The bar itself is not part of its channel.
/// </summary>
/// <param name="entry">Bars of the entry channel; at least 1.</param>
/// <param name="exit">Bars of the exit channel; at least 1.</param>
public struct Breakout(int entry, int exit) : IBarStrategy
{
    // Raw prices are whole numbers, exact as doubles up to 90 million in quote currency.
    private RollingMaximum highest = new(entry);
    private RollingMinimum lowest = new(exit);

    public BarSignal OnClose(BarHistory bars, BarPosition position)
    {
        double close = bars.Close().Raw;
        bool above = close > highest.Value;
        bool below = close < lowest.Value;
        highest.Update(bars.High().Raw);
        lowest.Update(bars.Low().Raw);
        if (position.IsOpen) return below ? BarSignal.Exit : BarSignal.Hold;
        return above ? BarSignal.EnterLong : BarSignal.Hold;
    }
}
