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

    /// <summary>What is wrong with these limits, one sentence each, naming the key; empty when they may be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        void Bound(string key, decimal value, decimal min, decimal max)
        {
            if (value < min || value > max) problems.Add($"{key} is {value}; it must lie between {min} and {max}.");
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
        // Written so that NaN fails.
        if (!(HighVolatility is > 0 and <= 10))
            problems.Add($"{nameof(HighVolatility)} is {HighVolatility}; it must lie above 0, up to 10.");
        if (!(ConfidenceMin is >= 0 and <= 1))
            problems.Add($"{nameof(ConfidenceMin)} is {ConfidenceMin}; it must lie between 0 and 1.");
        return problems;
    }
}
