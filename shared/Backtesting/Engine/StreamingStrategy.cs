namespace Parley.Backtesting;

/// <summary>
/// A strategy fed bar by bar as they close, for a desk that does not know the next one: the same struct as in a backtest,
/// so the same signals.
/// </summary>
public abstract class StreamingStrategy
{
    /// <summary>Takes the next closed bar.</summary>
    /// <exception cref="ArgumentException">It does not follow the bars before it.</exception>
    public abstract BarSignal OnClose(in Bar bar, BarPosition position);

    internal static StreamingStrategy Of<TStrategy>(TStrategy strategy)
        where TStrategy : struct, IBarStrategy => new Stream<TStrategy>(strategy);

    private sealed class Stream<TStrategy>(TStrategy strategy) : StreamingStrategy
        where TStrategy : struct, IBarStrategy
    {
        private TStrategy strategy = strategy;
        private BarSeries? series;

        public override BarSignal OnClose(in Bar bar, BarPosition position)
        {
            series ??= new BarSeries(bar.Symbol, bar.Timeframe);
            series.Add(bar);
            return strategy.OnClose(new BarHistory(series, series.Count - 1), position);
        }
    }
}
