using Parley.Dashboard;
using Parley.Domain;

namespace Parley.Browser.Tests;

/// <summary>Who said what at one close, drawn from a generator seeded by the minute.</summary>
internal sealed class FixtureDeliberation
{
    private static readonly string[] Groups = ["1m", "5m", "1h", "flow"];

    private readonly int _minute;
    private readonly decimal _price;
    private readonly int _direction;
    private readonly DecisionOutcome _outcome;
    private readonly List<FeatureGroupDto> _features = [];
    private readonly List<double> _convictions = [];

    public FixtureDeliberation(int minute, Side? side, DecisionOutcome outcome, decimal price)
    {
        (_minute, _price, _outcome) = (minute, price, outcome);
        Random chance = new(minute);
        _direction = side switch { Side.Buy => 1, Side.Sell => -1, _ => chance.Next(2) * 2 - 1 };
        double strength = side is null ? 0.08 : 0.58;
        foreach (string group in Groups)
        {
            FeatureDto[] features = group == "flow" ? Flow(chance) : Indicators(chance);
            _features.Add(new FeatureGroupDto(group, [.. features.Select(f => f with { Family = FamilyOf(f.Name) })]));
            _convictions.Add(Math.Round(Math.Clamp(strength + (chance.NextDouble() - 0.5) * strength / 2, 0.02, 0.95), 3));
        }
    }

    public double Probability => Math.Round(1 / (1 + Math.Exp(-3 * Score)), 4);

    public double Confidence => _outcome switch
    {
        DecisionOutcome.Hold or DecisionOutcome.Abstained => 0,
        _ => Math.Round(Math.Max(Probability, 1 - Probability), 4),
    };

    private double Score => Math.Round(Terms().Sum(term => term.Contribution), 4);

    public SnapshotDto Snapshot(string headline)
    {
        decimal[] depths = [0.312m, 1.204m, 0.087m, 2.441m, 0.655m];
        List<BookLevelDto> bids = [.. depths.Select((depth, i) => new BookLevelDto(_price - 0.1m * (i + 1), depth))];
        List<BookLevelDto> asks = [.. depths.Select((depth, i) => new BookLevelDto(_price + 0.1m * i, depth * 1.3m))];
        DateTimeOffset asOf = FixtureMarket.At(_minute);
        bool rebuilding = _outcome == DecisionOutcome.Abstained;
        return new SnapshotDto(
            asOf, _price, "5m", rebuilding ? new BookDto([], []) : new BookDto(bids, asks), _features,
            new SnapshotAccountDto(99_612.44m, 99_612.44m, 0, 0, 100_180.2m, 0, 0, TradingMode.Normal),
            [
                new NewsDto("n17", asOf.AddMinutes(-12), "wire", headline, 0.62),
                new NewsDto("n16", asOf.AddMinutes(-48), "exchange", "Scheduled maintenance of the spot matching engine postponed by a week", null),
            ],
            rebuilding ? ["BookChainBroken: update 4,410,223 does not follow 4,410,219; waiting for a snapshot."] : []);
    }

    public IReadOnlyList<VerdictDto> Verdicts()
    {
        AgentStance stance = _direction > 0 ? AgentStance.Long : AgentStance.Short;
        List<VerdictDto> verdicts = [];
        for (int i = 0; i < Groups.Length; i++)
        {
            bool abstains = _outcome == DecisionOutcome.Abstained && i is 0 or 3;
            verdicts.Add(abstains
                ? new($"{Groups[i]}-analyst", AgentRole.Analyst, Groups[i], AgentStance.Abstain, 0, ["Too few of its features are known."], [], 0.02)
                : new($"{Groups[i]}-analyst", AgentRole.Analyst, Groups[i], stance, _convictions[i], ReasonsFor(i), Cited(i), 0.11));
        }

        verdicts.Add(new(
            "devils-advocate", AgentRole.DevilsAdvocate, null, Against(stance), 0.34,
            ["The move is already two average true ranges long; late entries pay for early ones.", "The headline n17 is unconfirmed and carries most of the sentiment."],
            [Cite(1, "atr_14"), new("news.n17", 0.62), new("1m.invented_feature", 12.5)], 0.08));
        verdicts.Add(new(
            "risk-agent", AgentRole.Risk, null, AgentStance.Neutral, 0.22,
            ["Costs, spread, volatility and losses so far are within the ordinary."], [new("lastPrice", (double)_price), Cite(3, "spread_bps")], 0.05));
        return verdicts;
    }

