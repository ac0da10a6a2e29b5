using Parley.Backtesting;
using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Hosting;

/// <summary>A rule strategy of the catalogue as the desk runs it.</summary>
public sealed class RuleOf(StreamingStrategy strategy) : IRule
{
    private int _bars;
    private int _entryBar;

    /// <summary>Makes the rule of each instrument; null when the agents decide.</summary>
    /// <exception cref="ConfigException">The strategy or one of its parameters is not known.</exception>
    public static Func<Symbol, IRule>? For(DecisionSettings settings)
    {
        if (settings.Strategy == Deliberator.Parley) return null;
        try
        {
            ConfiguredStrategy configured = StrategyCatalog.Configure(settings.Strategy, settings.Parameters, Deliberator.Parley);
            return _ => new RuleOf(configured.Stream());
        }
        catch (StrategyException e)
        {
            throw new ConfigException(e.Message);
        }
    }

    public RuleSignal OnBarClosed(in Bar bar, Quantity position, decimal averageEntry)
    {
        if (position.IsZero) _entryBar = _bars;
        _bars++;
        BarPosition held = position.IsZero
            ? default
            : new(true, _entryBar, Price.From(decimal.Round(averageEntry, FixedPoint.Decimals)));
        return strategy.OnClose(bar, held) switch
        {
            BarSignal.EnterLong => RuleSignal.EnterLong,
            BarSignal.Exit or BarSignal.StopLoss => RuleSignal.Exit,
            _ => RuleSignal.Hold,
        };
    }
}
