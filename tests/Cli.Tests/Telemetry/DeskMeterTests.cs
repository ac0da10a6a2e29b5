using System.Diagnostics.Metrics;
using System.Reflection;
using Parley.Cli.Hosting;
using Parley.Domain;
using Parley.Execution;
using Parley.Hosting;
using Parley.Market;
using Parley.Orchestrations;
using Parley.Stores;

namespace Parley.Cli.Tests.Telemetry;

public sealed class DeskMeterTests
{
    [Fact]
    public void A_desk_and_its_metrics_count_the_same()
    {
        using Meter meter = new(MetricNames.Meter);
        using MetricBoard board = new(meter);
        DeskMeter measures = new(meter);
        Watched watched = new();
        ParleyConfig config = ConfigLoader.Load("demo", [], new Dictionary<string, string>(), new Dictionary<string, string>());
        SyntheticMarketOptions market = SyntheticSource.Options(config);
        using SyntheticMarket source = new(market);
        SessionPlan plan = SessionPlan.For(config, "demo", source.Name, SyntheticSource.Instruments(market, config), candles: null);
        DeskSession session = new(plan, Ledger.Start(new ForgetfulJournal()), run: 1, new ObserverFanOut(measures, watched));
        session.Run(source, market.Start + TimeSpan.FromMinutes(90), () => { }, TestContext.Current.CancellationToken);
        DeskStatus status = session.Desk.Status();
        measures.Measure(status);

        IReadOnlyList<MetricValue> read = board.Read();
        double Sum(string name) => read.Where(m => m.Name == name).Sum(m => m.Value ?? 0);
        status.Counters.Decisions.ShouldBeGreaterThan(20);
        status.Counters.Fills.ShouldBeGreaterThan(0);
        Sum(MetricNames.Decisions).ShouldBe(status.Counters.Decisions);
        Sum(MetricNames.Orders).ShouldBe(status.Counters.Orders);
        Sum(MetricNames.Fills).ShouldBe(status.Counters.Fills);
        Sum(MetricNames.Refusals).ShouldBe(status.Counters.Refusals);
        Sum(MetricNames.DataIssues).ShouldBe(status.Counters.DataIssues);
        Sum(MetricNames.Abstentions).ShouldBe(watched.Decisions.Count(d => d.Action == DecisionAction.Abstained));
        Sum(MetricNames.Fees).ShouldBe((double)status.Fees, 1e-6);
        Sum(MetricNames.Equity).ShouldBe((double)status.Account.Equity, 1e-6);
        Sum(MetricNames.ProfitRealised).ShouldBe((double)status.Realised, 1e-6);
        Sum(MetricNames.PositionNotional).ShouldBe((double)status.Positions.Sum(p => p.Quantity.Value * p.Mark.Value), 1e-6);
        Sum(MetricNames.Mode).ShouldBe((int)status.Mode);

        foreach (IGrouping<(string Symbol, string Action), Decision> same in watched.Decisions.GroupBy(d => (d.Snapshot.Instrument.Symbol.Value, d.Action.ToString())))
            read.Single(m => m.Name == MetricNames.Decisions && m.Tags[0].Value == same.Key.Action && m.Tags[1].Value == same.Key.Symbol).Value.ShouldBe(same.Count());
        read.Single(m => m.Name == MetricNames.DeliberationDuration).Spread!.Count.ShouldBe(status.Counters.Decisions);
        read.Where(m => m.Name == MetricNames.AgentDuration).Sum(m => m.Spread!.Count)
            .ShouldBe(watched.Decisions.Sum(d => d.Deliberation.Verdicts.Count));
    }

    [Fact]
    public void What_was_closed_is_said_to_be_zero()
    {
        using Meter meter = new(MetricNames.Meter);
        using MetricBoard board = new(meter);
        DeskMeter measures = new(meter);
        PositionStatus held = new(new Symbol("BTCUSDT"), Quantity.From(-2), 100, Price.From(110), -20, null);
        DeskStatus status = new(default, default, TradingMode.Guarded, "", default!, 0, 0, 0, 0, [held], [], default, []);
        status = status with { Account = Account() };
        measures.Measure(status);
        Notional().ShouldBe(-220);
        measures.Measure(status with { Positions = [] });
        Notional().ShouldBe(0);

        double? Notional() => board.Read().Single(m => m.Name == MetricNames.PositionNotional).Value;
    }

