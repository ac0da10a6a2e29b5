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
    private readonly FundingFeatures funding = new();
    private readonly ReferenceFeatures[] references;
    private readonly MarketFeatures market;
    private readonly Timeframe shortest;
    private readonly (string Name, int Start, int Count)[] groups;
    private readonly int columnCount;

    /// <param name="timeframes">At least one, each once; snapshots list them in this order.</param>
    /// <param name="references">Other markets to compare with, each once; none by default.</param>
    /// <exception cref="ArgumentException">No timeframe, or one twice; a market twice, or the engine's own.</exception>
    public FeatureEngine(Symbol symbol, IReadOnlyList<Timeframe> timeframes, IReadOnlyList<Symbol>? references = null)
    {
        if (timeframes.Count == 0 || timeframes.Distinct().Count() != timeframes.Count)
            throw new ArgumentException("Features need at least one timeframe, and each only once.", nameof(timeframes));
        References = [.. references ?? []];
        if (References.Append(symbol).Distinct().Count() != References.Count + 1)
            throw new ArgumentException("A market is compared with others, and with each only once.", nameof(references));
        Symbol = symbol;
        Timeframes = [.. timeframes];
        shortest = timeframes.Min();
        this.timeframes = [.. timeframes.Select(t => new BarFeatures(t))];
        this.references = [.. References.Select(r => new ReferenceFeatures(r))];
        market = new MarketFeatures(this.references);
        Columns = [.. AllColumns()];
        columnCount = Columns.Count;
        groups = [.. Columns.Select((c, i) => (c.Group, i)).GroupBy(p => p.Group, p => p.i).Select(g => (g.Key, g.First(), g.Count()))];
    }

    /// <summary>1m, 5m and 1h.</summary>
    public static IReadOnlyList<Timeframe> DefaultTimeframes { get; } =
        [Timeframe.OneMinute, Timeframe.FiveMinutes, Timeframe.OneHour];

    public Symbol Symbol { get; }

    public IReadOnlyList<Timeframe> Timeframes { get; }

    /// <summary>The markets this one is compared with.</summary>
    public IReadOnlyList<Symbol> References { get; }

    /// <summary>What <see cref="CopyTo(Timestamp, Span{double})"/> writes and <see cref="Snapshot"/> lists, in order.</summary>
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
        {
            if (features.Timeframe != bar.Timeframe) continue;
            if (!features.OnBar(bar)) return false;
            if (bar.Timeframe == shortest)
                foreach (ReferenceFeatures reference in references) reference.OnOwnBar(bar);
            return true;
        }

        return false;
    }

    /// <summary>Takes a closed bar of another market, on the shortest of <see cref="Timeframes"/>.</summary>
    /// <returns>False when nothing changed: another timeframe, a market not among <see cref="References"/>, not younger than the last.</returns>
    public bool OnReferenceBar(in Bar bar)
    {
        if (bar.Timeframe != shortest) return false;
        foreach (ReferenceFeatures reference in references)
            if (reference.Reference == bar.Symbol) return reference.OnOtherBar(bar);
        return false;
    }

    /// <summary>Takes a funding rate; the venue first told of counts as the instrument's own.</summary>
    /// <returns>False when nothing changed: older than what is known, not finite, or of one venue too many (eight are kept).</returns>
    /// <exception cref="ArgumentException">The rate is another symbol's.</exception>
    public bool OnFunding(in FundingRate rate)
    {
        RequireSymbol(rate.Symbol);
        return funding.Update(rate);
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
        if (destination.Length < columnCount)
            throw new ArgumentException($"{columnCount} features do not fit into {destination.Length} places.", nameof(destination));
        int written = 0;
        foreach (BarFeatures features in timeframes)
        {
            RequireClosed(features, asOf);
            features.CopyTo(destination[written..]);
            written += features.Count;
        }

        funding.CopyTo(asOf, destination[written..]);
        written += funding.Count;
        if (references.Length > 0) written += CopyReferences(asOf, destination[written..]);
        flow.CopyTo(asOf, destination[written..]);
        return columnCount;
    }

    /// <summary>Writes the values of one timeframe, as of its last closed bar, in the order of <see cref="FeatureCatalogue.Bars"/>.</summary>
    /// <returns>How many were written.</returns>
    /// <exception cref="ArgumentException">The timeframe is not one of <see cref="Timeframes"/>, or the destination is too short.</exception>
    public int CopyBarsTo(Timeframe timeframe, Span<double> destination)
    {
        foreach (BarFeatures features in timeframes)
        {
            if (features.Timeframe != timeframe) continue;
            features.CopyTo(destination);
            return features.Count;
        }

        throw new ArgumentException($"No features of {timeframe} are kept.", nameof(timeframe));
    }

    /// <summary>The groups in the order of <see cref="Columns"/>: timeframes, funding, all markets, each other market, flow.</summary>
    /// <param name="asOf">As for <see cref="CopyTo(Timestamp, Span{double})"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bar already taken closes after <paramref name="asOf"/>.</exception>
    public IReadOnlyList<FeatureGroup> Snapshot(Timestamp asOf)
    {
        double[] values = new double[columnCount];
        CopyTo(asOf, values);
        var snapshot = new FeatureGroup[groups.Length];
        for (int g = 0; g < groups.Length; g++)
        {
            (string name, int start, int length) = groups[g];
            var features = new Feature[length];
            for (int i = 0; i < length; i++)
            {
                double value = values[start + i];
                features[i] = new(Columns[start + i].Definition.Name, double.IsFinite(value) ? value : null);
            }

            snapshot[g] = new(name, features);
        }

        return snapshot;
    }

    private int CopyReferences(Timestamp asOf, Span<double> destination)
    {
        market.CopyTo(asOf, destination);
        int written = market.Count;
        foreach (ReferenceFeatures reference in references)
        {
            reference.CopyTo(asOf, destination[written..]);
            written += reference.Count;
        }

        return written;
    }

    private IEnumerable<FeatureColumn> AllColumns()
    {
        foreach (Timeframe timeframe in Timeframes)
            foreach (FeatureColumn column in Group(timeframe.ToString(), FeatureCatalogue.Bars)) yield return column;
        foreach (FeatureColumn column in Group(FeatureCatalogue.FundingGroup, FeatureCatalogue.Funding)) yield return column;
        if (References.Count > 0)
            foreach (FeatureColumn column in Group(FeatureCatalogue.MarketGroup, FeatureCatalogue.Market)) yield return column;
        foreach (Symbol reference in References)
            foreach (FeatureColumn column in Group(FeatureCatalogue.ReferenceGroup(reference), FeatureCatalogue.Reference)) yield return column;
        foreach (FeatureColumn column in Group(FeatureCatalogue.FlowGroup, FeatureCatalogue.Flow)) yield return column;
    }

    private static IEnumerable<FeatureColumn> Group(string name, IReadOnlyList<FeatureDefinition> definitions) =>
        definitions.Select(d => new FeatureColumn(name, d));

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
