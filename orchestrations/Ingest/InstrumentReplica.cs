using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// One instrument's picture kept away from the desk that trades it, from the stream the edge publishes. The picture is a
/// function of the events up to <see cref="Position"/> and of nothing else: whoever has applied the same has the same.
/// </summary>
internal sealed class InstrumentReplica : IInstrumentSink
{
    private readonly IngestOptions _options;
    private readonly InstrumentPicture _picture;
    private readonly double[] _values;
    private IngestEffects _effects = new();

    public InstrumentReplica(Instrument instrument, IngestOptions options)
    {
        _options = options;
        _picture = new InstrumentPicture(instrument, PictureOptions(instrument, options), OnBarClosed, _ => { });
        _values = new double[Features.FeatureCatalogue.Bars.Count];
    }

    private InstrumentReplica(InstrumentCheckpoint checkpoint, IngestOptions options) : this(checkpoint.Instrument, options)
    {
        _picture.Restore(checkpoint.Picture);
        (Position, Now, Account) = (checkpoint.Position, checkpoint.Now, checkpoint.Account);
    }

    public Instrument Instrument => _picture.Instrument;

    /// <summary>The last event applied.</summary>
    public TickPosition Position { get; private set; }

    /// <summary>The desk's venue time, as last heard of.</summary>
    public Timestamp Now { get; private set; }

    /// <summary>The account as last heard of; null before the first decision was due.</summary>
    public AccountView? Account { get; private set; }

    /// <exception cref="StateException">The checkpoint is damaged, or of a desk that looks at the market differently.</exception>
    public static InstrumentReplica Restore(ReadOnlySpan<byte> checkpoint, IngestOptions options) =>
        new(InstrumentCheckpoint.Read(checkpoint), options);

    public byte[] Save() => new InstrumentCheckpoint(Instrument, Position, Now, Account, _picture.Save()).Write();

    /// <summary>Applies what of a batch is new.</summary>
    /// <returns>How many events that was.</returns>
    /// <exception cref="TickBatchException">The batch is damaged; nothing of it was applied.</exception>
    public int Apply(TickBatchHeader header, ReadOnlyMemory<byte> batch, IngestEffects effects)
    {
        _effects = effects;
        int applied = TickBatch.Replay(batch, Position, this);
        if (applied > 0) Position = header.Last;
        return applied;
    }

    /// <summary>Freezes what is known now, for an opinion nobody asked the edge for; null before the edge has shown an account.</summary>
    public Snapshot? Freeze() => Account is { } account ? _picture.Freeze(Now, account) : null;

    public void OnTrade(in Trade trade) => _picture.OnTrade(trade);

    public void OnQuote(in Quote quote) => _picture.OnQuote(quote);

    public void OnDepth(in DepthUpdate update) => _picture.OnDepth(update);

    public void OnSnapshot(in DepthSnapshot snapshot) => _picture.OnSnapshot(snapshot);

    public void OnMark(in MarkPrice mark) => _picture.OnMark(mark);

    public void OnBar(in Bar bar) => _picture.OnBar(bar);

    public void OnNews(NewsItem item) => _picture.OnNews(item);

    public void OnReferenceBar(in Bar bar) => _picture.OnOtherBar(bar);

    public void OnClock(Timestamp now)
    {
        Now = now;
        _picture.Advance(now + _options.BarLateness.Negate());
    }

    public void OnDue(Timestamp now, AccountView account)
    {
        (Now, Account) = (now, account);
        _effects.Due.Add(_picture.Freeze(now, account));
    }

    private void OnBarClosed(Bar bar)
    {
        _picture.CopyFeatures(bar.Timeframe, _values);
        var features = new Dictionary<string, double?>(_values.Length, StringComparer.Ordinal);
        for (int i = 0; i < _values.Length; i++)
            features.Add(Parley.Features.FeatureCatalogue.Bars[i].Name, double.IsFinite(_values[i]) ? _values[i] : null);
        _effects.Rows.Add(new(bar, features));
    }

    // The others' grids do not matter here: they only lend their names to comparisons.
    private static DeskOptions PictureOptions(Instrument instrument, IngestOptions options) => new()
    {
        Instruments = [instrument, .. options.Symbols.Where(s => s != instrument.Symbol).Select(s => instrument with { Symbol = s })],
        Timeframes = options.Timeframes,
        Trigger = options.Trigger,
        Settings = options.Settings,
        InitialCash = 0,
        Profile = "",
        Source = "",
        CodeVersion = "",
        BarLateness = options.BarLateness,
        BookLevels = options.BookLevels,
    };
}

/// <summary>What applying events makes necessary; the same events, the same effects.</summary>
internal sealed class IngestEffects
{
    public List<FeatureRow> Rows { get; } = [];

    public List<Snapshot> Due { get; } = [];
}