    [Fact]
    public void Orders_in_doubt_are_counted_aged_and_their_end_is_measured_once()
    {
        using Meter meter = new(MetricNames.Meter);
        using MetricBoard board = new(meter);
        DeskMeter measures = new(meter);
        PlaceOrder order = new(new ClientOrderId("a"), new Symbol("BTCUSDT"), Side.Buy, OrderType.Market, Quantity.From(1), null, null, TimeInForce.ImmediateOrCancel, false);
        Timestamp start = Timestamp.FromMilliseconds(1_000_000);
        DeskStatus status = new(start, start, TradingMode.Guarded, "", Account(), 0, 0, 0, 0, [], [new(order, nameof(OrderPhase.Unknown))], default, []);
        measures.Measure(status);
        measures.Measure(status with { Now = start + TimeSpan.FromSeconds(301) });
        Value(MetricNames.OrdersUnknown).ShouldBe(1);
        Value(MetricNames.OrdersUnknownAge).ShouldBe(301);
        board.Read().Single(m => m.Name == MetricNames.OrdersResolved).Spread?.Count.ShouldBe(0);

        DeskStatus known = status with { Now = start + TimeSpan.FromSeconds(310), OpenOrders = [new(order, nameof(OrderPhase.Working))] };
        measures.Measure(known);
        measures.Measure(known with { Now = start + TimeSpan.FromSeconds(400) });
        Value(MetricNames.OrdersUnknown).ShouldBe(0);
        Value(MetricNames.OrdersUnknownAge).ShouldBe(0);
        board.Read().Single(m => m.Name == MetricNames.OrdersResolved).Spread!.Count.ShouldBe(1);

        measures.OnFact(new VenueCondition(Symbol.Account, start, "user-stream", TradingMode.Guarded, "gone"));
        measures.OnFact(new VenueCondition(Symbol.Account, start, "user-stream", TradingMode.Normal, "back"));
        board.Read().Single(m => m.Name == MetricNames.Conditions && m.Tags.Count > 0).Value.ShouldBe(1);

        double? Value(string name) => board.Read().Single(m => m.Name == name).Value;
    }

    [Fact]
    public void Every_name_has_an_instrument_but_those_of_language_models()
    {
        using Meter meter = new(MetricNames.Meter);
        using MetricBoard board = new(meter);
        _ = new IngestMeter(meter);
        _ = new DeskMeter(meter);
        EdgeMeter.Add(meter, () => new(3, 4, 5, TimeSpan.FromSeconds(6)));

        string[] names = [.. typeof(MetricNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.Name != nameof(MetricNames.Meter)).Select(f => (string)f.GetRawConstantValue()!)
            .Where(n => !n.StartsWith("parley.llm.", StringComparison.Ordinal))];
        IReadOnlyList<MetricValue> read = board.Read();
        read.Select(m => m.Name).Distinct().ShouldBe(names.Order(StringComparer.Ordinal));
        read.ShouldAllBe(m => m.Unit.Length > 0 && m.Description.EndsWith('.'));
    }

    [Fact]
    public void An_edge_says_what_it_knows_and_nothing_of_what_it_does_not()
    {
        using Meter meter = new(MetricNames.Meter);
        using MetricBoard board = new(meter);
        EdgeStanding standing = new(3, 4, null, null);
        EdgeMeter.Add(meter, () => standing);
        Values().ShouldBe([null, null, 3, 4]);
        standing = new(0, 9, 5, TimeSpan.FromSeconds(6));
        Values().ShouldBe([6, 5, 0, 9]);

        double?[] Values() => [.. board.Read().Select(m => m.Value)];
    }

    private static AccountView Account() => AccountViews.Of(new Symbol("BTCUSDT"), default, new Portfolio(1_000), new EquityTracker(), new OrderRegister(), TradingMode.Guarded, reserved: 0m);

    private sealed class Watched : IDeskObserver
    {
        public List<Decision> Decisions { get; } = [];

        public void OnDecision(Decision decision) => Decisions.Add(decision);
    }
}
