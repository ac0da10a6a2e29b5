namespace Parley.Risk;

/// <summary>
/// What the desk may risk. Shares are fractions (0.01 is 1 %); money is in quote currency. Defaults are safe: a desk that
/// was never configured cannot borrow.
/// </summary>
public sealed record RiskLimits
{
    /// <summary>Share of equity lost when the protective stop fills at its price, at full confidence.</summary>
    public decimal RiskPerTrade { get; init; } = 0.01m;

    /// <summary>Distance of the protective stop in average true ranges, for whoever proposes a stop.</summary>
    public decimal StopAtrMultiple { get; init; } = 2m;

    /// <summary>Closest a stop may lie to the market, in ticks.</summary>
    public int StopTicksMin { get; init; } = 5;

    /// <summary>Share of equity at the start of the UTC day; at this loss no position is opened until the next day.</summary>
    public decimal DailyLossMax { get; init; } = 0.05m;

    /// <summary>Share of equity at the start of the ISO week; at this loss positions may only shrink.</summary>
    public decimal WeeklyLossMax { get; init; } = 0.08m;

    /// <summary>Share of the highest equity ever; at this loss everything is closed and trading halts.</summary>
    public decimal DrawdownMax { get; init; } = 0.10m;

    /// <summary>Share of a loss limit at which the first alert is raised.</summary>
    public decimal AlertFirst { get; init; } = 0.5m;

    /// <summary>Share of a loss limit at which the second alert is raised.</summary>
    public decimal AlertSecond { get; init; } = 0.8m;

    /// <summary>Gross notional of all positions, in multiples of equity. Spot never exceeds 1.</summary>
    public decimal LeverageMax { get; init; } = 3m;

    /// <summary>The same when volatility is at or above <see cref="HighVolatility"/>, or not known.</summary>
    public decimal LeverageMaxHighVolatility { get; init; } = 1m;

    /// <summary>Realised volatility, annualised, as a fraction (1.0 is 100 % a year).</summary>
    public double HighVolatility { get; init; } = 1.0;

    /// <summary>Feature group in which realised volatility is looked up.</summary>
    public string VolatilityGroup { get; init; } = "1h";

    /// <summary>Feature that holds annualised realised volatility as a fraction.</summary>
    public string VolatilityFeature { get; init; } = "realised_volatility";

    /// <summary>Notional of one instrument's position, in multiples of equity.</summary>
    public decimal PositionMax { get; init; } = 1m;

    /// <summary>Expected distance of the average fill from the mid price, as a share of the mid price.</summary>
    public decimal SlippageMax { get; init; } = 0.002m;

    /// <summary>The same for the worst price an order may touch. Never below <see cref="SlippageMax"/>.</summary>
    public decimal SlippageCeiling { get; init; } = 0.005m;

    /// <summary>Share of the last 24 hours' volume one order may ask for.</summary>
    public decimal LiquidityMax { get; init; } = 0.01m;

    /// <summary>Proposals below this confidence open nothing.</summary>
    public double ConfidenceMin { get; init; } = 0.55;

    /// <summary>Entry orders in any 60 s; more is a runaway, not a strategy.</summary>
    public int OrdersPerMinuteMax { get; init; } = 10;

    /// <summary>Share of a spot purchase kept back in cash for its fee.</summary>
    public decimal FeeReserve { get; init; } = 0.001m;

    /// <summary>True: an entry may add to a position on the same side, the whole position staying within every limit.</summary>
    public bool Pyramiding { get; init; }

    /// <summary>Positions closed at a loss in a row, after costs, at which entries pause for <see cref="LossCooldown"/>.</summary>
    public int LossStreakMax { get; init; } = 5;

