using Parley.Domain;

namespace Parley.Risk;

/// <summary>
/// What a history says whatever the size of the order, worked out once for the same series: a desk asks far more often than
/// bars close. Series are the same when they are the same objects, which must not change. Forgetting it changes no answer.
/// </summary>
internal sealed class HistoryMemo
{
    private readonly double[] returns = new double[HistoricalRisk.BarsMax];
    private readonly double[] moves = new double[HistoricalRisk.BarsMax];
    private readonly double[] movesAgain = new double[HistoricalRisk.BarsMax];
    private readonly double[] elsewhere = new double[HistoricalRisk.BarsMax];
    private IReadOnlyList<double>? seen;
    private IReadOnlyList<double>? seenElsewhere;
    private Timeframe seenEvery;
    private int bars;
    private int barsElsewhere;
    private TailLoss bought;
    private TailLoss sold;

    /// <summary>Pearson's, of a purchase with all other positions; null where it says nothing.</summary>
    public double? Correlation { get; private set; }

    /// <inheritdoc cref="HistoricalRisk.PerDay"/>
    public double PerDay { get; private set; }

    /// <summary>Itself, holding what these inputs say. Both histories must have the same length, or the second none.</summary>
    public HistoryMemo Of(RiskInputs inputs)
    {
        bool same = ReferenceEquals(inputs.Returns, seen) && ReferenceEquals(inputs.Elsewhere, seenElsewhere) && inputs.ReturnsEvery == seenEvery;
        if (!same) Learn(inputs);
        return this;
    }

    /// <summary>Tail of one unit of quote currency, bought or sold.</summary>
    public TailLoss Own(Side side) => side == Side.Buy ? bought : sold;

    /// <summary>Tail of everything together.</summary>
    /// <param name="notional">Of this instrument, negative when short.</param>
    public TailLoss All(double notional)
    {
        if (barsElsewhere > 0) return HistoricalRisk.Of(returns.AsSpan(0, bars), notional, elsewhere.AsSpan(0, bars));
        TailLoss one = notional >= 0 ? bought : sold;
        double size = Math.Abs(notional);
        return new(size * one.ValueAtRisk, size * one.Shortfall);
    }

    private void Learn(RiskInputs inputs)
    {
        seen = null;
        bars = Take(inputs.Returns, returns);
        barsElsewhere = Take(inputs.Elsewhere, elsewhere);
        if (barsElsewhere > 0)
        {
            Correlation = HistoricalRisk.Correlation(returns.AsSpan(0, bars), elsewhere.AsSpan(0, barsElsewhere));
            // Bars with the largest moves first: the worst are then met early, and the rest are passed over.
            SortByMove();
        }
        else
        {
            Correlation = null;
        }

        bought = HistoricalRisk.Of(returns.AsSpan(0, bars), 1, []);
        sold = HistoricalRisk.Of(returns.AsSpan(0, bars), -1, []);
        PerDay = HistoricalRisk.PerDay(inputs.ReturnsEvery);
        (seen, seenElsewhere, seenEvery) = (inputs.Returns, inputs.Elsewhere, inputs.ReturnsEvery);
    }

    // The tail does not depend on the order of bars. Sorted twice by the same keys, both histories move alike.
    private void SortByMove()
    {
        if (bars != barsElsewhere) return;
        Span<double> keys = moves.AsSpan(0, bars);
        for (int i = 0; i < bars; i++) keys[i] = -Math.Abs(returns[i]);
        keys.CopyTo(movesAgain);
        keys.Sort(returns.AsSpan(0, bars));
        movesAgain.AsSpan(0, bars).Sort(elsewhere.AsSpan(0, bars));
    }

    private static int Take(IReadOnlyList<double> from, double[] to)
    {
        int count = Math.Min(from.Count, to.Length);
        for (int i = 0; i < count; i++) to[i] = from[from.Count - count + i];
        return count;
    }
}
