using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Every feature of one instrument, kept up to date by closed bars, trades, quotes and its book. Nothing allocates but
/// <see cref="Snapshot"/> and <see cref="Save()"/>. NaN means "not known", never zero. Not for several threads at once.
/// </summary>
/// <remarks>
/// At-least-once delivery is harmless: a bar, trade or quote that is not younger than the last of its kind changes
/// nothing. Bars may close late, but never early: a value is as old as its bar's close.
/// </remarks>
public sealed partial class FeatureEngine
{
    /// <summary>Highest price features are computed for, in quote currency: above it, exact sums could overflow.</summary>
    public static readonly Price PriceMax = Price.From(4_000_000_000m);

    private readonly BarFeatures[] timeframes;
    private readonly FlowFeatures flow = new();

    /// <param name="timeframes">At least one, each once; snapshots list them in this order.</param>
    /// <exception cref="ArgumentException">No timeframe, or one twice.</exception>
    public FeatureEngine(Symbol symbol, IReadOnlyList<Timeframe> timeframes)
    {
        if (timeframes.Count == 0 || timeframes.Distinct().Count() != timeframes.Count)
            throw new ArgumentException("Features need at least one timeframe, and each only once.", nameof(timeframes));
        Symbol = symbol;
        Timeframes = [.. timeframes];
        this.timeframes = [.. timeframes.Select(t => new BarFeatures(t))];
        Columns =
        [
            .. timeframes.SelectMany(t => FeatureCatalogue.Bars.Select(d => new FeatureColumn(t.ToString(), d))),
            .. FeatureCatalogue.Flow.Select(d => new FeatureColumn(FeatureCatalogue.FlowGroup, d)),
        ];
        StateSize = MeasureState();
    }

    /// <summary>1m, 5m and 1h.</summary>
    public static IReadOnlyList<Timeframe> DefaultTimeframes { get; } =
        [Timeframe.OneMinute, Timeframe.FiveMinutes, Timeframe.OneHour];

    public Symbol Symbol { get; }

    public IReadOnlyList<Timeframe> Timeframes { get; }

    /// <summary>What <see cref="CopyTo"/> writes and <see cref="Snapshot"/> lists, in order.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>Takes a closed bar of any timeframe.</summary>
    /// <returns>
    /// False when nothing changed: the timeframe is not one of <see cref="Timeframes"/>, the bar is not younger than the
    /// last, or its prices make no sense (not positive, outside low…high, above <see cref="PriceMax"/>). A bar refused so
    /// shows as a gap at the next one.
    /// </returns>
    /// <exception cref="ArgumentException">The bar is another symbol's.</exception>
    public bool OnBar(in Bar bar)
    {
        RequireSymbol(bar.Symbol);
        foreach (BarFeatures features in timeframes)
            if (features.Timeframe == bar.Timeframe) return features.OnBar(bar);
        return false;
    }

    /// <returns>False when it told nothing about the market: seen before, off the book, or without a price.</returns>
    /// <exception cref="ArgumentException">The trade is another symbol's.</exception>
    public bool OnTrade(in Trade trade)
    {
        RequireSymbol(trade.Symbol);
        return flow.OnTrade(trade);
    }

    /// <returns>False when nothing changed: older than what is known, crossed, or without a price.</returns>
    /// <exception cref="ArgumentException">The quote is another symbol's.</exception>
    public bool OnQuote(in Quote quote)
    {
        RequireSymbol(quote.Symbol);
        return flow.OnQuote(quote);
    }

    /// <summary>Looks at the book after a change. One that is not live makes its features unknown.</summary>
    /// <param name="venueTime">Of the change.</param>
    /// <exception cref="ArgumentException">The book is another symbol's.</exception>
    public void OnBook(OrderBook book, Timestamp venueTime)
    {
        RequireSymbol(book.Symbol);
        flow.OnBook(book, venueTime);
    }

    /// <summary>Writes every value in the order of <see cref="Columns"/>; NaN where it is not known. Allocates nothing.</summary>
    /// <param name="asOf">Venue time at which sliding windows end, or the newest event where that is later.</param>
    /// <returns>How many were written.</returns>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Columns"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bar already taken closes after <paramref name="asOf"/>.</exception>
    public int CopyTo(Timestamp asOf, Span<double> destination)
    {
        if (destination.Length < Columns.Count)
            throw new ArgumentException($"{Columns.Count} features do not fit into {destination.Length} places.", nameof(destination));
        int written = 0;
        foreach (BarFeatures features in timeframes)
        {
            RequireClosed(features, asOf);
            features.CopyTo(destination[written..]);
            written += BarFeatures.Catalogue.Length;
        }

        flow.CopyTo(asOf, destination[written..]);
        return Columns.Count;
    }

    /// <summary>One group per timeframe in the order of <see cref="Timeframes"/>, then the flow group.</summary>
    /// <param name="asOf">As for <see cref="CopyTo"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bar already taken closes after <paramref name="asOf"/>.</exception>
    public IReadOnlyList<FeatureGroup> Snapshot(Timestamp asOf)
    {
        double[] values = new double[Columns.Count];
        CopyTo(asOf, values);
        return [.. Columns.Zip(values).GroupBy(pair => pair.First.Group, ToFeature).Select(ToGroup)];
    }

    private static FeatureGroup ToGroup(IGrouping<string, Feature> group) => new(group.Key, [.. group]);

    private static Feature ToFeature((FeatureColumn Column, double Value) pair) =>
        new(pair.Column.Definition.Name, double.IsFinite(pair.Value) ? pair.Value : null);

    private static void RequireClosed(BarFeatures features, Timestamp asOf)
    {
        if (features.AsOf > asOf)
            throw new ArgumentOutOfRangeException(
                nameof(asOf), asOf, $"The {features.Timeframe} bar that closes at {features.AsOf} lies in the future.");
    }

    private void RequireSymbol(Symbol symbol)
    {
        if (symbol != Symbol) throw new ArgumentException($"The features of {Symbol} were given data of {symbol}.");
    }
}
