using Parley.Dashboard;
using Parley.Domain;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;

namespace Parley.Cli.Hosting;

/// <summary>
/// What the page sees of a running desk: a bounded memory of what happened, filled on the desk's thread and read on
/// request threads. Everything older is in the ledger.
/// </summary>
public sealed class DeskView(DeskDescription description, Action<DeskCommand> command, MetricBoard metrics, TimeProvider clock) : IDeskView, IDeskObserver
{
    private const int BarsKept = 2_000;
    private const int DecisionsKept = 1_000;
    private const int FillsKept = 2_000;
    private const int EquityKept = 20_000;

    private readonly Lock _gate = new();
    private readonly DeskBroadcast _broadcast = new();
    private readonly Dictionary<(string Symbol, string Timeframe), Ring<BarDto>> _bars = [];
    private readonly Dictionary<(string Symbol, string Timeframe), FeatureHistory> _features = [];
    private readonly Ring<Decision> _decisions = new(DecisionsKept);
    private readonly Ring<FillDto> _fills = new(FillsKept);
    private readonly List<EquityDto> _equity = [];
    private readonly Dictionary<ClientOrderId, (OrderState State, string DecisionId)> _orders = [];
    private readonly Queue<ClientOrderId> _orderAge = [];
    private readonly ProcessFacts _process = new(clock);
    private DeskStatus? _status;
    private long _frames;
    private bool _finished;
    private decimal _peak;

    /// <summary>Takes the desk's latest account of itself; called a few times a second.</summary>
    public void Publish(DeskStatus status, long frames, bool finished)
    {
        lock (_gate) (_status, _frames, _finished) = (status, frames, finished);
        _process.Read(frames);
    }

    public DeskDto Desk()
    {
        DeskStatus? status;
        long frames;
        bool finished;
        lock (_gate) (status, frames, finished) = (_status, _frames, _finished);
        return DeskMapping.Of(description, status, frames, finished);
    }

    public IReadOnlyList<BarDto> Bars(string symbol, string timeframe, int limit)
    {
        lock (_gate) return _bars.TryGetValue((symbol, timeframe), out Ring<BarDto>? ring) ? ring.Latest(limit) : [];
    }

    public IReadOnlyList<CatalogueEntryDto> Catalogue() => CatalogueMapping.Entries;

    public FeatureSeriesDto Features(string symbol, string timeframe, IReadOnlyList<string> names, int limit)
    {
        IReadOnlyList<FeatureHistory.Row> rows;
        lock (_gate) rows = _features.TryGetValue((symbol, timeframe), out FeatureHistory? history) ? history.Latest(limit) : [];
        return FeatureHistory.Series(rows, names);
    }

    public IReadOnlyList<FillDto> Fills(int limit)
    {
        lock (_gate) return _fills.Latest(limit);
    }

    public IReadOnlyList<EquityDto> Equity()
    {
        lock (_gate) return [.. _equity];
    }

    public IReadOnlyList<DecisionSummaryDto> Decisions(int limit, string? before)
    {
        lock (_gate)
        {
            IReadOnlyList<Decision> all = _decisions.Latest(DecisionsKept);
            int end = all.Count;
            if (before is not null)
                for (end = 0; end < all.Count && all[end].Id != before;) end++;
            List<DecisionSummaryDto> page = [];
            for (int i = end - 1; i >= 0 && page.Count < limit; i--) page.Add(DecisionMapping.Summary(all[i], null));
            return page;
        }
    }

    public DecisionDto? Decision(string id)
    {
        lock (_gate)
        {
            foreach (Decision decision in _decisions.Latest(DecisionsKept))
            {
                if (decision.Id != id) continue;
                OrderState[] orders = [.. _orders.Values.Where(o => o.DecisionId == id).Select(o => o.State)];
                return DecisionMapping.Whole(decision, null, description.EntryProbability, orders);
            }
        }

        return null;
    }

    public MetricsDto Metrics() => new(_process.Look(), [.. metrics.Read().Select(MetricMapping.Of)]);

    public string MetricsText() => PrometheusText.Write(metrics.Read());

    public IAsyncEnumerable<DeskEvent> Subscribe(CancellationToken cancellation) => _broadcast.Subscribe(cancellation);

