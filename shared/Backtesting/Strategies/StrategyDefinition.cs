namespace Parley.Backtesting;

/// <summary>Settings of one strategy, parsed and in range; an absent one was neither given nor has a default.</summary>
public sealed class StrategySettings(IReadOnlyDictionary<string, decimal> values)
{
    public IReadOnlyDictionary<string, decimal> Values => values;

    public decimal? Find(string name) => values.TryGetValue(name, out decimal value) ? value : null;

    internal decimal Number(string name) => values[name];

    internal int Whole(string name) => decimal.ToInt32(values[name]);

    /// <summary>Money side of a run with these settings.</summary>
    public BarBacktestOptions Options(decimal startingBalance, decimal feeBps)
    {
        var options = new BarBacktestOptions { StartingBalance = startingBalance, FeeBps = feeBps };
        if (Find(StrategyCatalog.QuantityName) is { } quantity) options = options with { Quantity = Quantity.From(quantity) };
        if (Find(StrategyCatalog.StakeName) is { } stake) options = options with { Stake = stake };
        return options;
    }
}

/// <summary>Runs one strategy over bars.</summary>
internal delegate BarBacktestResult StrategyRun(
    StrategySettings settings, BarSeries bars, BarBacktestOptions options, TimeProvider? clock);

/// <summary>
/// A strategy the catalogue knows: its name, what it does, and its parameters, followed by the ones that size its entries.
/// </summary>
public sealed class StrategyDefinition
{
    internal StrategyDefinition(
        string name,
        string description,
        IReadOnlyList<StrategyParameter> parameters,
        StrategyRun run,
        Func<StrategySettings, StreamingStrategy> stream,
        Func<StrategySettings, string?>? conflict = null)
    {
        Name = name;
        Description = description;
        Parameters = parameters;
        Run = run;
        Stream = stream;
        Conflict = conflict ?? (_ => null);
    }

    public string Name { get; }

    public string Description { get; }

    public IReadOnlyList<StrategyParameter> Parameters { get; }

    internal StrategyRun Run { get; }

    internal Func<StrategySettings, StreamingStrategy> Stream { get; }

    /// <summary>Says what is wrong between settings that are each in range, or null.</summary>
    internal Func<StrategySettings, string?> Conflict { get; }
}

/// <summary>A strategy with all its settings: ready to run, any number of times.</summary>
public sealed record ConfiguredStrategy(StrategyDefinition Definition, StrategySettings Settings)
{
    public string Name => Definition.Name;

    /// <summary>The same strategy, fed bar by bar; an instance per instrument and run.</summary>
    public StreamingStrategy Stream() => Definition.Stream(Settings);

    /// <param name="feeBps">Hundredths of a percent of notional, each side.</param>
    /// <param name="clock">Measures the run.</param>
    /// <exception cref="StrategyException">No bars, or an option out of range.</exception>
    public BarBacktestResult Run(BarSeries bars, decimal startingBalance, decimal feeBps, TimeProvider? clock = null) =>
        Definition.Run(Settings, bars, Settings.Options(startingBalance, feeBps), clock);
}
