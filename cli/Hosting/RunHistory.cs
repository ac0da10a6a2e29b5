using System.Globalization;
using Parley.Backtesting;
using Parley.Cli.Verbs;
using Parley.Domain;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;

namespace Parley.Cli.Hosting;

/// <summary>Keeps what a report needs of a desk's run: equity and price at each trigger bar, and why positions were left.</summary>
public sealed class RunHistory(Timeframe trigger) : IDeskObserver
{
    private readonly List<(Timestamp, double)> _equity = [];
    private readonly List<(Timestamp, double)> _prices = [];
    private readonly Dictionary<(Symbol, Timestamp), string> _exits = [];
    private Symbol _symbol;
    private int _gaps;

    /// <summary>Trigger bars closed.</summary>
    public int Bars { get; private set; }

    void IDeskObserver.OnBar(in Bar bar)
    {
        if (bar.Timeframe != trigger) return;
        if (_symbol == default) _symbol = bar.Symbol;
        if (bar.Symbol != _symbol) return;
        Bars++;
        if (bar.AfterGap) _gaps++;
        _prices.Add((bar.CloseTime, bar.Close.ToDouble()));
    }

    void IDeskObserver.OnEquity(Timestamp at, decimal equity)
    {
        if (_equity.Count > 0 && _equity[^1].Item1 == at) _equity.RemoveAt(_equity.Count - 1);
        _equity.Add((at, (double)equity));
    }

    void IDeskObserver.OnFact(VenueFact fact)
    {
        if (fact is not OrderFilled fill) return;
        string leg = fill.Id.Value.Split('.') is [_, var name, _] ? name : "";
        _exits[(fill.Symbol, fill.At)] = leg switch { Legs.Stop => "stop_loss", Legs.Exit => "exit_signal", _ => "force_exit" };
    }

    internal BacktestReport Report(BacktestRequest request, SessionPlan plan, Desk desk, DeskStatus status)
    {
        ClosedTrade[] trades = [.. desk.RoundTrips.Select(Closed)];
        TimeSeries equity = TimeSeries.From(_equity);
        PositionStatus? open = status.Positions.Count > 0 ? status.Positions[0] : null;
        OpenPosition? position = open is null ? null : new(
            open.Quantity.IsPositive ? Side.Buy : Side.Sell, -1, status.Now, open.AverageEntry, open.Quantity.Abs(), 0, open.Mark.Value);
        var metrics = PerformanceMetrics.Compute(new PerformanceInput(equity, trades)
        {
            StartingBalance = request.StartingBalance,
            FinalBalance = status.Account.Equity,
            Begin = status.StartedAt,
            FeesPaid = status.Fees,
            OpenPosition = position,
            RejectedEntries = (int)status.Counters.Refusals,
            FirstPrice = _prices.Count > 0 ? (decimal)_prices[0].Item2 : 0,
            LastPrice = _prices.Count > 0 ? (decimal)_prices[^1].Item2 : 0,
        });
        return new(plan.Settings.Strategy, plan.Instruments[0].Symbol, metrics, equity, TimeSeries.From(_prices), trades)
        {
            Timeframe = trigger,
            Bars = Bars,
            Gaps = _gaps,
            OpenPosition = position,
            Currency = plan.Instruments[0].QuoteAsset,
            Configuration = Settings(request, plan),
            DataFile = plan.SourceName,
            DataHash = DataHash.Of(request.Paths),
            CodeVersion = SessionPlan.CodeVersion,
        };
    }

    private static List<KeyValuePair<string, string>> Settings(BacktestRequest request, SessionPlan plan) =>
        [
            new("strategy", plan.Settings.Strategy),
            new("timeframes", string.Join(", ", plan.Timeframes)),
            new("trigger", plan.Trigger.ToString()),
            new("starting-balance", request.StartingBalance.ToString(CultureInfo.InvariantCulture)),
            new("fees", $"maker {plan.Config.Venue.MakerFeeBps} bps, taker {plan.Config.Venue.TakerFeeBps} bps"),
            new("config-hash", DecisionJson.HashOf(plan.Settings)),
            .. request.Settings.OrderBy(s => s.Key, StringComparer.Ordinal),
        ];

    private ClosedTrade Closed(RoundTrip trip) => new(
        trip.Side, -1, -1, trip.EntryTime, trip.ExitTime, trip.EntryPrice, trip.ExitPrice, trip.Quantity, trip.Fees - trip.Funding,
        _exits.GetValueOrDefault((trip.Symbol, trip.ExitTime), "exit_signal"));
}