    public ControlResult Control(ControlAction action)
    {
        lock (_gate)
            if (_finished) return new(false, "The desk has finished; there is nothing left to control.");
        command(Enum.Parse<DeskCommand>(action.ToString()));
        return new(true, action switch
        {
            ControlAction.Pause => "Paused: nothing new is opened; stops and exits go on.",
            ControlAction.Resume => "Asked to resume; the mode shows what holds now.",
            ControlAction.ReduceOnly => "Reduce-only: positions may only shrink.",
            ControlAction.Flatten => "Flattening: closing every position and cancelling every order.",
            _ => "Halting: closing every position, cancelling every order, then nothing more leaves.",
        });
    }

    void IDeskObserver.OnBar(in Bar bar)
    {
        BarDto dto = DecisionMapping.BarOf(bar);
        var key = (bar.Symbol.Value, bar.Timeframe.ToString());
        lock (_gate)
        {
            if (!_bars.TryGetValue(key, out Ring<BarDto>? ring)) _bars[key] = ring = new(BarsKept);
            ring.Add(dto);
        }

        if (_broadcast.Readers > 0) _broadcast.Publish(new DeskEvent.BarChanged(key.Item1, key.Item2, dto));
    }

    bool IDeskObserver.WantsFeatures => true;

    void IDeskObserver.OnFeatures(in Bar bar, ReadOnlySpan<double> values)
    {
        var key = (bar.Symbol.Value, bar.Timeframe.ToString());
        lock (_gate)
        {
            if (!_features.TryGetValue(key, out FeatureHistory? history)) _features[key] = history = new(BarsKept);
            history.Add(DecisionMapping.TimeOf(bar), values);
        }
    }

    void IDeskObserver.OnDecision(Decision decision)
    {
        lock (_gate) _decisions.Add(decision);
        if (_broadcast.Readers > 0) _broadcast.Publish(new DeskEvent.Decided(DecisionMapping.Summary(decision, null)));
    }

    void IDeskObserver.OnOrder(PlaceOrder order, string decisionId)
    {
        lock (_gate)
        {
            _orders[order.Id] = (OrderState.Of(order).Submit(), decisionId);
            _orderAge.Enqueue(order.Id);
            if (_orderAge.Count > FillsKept) _orders.Remove(_orderAge.Dequeue());
        }
    }

    void IDeskObserver.OnFact(VenueFact fact)
    {
        if (fact is not OrderFact about) return;
        lock (_gate)
        {
            if (!_orders.TryGetValue(about.Id, out (OrderState State, string DecisionId) known)) return;
            _orders[about.Id] = (known.State.Apply(about), known.DecisionId);
            if (about is not OrderFilled filled) return;
            FillDto dto = new(filled.At.Nanoseconds / 1_000_000_000, filled.Symbol.Value, filled.Side, filled.Price.Value, filled.Quantity.Value,
                filled.Fee, filled.Id.Value, known.DecisionId, PurposeOf(known.State.Order));
            _fills.Add(dto);
            if (_broadcast.Readers > 0) _broadcast.Publish(new DeskEvent.Filled(dto));
        }
    }

    void IDeskObserver.OnEquity(Timestamp at, decimal equity)
    {
        _peak = Math.Max(_peak, equity);
        EquityDto point = new(at.Nanoseconds / 1_000_000_000, equity, _peak > 0 ? (double)(1 - equity / _peak) : 0);
        lock (_gate)
        {
            _equity.Add(point);
            if (_equity.Count > EquityKept) Thin();
        }

        if (_broadcast.Readers > 0) _broadcast.Publish(new DeskEvent.EquityMarked(point));
    }

    /// <summary>Keeps peaks and troughs of what is old, so that a long run stays bounded.</summary>
    private void Thin()
    {
        IReadOnlyList<EquityDto> thinned = EquityCurve.Thin([.. _equity], EquityKept / 2);
        _equity.Clear();
        _equity.AddRange(thinned);
    }

    private static FillPurpose PurposeOf(PlaceOrder order) =>
        order.Type == OrderType.StopMarket ? FillPurpose.Stop : order.ReduceOnly ? FillPurpose.Exit : FillPurpose.Entry;
}