    public SupervisorDto Supervisor() => _outcome switch
    {
        DecisionOutcome.Abstained => new(SupervisorRuling.Reject, ["The risk agent did not speak; without it nothing is opened."]),
        DecisionOutcome.Hold => new(SupervisorRuling.Modify, ["2 of 4 analysts disagree."]),
        _ => new(SupervisorRuling.Approve, ["Nobody with an opinion disagrees."]),
    };

    public FusionDto Fusion() => new(Score, Probability, 0.6, Terms());

    private List<FusionWeightDto> Terms()
    {
        List<FusionWeightDto> terms = [];
        double sum = 0;
        for (int i = 0; i < Groups.Length; i++)
        {
            double contribution = Math.Round(_direction * _convictions[i] * 0.25, 4);
            sum += contribution;
            terms.Add(new($"{Groups[i]}-analyst", 0.25, contribution));
        }

        terms.Add(new("devils-advocate", 0.17, Math.Round(-0.17 * sum, 4)));
        return terms;
    }

    private string[] ReasonsFor(int group)
    {
        string way = _direction > 0 ? "above" : "below";
        return group == 3
            ? [$"Takers {(_direction > 0 ? "bought" : "sold")} more than the other side for six minutes; the book leans the same way."]
            : [$"The close stands {way} both averages and the faster one pulls away.", $"Momentum agrees: the MACD histogram is {way} zero and growing."];
    }

    private CitationDto[] Cited(int group) => group == 3
        ? [Cite(3, "book_imbalance"), Cite(3, "cvd")]
        : [Cite(group, "ema_12"), Cite(group, "ema_26"), Cite(group, "rsi_14"), Cite(group, "macd_hist")];

    private CitationDto Cite(int group, string name) =>
        new($"{Groups[group]}.{name}", _features[group].Features.First(feature => feature.Name == name).Value);

    private static AgentStance Against(AgentStance stance) => stance == AgentStance.Long ? AgentStance.Short : AgentStance.Long;

    private FeatureDto[] Indicators(Random chance)
    {
        double price = (double)_price;
        double near(double range) => Math.Round(price + (chance.NextDouble() - 0.5) * range, 4);
        return
        [
            new("sma_20", near(160)), new("ema_12", near(90)), new("ema_26", near(150)), new("rsi_14", Math.Round(35 + 40 * chance.NextDouble(), 4)),
            new("macd", Math.Round((chance.NextDouble() - 0.5) * 60, 4)), new("macd_hist", Math.Round((chance.NextDouble() - 0.5) * 22, 4)),
            new("bb_width", Math.Round(0.004 + 0.01 * chance.NextDouble(), 6)), new("atr_14", Math.Round(40 + 120 * chance.NextDouble(), 4)),
            new("adx_14", Math.Round(12 + 30 * chance.NextDouble(), 4)), new("vwap", near(200)), new("realised_vol", Math.Round(0.2 + 0.4 * chance.NextDouble(), 5)),
            new("return_1", Math.Round((chance.NextDouble() - 0.5) * 0.004, 8)), new("obv_slope", null),
            new(FixtureFeatures.HostileName, null),
        ];
    }

    private static string FamilyOf(string name) => name switch
    {
        "book_imbalance" or "spread_bps" => "book",
        "cvd" or "trade_rate" => "order flow",
        _ => name.StartsWith("sma", StringComparison.Ordinal) || name.StartsWith("ema", StringComparison.Ordinal) ? "trend" : "momentum",
    };

    private static FeatureDto[] Flow(Random chance) =>
    [
        new("book_imbalance", Math.Round(chance.NextDouble() * 2 - 1, 4)), new("cvd", Math.Round((chance.NextDouble() - 0.5) * 120, 3)),
        new("spread_bps", 0.02), new("trade_rate", Math.Round(4 + 30 * chance.NextDouble(), 2)),
    ];
}
