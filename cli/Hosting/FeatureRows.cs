using Parley.Cli.Output;
using Parley.Domain;
using Parley.Features;
using Parley.Hosting;
using Parley.Market;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Cli.Hosting;

/// <summary>Takes one row. The values are in the order of the engine's columns and live until the call returns.</summary>
/// <param name="missing">Bars missing right before this one.</param>
internal delegate void FeatureRowClosed(in Bar bar, long missing, ReadOnlySpan<double> values);

/// <summary>
/// Feeds an engine from market data and gives out what it knows at the close of every bar. Longer bars, other markets and
/// funding are joined backward: a row holds what had closed or settled by its own close, and nothing later.
/// </summary>
internal sealed class FeatureRows : IMarketSink
{
    private readonly Timeframe _timeframe;
    private readonly IReadOnlyList<ReferenceBars> _references;
    private readonly IReadOnlyList<FundingHistory> _funding;
    private readonly FeatureRowClosed _closed;
    private readonly BarBuilder _builder;
    private readonly OrderBook _book;
    private readonly FundingFromMarks _marks;
    private readonly double[] _values;

    // What ticks say is taken at the end of a bar, before the first later event: the bar itself waits for its last trades.
    private readonly double[] _atEnd;
    private readonly int[] _tickColumns;
    private Timestamp _openEnd;
    private Timestamp _takenAt;
    private Bar _row;
    private bool _waiting;
    private Timestamp _previousClose;

    /// <param name="longer">Multiples of the rows' timeframe.</param>
    public FeatureRows(
        Symbol symbol, Timeframe timeframe, IReadOnlyList<Timeframe> longer,
        IReadOnlyList<ReferenceBars> references, IReadOnlyList<FundingHistory> funding, FeatureRowClosed closed)
    {
        (_timeframe, _references, _funding, _closed) = (timeframe, references, funding, closed);
        Engine = new FeatureEngine(symbol, [timeframe, .. longer], [.. references.Select(r => r.Symbol)]);
        _builder = new BarBuilder(symbol, Engine.Timeframes, OnBarClosed);
        _book = new OrderBook(symbol);
        _marks = new FundingFromMarks(symbol);
        _values = new double[Engine.Columns.Count];
        _atEnd = new double[_values.Length];
        _tickColumns = [.. Enumerable.Range(0, _values.Length).Where(i => Engine.Columns[i].Definition.Kind is FeatureKind.Flow or FeatureKind.Funding)];
    }

    public FeatureEngine Engine { get; }

    public void OnTrade(in Trade trade)
    {
        RequireSymbol(trade.Symbol);
        TakeTicksBefore(trade.VenueTime);
        if (trade.Origin == TradeOrigin.Market)
        {
            _builder.AdvanceTo(trade.VenueTime);
            Flush();
            _builder.OnTrade(trade);
            if (trade.VenueTime >= _openEnd) _openEnd = trade.VenueTime.FloorTo(_timeframe) + _timeframe;
        }

        Engine.OnTrade(trade);
    }

    public void OnQuote(in Quote quote)
    {
        RequireSymbol(quote.Symbol);
        TakeTicksBefore(quote.VenueTime);
        Engine.OnQuote(quote);
    }

    public void OnDepth(in DepthUpdate update)
    {
        RequireSymbol(update.Symbol);
        TakeTicksBefore(update.VenueTime);
        if (_book.Apply(update) is BookChange.Applied or BookChange.ChainBroken) Engine.OnBook(_book, update.VenueTime);
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        RequireSymbol(snapshot.Symbol);
        TakeTicksBefore(snapshot.VenueTime);
        if (_book.ApplySnapshot(snapshot)) Engine.OnBook(_book, snapshot.VenueTime);
    }

    public void OnMark(in MarkPrice mark)
    {
        RequireSymbol(mark.Symbol);
        TakeTicksBefore(mark.VenueTime);
        if (_funding.Count == 0 && _marks.TryRead(mark, out FundingRate rate)) Engine.OnFunding(rate);
    }

    public void OnBar(in Bar bar)
    {
        RequireSymbol(bar.Symbol);
        _builder.OnBar(bar);
        Flush();
    }

    public void OnNews(NewsItem item)
    {
    }

    // Bars come by their end, shortest first: once a later end comes, everything of the row before it is in the engine.
    private void OnBarClosed(in Bar bar)
    {
        if (_waiting && bar.CloseTime > _row.CloseTime) Flush();
        if (!Engine.OnBar(bar))
            throw new CliException(ExitCode.Error, $"the {bar.Timeframe} bar of {bar.OpenTime} has prices no feature can be computed for: {bar.Low} to {bar.High}.");
        if (bar.Timeframe == _timeframe) (_row, _waiting) = (bar, true);
    }

    private void Flush()
    {
        if (!_waiting) return;
        _waiting = false;
        Timestamp at = _row.CloseTime;
        foreach (ReferenceBars reference in _references)
            while (reference.TryTake(at, out Bar other)) Engine.OnReferenceBar(other);
        TakeFunding(at);
        Engine.CopyTo(at, _values);
        if (_takenAt == at)
            foreach (int column in _tickColumns) _values[column] = _atEnd[column];
        long missing = _previousClose == default ? 0 : (_row.OpenTime.Nanoseconds - _previousClose.Nanoseconds) / _timeframe.Nanoseconds;
        _previousClose = at;
        _closed(_row, missing, _values);
    }

    private void TakeTicksBefore(Timestamp venueTime)
    {
        if (_openEnd == default || venueTime < _openEnd || _takenAt == _openEnd) return;
        TakeFunding(_openEnd);
        Engine.CopyTo(_openEnd, _atEnd);
        _takenAt = _openEnd;
    }

    private void TakeFunding(Timestamp until)
    {
        foreach (FundingHistory history in _funding)
            while (history.TryTake(until, out FundingRate rate)) Engine.OnFunding(rate);
    }

    private void RequireSymbol(Symbol symbol)
    {
        if (symbol != Engine.Symbol)
            throw new CliException(ExitCode.Configuration, $"the data hold {symbol} besides {Engine.Symbol}; choose one with --symbol.");
    }
}