    /// <summary>How long entries pause after the last loss of a streak, by venue time.</summary>
    public TimeSpan LossCooldown { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Hours, UTC, in which nothing is opened.</summary>
    public IReadOnlyList<ClosedHours> ClosedHours { get; init; } = [];

    /// <summary>No position in a perpetual is opened this close to a settlement of funding; 0 where funding is modelled.</summary>
    public TimeSpan FundingQuiet { get; init; }

    /// <summary>Feature group in which the latest move is looked up.</summary>
    public string CrashGroup { get; init; } = "5m";

    /// <summary>Feature that holds the move of the last bar as a fraction.</summary>
    public string CrashFeature { get; init; } = "return_1";

    /// <summary>Move of the last bar, up or down, as a fraction, at which nothing is opened.</summary>
    public decimal CrashMoveMax { get; init; } = 0.05m;

    /// <summary>
    /// Win rate measured out of sample, in [0, 1]: entries whose break-even lies at or above it are refused, and it caps
    /// their size by Kelly. Null while none was measured: neither rule applies.
    /// </summary>
    public double? WinRate { get; init; }

    /// <summary>Distance of the target as a multiple of the stop's, for what is expected of a trade.</summary>
    public decimal RewardRatio { get; init; } = 2m;

    /// <summary>Fees, spread and slippage of entry and exit together, as a share of the price.</summary>
    public decimal RoundTripCost { get; init; } = 0.001m;

    /// <summary>Share of Kelly's bet that may be risked.</summary>
    public decimal KellyFraction { get; init; } = 0.25m;

    /// <summary>Long less short notional of all positions, either way, in multiples of equity.</summary>
    public decimal NetExposureMax { get; init; } = 3m;

    /// <summary>Correlation with the profit of all other positions from which they and this one count as one for <see cref="PositionMax"/>.</summary>
    public double CorrelationMax { get; init; } = 0.7;

    /// <summary>Fewest bars of history from which correlation and values at risk are measured.</summary>
    public int ReturnsMin { get; init; } = 60;

    /// <summary>Daily value at risk (95 %) of one instrument's position, as a share of equity.</summary>
    public decimal TradeValueAtRiskMax { get; init; } = 0.01m;

    /// <summary>Daily value at risk (95 %) of all positions together, as a share of equity.</summary>
    public decimal ValueAtRiskMax { get; init; } = 0.05m;

    /// <summary>Daily expected shortfall (CVaR, 95 %) of all positions together, as a share of equity.</summary>
    public decimal ShortfallMax { get; init; } = 0.08m;

    /// <summary>Distance of the price at which the venue would liquidate, in multiples of the stop's distance.</summary>
    public decimal LiquidationStops { get; init; } = 3m;

    /// <summary>Maintenance margin as a share of notional where <see cref="Brackets"/> says nothing.</summary>
    public decimal MaintenanceMargin { get; init; } = 0.01m;

    /// <summary>The venue's margin tables, each with the smallest notional first; empty when not known.</summary>
    public IReadOnlyList<MarginBracket> Brackets { get; init; } = [];

    /// <summary>What is wrong with these limits, one sentence each, naming the key; empty when they may be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        void Bound(string key, decimal value, decimal min, decimal max)
        {
            if (value < min || value > max) problems.Add($"{key} is {value}; it must lie between {min} and {max}.");
        }

        void RequireSpan(string key, TimeSpan value, TimeSpan max)
        {
            if (value < TimeSpan.Zero || value > max) problems.Add($"{key} is {value}; it must lie between 0 and {max}.");
        }

        Bound(nameof(RiskPerTrade), RiskPerTrade, 0.0001m, 0.05m);
        Bound(nameof(StopAtrMultiple), StopAtrMultiple, 0.1m, 20m);
        Bound(nameof(StopTicksMin), StopTicksMin, 1m, 100_000m);
        Bound(nameof(DailyLossMax), DailyLossMax, 0.001m, 0.5m);
        Bound(nameof(WeeklyLossMax), WeeklyLossMax, 0.001m, 0.5m);
        Bound(nameof(DrawdownMax), DrawdownMax, 0.001m, 0.5m);
        Bound(nameof(AlertFirst), AlertFirst, 0.01m, AlertSecond);
        Bound(nameof(AlertSecond), AlertSecond, AlertFirst, 1m);
        Bound(nameof(LeverageMax), LeverageMax, 0.01m, 10m);
        Bound(nameof(LeverageMaxHighVolatility), LeverageMaxHighVolatility, 0.01m, LeverageMax);
        Bound(nameof(PositionMax), PositionMax, 0.01m, 10m);
        Bound(nameof(SlippageMax), SlippageMax, 0.00001m, SlippageCeiling);
        Bound(nameof(SlippageCeiling), SlippageCeiling, SlippageMax, 0.05m);
        Bound(nameof(LiquidityMax), LiquidityMax, 0.000001m, 0.2m);
        Bound(nameof(OrdersPerMinuteMax), OrdersPerMinuteMax, 1m, 1_000m);
        Bound(nameof(FeeReserve), FeeReserve, 0m, 0.05m);
        Bound(nameof(LossStreakMax), LossStreakMax, 1m, 1_000m);
        Bound(nameof(CrashMoveMax), CrashMoveMax, 0.001m, 1m);
        Bound(nameof(RewardRatio), RewardRatio, 0.1m, 20m);
        Bound(nameof(RoundTripCost), RoundTripCost, 0m, 0.05m);
        Bound(nameof(KellyFraction), KellyFraction, 0.01m, 1m);
        Bound(nameof(NetExposureMax), NetExposureMax, 0.01m, 10m);
        Bound(nameof(ReturnsMin), ReturnsMin, 20m, HistoricalRisk.BarsMax);
        Bound(nameof(TradeValueAtRiskMax), TradeValueAtRiskMax, 0.0001m, 0.5m);
        Bound(nameof(ValueAtRiskMax), ValueAtRiskMax, 0.0001m, 0.5m);
        Bound(nameof(ShortfallMax), ShortfallMax, ValueAtRiskMax, 0.5m);
        Bound(nameof(LiquidationStops), LiquidationStops, 1m, 20m);
        Bound(nameof(MaintenanceMargin), MaintenanceMargin, 0.001m, 0.5m);
        RequireSpan(nameof(LossCooldown), LossCooldown, TimeSpan.FromDays(7));
        RequireSpan(nameof(FundingQuiet), FundingQuiet, TimeSpan.FromHours(1));
        foreach (ClosedHours hours in ClosedHours)
        {
            if (!hours.IsSound)
                problems.Add($"{nameof(ClosedHours)} has a window from {hours.From} to {hours.To}; both must lie within a day.");
        }

        for (int i = 0; i < Brackets.Count; i++)
        {
            MarginBracket bracket = Brackets[i];
            decimal before = 0m;
            for (int j = 0; j < i; j++)
                if (Brackets[j].Symbol == bracket.Symbol) before = Brackets[j].NotionalMax;
            if (bracket.NotionalMax <= before)
                problems.Add($"{nameof(Brackets)}[{i}].NotionalMax is {bracket.NotionalMax}; it must be above 0 and above the one before of its table.");
            Bound($"{nameof(Brackets)}[{i}].Maintenance", bracket.Maintenance, 0.001m, 0.5m);
            Bound($"{nameof(Brackets)}[{i}].LeverageMax", bracket.LeverageMax, 1m, 200m);
        }

        // Written so that NaN fails.
        if (!(WinRate is null or (> 0 and < 1)))
            problems.Add($"{nameof(WinRate)} is {WinRate}; it must lie between 0 and 1, both excluded, or be left out.");
        if (!(CorrelationMax is >= -1 and <= 1))
            problems.Add($"{nameof(CorrelationMax)} is {CorrelationMax}; it must lie between -1 and 1.");
        if (!(HighVolatility is > 0 and <= 10))
            problems.Add($"{nameof(HighVolatility)} is {HighVolatility}; it must lie above 0, up to 10.");
        if (!(ConfidenceMin is >= 0 and <= 1))
            problems.Add($"{nameof(ConfidenceMin)} is {ConfidenceMin}; it must lie between 0 and 1.");
        return problems;
    }
}
