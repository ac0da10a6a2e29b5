using Parley.Execution;
using Parley.Ports;
using Parley.Risk;

namespace Parley.Orchestrations.Tests;

/// <summary>What the desk's market tells its features, and what rests on them.</summary>
public sealed class DeskFeaturesTests
{
    private const int Hours = 24;
    private static readonly Timestamp Start = Timestamp.Parse("2024-07-15T00:00:00Z");
    private static readonly Symbol Btc = Snapshots.Bitcoin.Symbol;
    private static readonly Symbol Eth = new("ETHUSDT");

    [Fact]
    public void A_decision_compares_markets_at_the_close_they_have_in_common()
    {
        Snapshot snapshot = Decide(swing: 0.001).Snapshot;
        snapshot.Features.Select(g => g.Name).ShouldBe(["1m", "1h", "funding", "market", "vs_ETHUSDT", "flow"]);
        snapshot.Find("vs_ETHUSDT", "price_ratio").ShouldBe(60_060.0 / 3_001);
        snapshot.Find("vs_ETHUSDT", "correlation_30")!.Value.ShouldBeInRange(-1, 1);
        snapshot.Find("market", "mean_correlation_30").ShouldBe(snapshot.Find("vs_ETHUSDT", "correlation_30"));
    }

    [Fact]
    public void A_decision_knows_the_funding_rate_its_marks_told() =>
        Decide(swing: 0.001).Snapshot.Find("funding", "funding_rate").ShouldBe(0.0002);

    [Fact]
    public void A_rate_of_another_interval_is_compared_per_eight_hours()
    {
        var marks = new FundingFromMarks(Btc);
        marks.TryRead(Mark(Start, 0.0001, Start + TimeSpan.FromHours(4)), out FundingRate first).ShouldBeTrue();
        first.Interval.ShouldBe(TimeSpan.FromHours(8), "until two settlements show another one");
        marks.TryRead(Mark(Start, 0.0001, Start + TimeSpan.FromHours(8)), out FundingRate second).ShouldBeTrue();
        second.Interval.ShouldBe(TimeSpan.FromHours(4));
        second.SettlesAt.ShouldBe(Start + TimeSpan.FromHours(8));
        marks.TryRead(Mark(Start, 0.0001, Start + TimeSpan.FromHours(4)), out _).ShouldBeFalse("older");
        marks.TryRead(Mark(Start, 0.0001, default), out _).ShouldBeFalse("no funding");
    }

    [Theory]
    [InlineData(0.001, 3)]
    [InlineData(0.03, 1)]
    public void The_leverage_limit_follows_the_volatility_the_desk_measured(double swing, double limit)
    {
        Snapshot snapshot = Decide(swing).Snapshot;
        var limits = new RiskLimits { PositionMax = 5m };
        double volatility = snapshot.Find(limits.VolatilityGroup, limits.VolatilityFeature)!.Value;
        // Every hour goes up or down by the swing: its deviation, for a year of hours.
        volatility.ShouldBe(swing * Math.Sqrt(365 * 24), swing * 10);
        RiskVerdict verdict = RiskGate.Judge(
            new Proposal(Side.Buy, 0.9, Price.From(59_900)), Snapshots.With([.. snapshot.Features]), limits);
        verdict.Checks.Single(c => c.Rule == RiskRules.Leverage).Limit.ShouldBe((decimal)limit);
    }

    /// <summary>A day of minutes of both markets, then ticks, until the first of them decides.</summary>
    private static Decision Decide(double swing)
    {
        var observer = new Decisions();
        var settings = new DecisionSettings("parley", new Dictionary<string, string>(), new(), new());
        var desk = new Desk(
            new DeskOptions
            {
                Instruments = [Snapshots.Bitcoin, Snapshots.Bitcoin with { Symbol = Eth, BaseAsset = "ETH", TickSize = Price.From(0.01m) }],
                Timeframes = [Timeframe.OneMinute, Timeframe.OneHour],
                Trigger = Timeframe.OneMinute,
                Settings = settings,
                InitialCash = 10_000,
                Profile = "test",
                Source = "test",
                CodeVersion = "test",
            },
            new Nowhere(), Ledger.Start(new Forgotten()), observer, TimeProvider.System);
        for (int minute = 0; minute < Hours * 60; minute++)
        {
            desk.OnBar(MinuteBar(Btc, minute, 60_000, swing));
            desk.OnBar(MinuteBar(Eth, minute, 3_000, swing));
        }

        Timestamp end = Start + TimeSpan.FromHours(Hours);
        desk.OnMark(Mark(end, 0.0001, end + TimeSpan.FromHours(8)));
        desk.OnMark(Mark(end + TimeSpan.FromSeconds(3), 0.0002, end + TimeSpan.FromHours(8)));
        desk.OnTrade(TradeAt(Eth, end + TimeSpan.FromSeconds(4), 3_001));
        desk.OnTrade(TradeAt(Btc, end + TimeSpan.FromSeconds(5), 60_060));
        observer.Seen.ShouldBeEmpty();
        desk.OnTrade(TradeAt(Btc, end + TimeSpan.FromSeconds(61), 60_070));
        observer.Seen[0].Snapshot.Instrument.Symbol.ShouldBe(Btc);
        return observer.Seen[0];
    }

    // Even hours end up by the swing, odd ones come back: a straight line within each.
    private static Bar MinuteBar(Symbol symbol, int minute, double level, double swing)
    {
        double up = minute / 60 % 2 == 0 ? (minute % 60 + 1) / 60.0 : 1 - (minute % 60 + 1) / 60.0;
        Price price = Price.From((decimal)Math.Round(level * Math.Exp(swing * up) + minute % 3 * level * 1e-5, 2));
        return new(symbol, Timeframe.OneMinute, Start + TimeSpan.FromMinutes(minute), price, price, price, price, 10, 5, 3, AfterGap: false);
    }

    private static MarkPrice Mark(Timestamp at, double rate, Timestamp next) => new(Btc, at, at, Price.From(60_000), rate, next);

    private static Trade TradeAt(Symbol symbol, Timestamp at, decimal price) =>
        new(symbol, at.Milliseconds, at, at, Price.From(price), Quantity.From(1), Side.Buy, TradeOrigin.Market);

    private sealed class Decisions : IDeskObserver
    {
        public List<Decision> Seen { get; } = [];

        public void OnDecision(Decision decision) => Seen.Add(decision);
    }

    private sealed class Nowhere : IOrderGateway
    {
        public void Place(PlaceOrder order)
        {
        }

        public void Cancel(Symbol symbol, ClientOrderId id)
        {
        }

        public Timestamp Now => default;

        public void Lookup(Symbol symbol, ClientOrderId id)
        {
        }

        public void TakeStock(Symbol symbol, Timestamp since)
        {
        }

        public bool TryTake(out VenueFact fact)
        {
            fact = null!;
            return false;
        }
    }

    private sealed class Forgotten : IJournal
    {
        public IEnumerable<ReadOnlyMemory<byte>> ReadAll() => [];

        public void Append(ReadOnlySpan<byte> record, bool durable)
        {
        }

        public void Dispose()
        {
        }
    }
}
