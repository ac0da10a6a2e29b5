using Parley.Dashboard;
using Parley.Domain;

namespace Parley.Browser.Tests;

/// <summary>A desk with a past, whose present a test can change.</summary>
internal sealed class FixtureDesk : IDeskView
{
    private readonly FixtureMarket _market = new();
    private readonly FixtureAccount _account;
    private readonly DeskBroadcast _broadcast = new();
    private readonly List<DecisionSummaryDto> _added = [];
    private readonly List<BarDto> _closed = [];
    private readonly Lock _gate = new();
    private DeskDto _desk;
    private bool _hasPast = true;

    public FixtureDesk()
    {
        _account = new FixtureAccount(_market);
        Decisions = new FixtureDecisions(_market, _account);
        _desk = new DeskDto(
            "parley", "paper", [FixtureMarket.Symbol, "ETHUSDT"], TradingMode.Normal, "Every limit is respected.",
            FixtureMarket.At(720), FixtureMarket.Start, Finished: false, "20×", "synthetic market, seed 7", ["1m", "5m", "1h"],
            _account.Now(), new LimitsDto(0.03, 0.06, 0.1, 2), [Position()], [RestingStop()],
            new CountersDto(1_284_112, 876, 138, 17, 11, 15, 2), Feeds());
    }

    /// <summary>A desk that was started a moment ago and has seen nothing yet.</summary>
    public static FixtureDesk JustStarted()
    {
        FixtureDesk desk = new() { _hasPast = false };
        desk.Change(now => now with { Positions = [], OpenOrders = [], Feeds = [], Counters = new CountersDto(0, 0, 0, 0, 0, 0, 0) });
        return desk;
    }

    public FixtureDecisions Decisions { get; }

    public DeskBroadcast Broadcast => _broadcast;

    public List<ControlAction> Asked { get; } = [];

    public BarDto LatestBar => _market.Latest;

    public EquityDto LatestEquity => _account.Curve[^1];

    /// <summary>Changes the desk; open pages see it with the next pulse.</summary>
    public void Change(Func<DeskDto, DeskDto> change)
    {
        lock (_gate) _desk = change(_desk);
    }

    /// <summary>Closes one more one-minute bar.</summary>
    public void Close(BarDto bar)
    {
        lock (_gate) _closed.Add(bar);
        _broadcast.Publish(new DeskEvent.BarChanged(FixtureMarket.Symbol, "1m", bar));
    }

    public void Decide(DecisionSummaryDto decision)
    {
        lock (_gate) _added.Add(decision);
        _broadcast.Publish(new DeskEvent.Decided(decision));
    }

    public DeskDto Desk()
    {
        lock (_gate) return _desk;
    }

    public IReadOnlyList<BarDto> Bars(string symbol, string timeframe, int limit)
    {
        if (!_hasPast || symbol != FixtureMarket.Symbol) return [];
        lock (_gate)
        {
            IEnumerable<BarDto> closed = timeframe == "1m" ? _closed : [];
            return [.. _market.Bars(timeframe).Concat(closed).TakeLast(limit)];
        }
    }

    public IReadOnlyList<CatalogueEntryDto> Catalogue() => FixtureFeatures.Catalogue;

    public FeatureSeriesDto Features(string symbol, string timeframe, IReadOnlyList<string> names, int limit) =>
        FixtureFeatures.Over(Bars(symbol, timeframe, int.MaxValue), names, limit);

    public IReadOnlyList<FillDto> Fills(int limit) => _hasPast ? [.. _account.Fills.TakeLast(limit)] : [];

    public IReadOnlyList<EquityDto> Equity() => _hasPast ? _account.Curve : [];

    IReadOnlyList<DecisionSummaryDto> IDeskView.Decisions(int limit, string? before)
    {
        List<DecisionSummaryDto> all;
        lock (_gate) all = _hasPast ? [.. Decisions.All.Select(FixtureDecisions.Summarise), .. _added] : [.. _added];
        all.Reverse();
        int from = before is null ? 0 : all.FindIndex(decision => decision.Id == before) + 1;
        return [.. all.Skip(from).Take(limit)];
    }

    public DecisionDto? Decision(string id)
    {
        if (Decisions.All.Find(decision => decision.Id == id) is { } known) return known;
        lock (_gate) return _added.Exists(decision => decision.Id == id) ? Decisions.Entered with { Id = id } : null;
    }

    public MetricsDto Metrics() => FixtureMetrics.Of(Desk());

    public string MetricsText() => FixtureMetrics.Text(Desk());

    public IAsyncEnumerable<DeskEvent> Subscribe(CancellationToken cancellation) => _broadcast.Subscribe(cancellation);

    public ControlResult Control(ControlAction action)
    {
        Asked.Add(action);
        TradingMode mode = action switch
        {
            ControlAction.Resume => TradingMode.Normal,
            ControlAction.Pause => TradingMode.Guarded,
            ControlAction.Halt => TradingMode.Halted,
            _ => TradingMode.ReduceOnly,
        };
        Change(desk => desk with { Mode = mode, ModeReason = $"Asked for by a person: {action}." });
        return new ControlResult(Accepted: true, $"The desk is now {mode}.");
    }

    private PositionDto Position()
    {
        FixtureTrade open = FixtureAccount.Open;
        AccountDto account = _account.Now();
        return new(FixtureMarket.Symbol, open.Sign * open.Quantity, _account.PriceAt(open.Entry), _market.Latest.Close, account.Unrealised, _account.StopOf(open));
    }

    private OpenOrderDto RestingStop()
    {
        FixtureTrade open = FixtureAccount.Open;
        return new($"{open.EntryId}.stop.0", FixtureMarket.Symbol, Side.Sell, OrderType.StopMarket, open.Quantity, null, _account.StopOf(open), ReduceOnly: true, "Resting");
    }

    private static List<FeedDto> Feeds() =>
    [
        new("BTCUSDT depth", 0.1, FeedState.Ok),
        new("BTCUSDT trade", 0.4, FeedState.Ok),
        new("BTCUSDT bookTicker", 0.1, FeedState.Ok),
        new("BTCUSDT markPrice", 47, FeedState.Mute),
    ];
}
