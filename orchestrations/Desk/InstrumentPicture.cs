using Parley.Domain;
using Parley.Execution;
using Parley.Features;
using Parley.Market;

namespace Parley.Orchestrations;

/// <summary>What the desk knows of one instrument's market: book, bars, features, volume, news, data quality.</summary>
internal sealed partial class InstrumentPicture
{
    private const int NewsKept = 20;

    private readonly DeskOptions _options;
    private readonly BarBuilder _bars;
    private readonly FeatureEngine _features;
    private readonly FundingFromMarks _funding;
    private readonly DataQualityMonitor _quality;
    private readonly Action<Bar> _barClosed;
    private readonly List<NewsItem> _news = [];
    private readonly BookLevel[] _levels;
    private readonly VolumeOfDay _volume = new();
    private readonly IRule? _rule;
    private bool _triggered;
    private Bar _triggerBar;
    private int _breaks;

    public InstrumentPicture(Instrument instrument, DeskOptions options, Action<Bar> barClosed, Action<DataIssue> issueFound)
    {
        (Instrument, _options, _barClosed) = (instrument, options, barClosed);
        Book = new OrderBook(instrument.Symbol);
        _bars = new BarBuilder(instrument.Symbol, options.Timeframes, OnBarClosed);
        _features = new FeatureEngine(
            instrument.Symbol, options.Timeframes, [.. options.Instruments.Select(i => i.Symbol).Where(s => s != instrument.Symbol)]);
        _funding = new FundingFromMarks(instrument.Symbol);
        _quality = new DataQualityMonitor(instrument.Symbol, new DataQualityOptions(), issueFound);
        _levels = new BookLevel[options.BookLevels];
        _rule = options.Rule?.Invoke(instrument.Symbol);
    }

    public Instrument Instrument { get; }

    public OrderBook Book { get; }

    public bool BookSeen { get; private set; }

    /// <summary>In words: <c>live, chain unbroken</c>.</summary>
    public string BookSummary => Book.Status switch
    {
        BookStatus.Live => _breaks == 0 ? "live, chain unbroken" : $"live, chain broke {_breaks} times",
        BookStatus.Broken => $"broken: {Book.BreakReason}",
        _ => "never live: no snapshot",
    };

    /// <summary>Last trade price the monitor accepted, or last close where only candles are known; zero before the first.</summary>
    public Price LastPrice { get; private set; }

    public bool OnTrade(in Trade trade)
    {
        if (!_quality.Accept(trade)) return false;
        LastPrice = trade.Price;
        _volume.Add(trade.VenueTime, trade.Quantity.ToDouble());
        _bars.OnTrade(trade);
        _features.OnTrade(trade);
        return true;
    }

    public void OnQuote(in Quote quote)
    {
        if (_quality.Accept(quote)) _features.OnQuote(quote);
    }

    public void OnDepth(in DepthUpdate update)
    {
        BookSeen = true;
        BookChange change = Book.Apply(update);
        if (change == BookChange.ChainBroken) _breaks++;
        _quality.ObserveBook(Book, change, update.VenueTime, update.ReceivedAt);
        if (change is BookChange.Applied or BookChange.ChainBroken) _features.OnBook(Book, update.VenueTime);
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        bool live = Book.ApplySnapshot(snapshot);
        _quality.ObserveBook(Book, live ? BookChange.Applied : BookChange.Ignored, snapshot.VenueTime, snapshot.ReceivedAt);
        if (live) _features.OnBook(Book, snapshot.VenueTime);
    }

    public void OnBar(in Bar bar)
    {
        if (!_quality.Accept(bar)) return;
        LastPrice = bar.Close;
        _volume.Add(bar.OpenTime, bar.Volume);
        _bars.OnBar(bar);
    }

    public void OnMark(in MarkPrice mark)
    {
        if (_funding.TryRead(mark, out FundingRate rate)) _features.OnFunding(rate);
    }

    /// <summary>Takes a closed bar of the shortest timeframe; one of its own says nothing here.</summary>
    public void OnOtherBar(in Bar bar)
    {
        if (bar.Symbol != Instrument.Symbol) _features.OnReferenceBar(bar);
    }

    public void OnNews(NewsItem item)
    {
        _news.Add(item);
        if (_news.Count > NewsKept) _news.RemoveAt(0);
    }

    /// <summary>Closes the bars that are over.</summary>
    /// <returns>True when the trigger bar was among them.</returns>
    public bool Advance(Timestamp watermark)
    {
        _bars.AdvanceTo(watermark);
        bool triggered = _triggered;
        _triggered = false;
        return triggered;
    }

    /// <summary>Writes the features of one timeframe at its last close.</summary>
    public void CopyFeatures(Timeframe timeframe, Span<double> destination) => _features.CopyBarsTo(timeframe, destination);

    public IReadOnlyList<DataIssue> ActiveIssues(Timestamp now) => _quality.ActiveAt(now);

    /// <summary>Freezes what is known now.</summary>
    public Snapshot Freeze(Timestamp asOf, AccountView account)
    {
        List<NewsItem> news = _news.FindAll(item => item.IngestedAt <= asOf);
        IReadOnlyList<FeatureGroup> features = _features.Snapshot(asOf);
        if (_rule is not null) features = [.. features, RuleOutcome.Fact(_rule.OnBarClosed(_triggerBar, account.Position, account.AverageEntry))];
        return new(Instrument, asOf, _options.Trigger, LastPrice, _volume.PerDay(asOf), View(), features, account, news, _quality.ActiveAt(asOf));
    }

    /// <summary>Base volume of the last 24 hours; null when not known.</summary>
    public double? DailyVolume(Timestamp now) => _volume.PerDay(now);

    /// <summary>The book as those who work orders see it; empty when it is not live.</summary>
    public BookSides Sides()
    {
        BookView view = View();
        return new(view.Bids as BookLevel[] ?? [.. view.Bids], view.Asks as BookLevel[] ?? [.. view.Asks]);
    }

    private BookView View()
    {
        if (Book.Status != BookStatus.Live) return BookView.Empty;
        BookLevel[] bids = _levels.AsSpan(0, Book.CopyBids(_levels)).ToArray();
        BookLevel[] asks = _levels.AsSpan(0, Book.CopyAsks(_levels)).ToArray();
        return new(bids, asks);
    }

    private void OnBarClosed(in Bar bar)
    {
        _features.OnBar(bar);
        if (bar.Timeframe == _options.Trigger) (_triggered, _triggerBar) = (true, bar);
        _barClosed(bar);
    }
}
