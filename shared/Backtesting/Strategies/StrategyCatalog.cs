namespace Parley.Backtesting;

/// <summary>The bar strategies that can be asked for by name.</summary>
public static class StrategyCatalog
{
    public const string QuantityName = "quantity";
    public const string StakeName = "stake";

    private const int PeriodMax = 100_000;

    private static readonly StrategyParameter[] Sizing =
    [
        new(QuantityName, null, 0.00000001m, 90_000_000_000m, 8, "Units bought per entry; replaces stake."),
        new(StakeName, 1m, 0.0001m, 1m, 8, "Share of equity put into each entry."),
    ];

    public static IReadOnlyList<StrategyDefinition> All { get; } =
    [
        new(
            "sma-cross",
            "Long while the fast moving average of closes is above the slow one.",
            [
                new("fast", 20m, 1m, PeriodMax, 0, "Bars in the fast average; fewer than slow."),
                new("slow", 50m, 2m, PeriodMax, 0, "Bars in the slow average."),
                .. Sizing,
            ],
            (set, bars, options, clock) =>
                BarBacktest.Run(bars, Cross(set), options, clock),
            set => StreamingStrategy.Of(Cross(set)),
            set => Below(set, "fast", "slow")),
        new(
            "rsi-reversion",
            "Buys when RSI falls through the oversold level, sells when it has recovered.",
            [
                new("period", 14m, 2m, PeriodMax, 0, "Bars in Wilder's RSI."),
                new("oversold", 30m, 0m, 100m, 4, "Enter when RSI falls below this; less than exit."),
                new("exit", 55m, 0m, 100m, 4, "Leave when RSI is at or above this."),
                new("stop-loss", 0m, 0m, 99m, 4, "Leave after a close this many percent below the entry price; 0 for never."),
                .. Sizing,
            ],
            (set, bars, options, clock) => BarBacktest.Run(bars, Reversion(set), options, clock),
            set => StreamingStrategy.Of(Reversion(set)),
            set => Below(set, "oversold", "exit")),
        new(
            "breakout",
            "Buys a close above the highest high of the bars before, sells one below their lowest low.",
            [
                new("entry", 20m, 1m, PeriodMax, 0, "Bars in the entry channel."),
                new("exit", 10m, 1m, PeriodMax, 0, "Bars in the exit channel."),
                .. Sizing,
            ],
            (set, bars, options, clock) => BarBacktest.Run(bars, Channels(set), options, clock),
            set => StreamingStrategy.Of(Channels(set))),
    ];

    /// <param name="given">Settings by name, as written.</param>
    /// <param name="alsoKnown">Names of strategies that live elsewhere, for the message that lists what is known.</param>
    /// <exception cref="StrategyException">
    /// An unknown strategy or setting, a value that is no number or out of range, or settings that contradict each other.
    /// </exception>
    public static ConfiguredStrategy Configure(
        string name, IReadOnlyDictionary<string, string> given, params ReadOnlySpan<string> alsoKnown)
    {
        ArgumentNullException.ThrowIfNull(given);
        StrategyDefinition definition = All.FirstOrDefault(d => d.Name == name) ?? throw Unknown(name, alsoKnown);
        foreach (string key in given.Keys)
        {
            if (definition.Parameters.Any(p => p.Name == key)) continue;
            string keys = string.Join(", ", definition.Parameters.Select(p => p.Name));
            throw new StrategyException($"{name} has no setting '{key}'; it has {keys}.");
        }

        StrategySettings settings = Read(definition, given);
        if (definition.Conflict(settings) is { } conflict) throw new StrategyException($"{name}: {conflict}");
        return new ConfiguredStrategy(definition, settings);
    }

    private static StrategyException Unknown(string name, ReadOnlySpan<string> alsoKnown)
    {
        string known = string.Join(", ", [.. All.Select(d => d.Name), .. alsoKnown]);
        return new StrategyException($"There is no strategy '{name}'; known are {known}.");
    }

    private static StrategySettings Read(StrategyDefinition definition, IReadOnlyDictionary<string, string> given)
    {
        if (given.ContainsKey(QuantityName) && given.ContainsKey(StakeName))
            throw new StrategyException("quantity and stake exclude each other; set one of them.");
        var values = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (StrategyParameter parameter in definition.Parameters)
        {
            if (given.TryGetValue(parameter.Name, out string? text)) values[parameter.Name] = parameter.Parse(text);
            else if (parameter.Default is { } standard) values[parameter.Name] = standard;
        }

        if (values.ContainsKey(QuantityName)) values.Remove(StakeName);
        return new StrategySettings(values);
    }

    private static SmaCross Cross(StrategySettings set) => new(set.Whole("fast"), set.Whole("slow"));

    private static Breakout Channels(StrategySettings set) => new(set.Whole("entry"), set.Whole("exit"));

    private static RsiReversion Reversion(StrategySettings set) => new(
        set.Whole("period"), (double)set.Number("oversold"), (double)set.Number("exit"), set.Number("stop-loss"));

    private static string? Below(StrategySettings settings, string lower, string upper) =>
        settings.Number(lower) < settings.Number(upper)
            ? null
            : $"{lower} must be less than {upper}; they are {settings.Number(lower)} and {settings.Number(upper)}.";
}
