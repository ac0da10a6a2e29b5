using Parley.Domain;
using Parley.Execution;
using Parley.Features;

namespace Parley.Orchestrations;

/// <summary>
/// Asks the exit rules at each mark of a held instrument: moves its protective stop closer, or closes the position. Does
/// nothing unless a rule is switched on. When a position was opened and where its stop had got to is in the ledger; the best
/// price since is not, and begins anew with each process.
/// </summary>
internal sealed class ExitKeeper(ExitOptions options, double highVolatility, StopKeeper stops, Portfolio portfolio, Action<string> tell)
{
    // Above this the trend has a direction: Wilder's reading of his index.
    private const double TrendFrom = 25;

    private static readonly int Range = IndexOf("atr_14");
    private static readonly int Trend = IndexOf("adx_14");
    private static readonly int Volatility = IndexOf("realised_volatility");

    private readonly Dictionary<Symbol, HeldPosition> _held = [];
    private readonly Dictionary<Symbol, (double Range, ExitRegime Regime)> _bars = [];

    public bool IsActive => options.IsActive;

    /// <param name="features">Of the trigger timeframe at a close, in the catalogue's order; NaN is not known.</param>
    public void OnBar(Symbol symbol, ReadOnlySpan<double> features) =>
        _bars[symbol] = (features[Range], RegimeOf(features[Volatility], features[Trend]));

    public void OnMark(Instrument instrument, Price mark, Timestamp now)
    {
        Symbol symbol = instrument.Symbol;
        if (!IsActive || stops.IsClosing(symbol)) return;
        if (portfolio.Find(symbol) is not { } position || instrument.IsDust(position.Quantity) || stops.PlanOf(symbol) is not { } stop)
        {
            _held.Remove(symbol);
            return;
        }

        Side side = position.Quantity.IsPositive ? Side.Buy : Side.Sell;
        Price entry = Price.FromRaw((long)(position.AverageEntry * FixedPoint.Scale));
        bool known = _held.TryGetValue(symbol, out HeldPosition held) && held.Side == side && held.OpenedAt == position.OpenedAt;
        if (!known) held = new(side, entry, position.OpenedAt, stop, entry);
        held = (held with { Entry = entry, Stop = stop }).Seen(mark);
        _held[symbol] = held;
        (double Range, ExitRegime Regime) bar = _bars.GetValueOrDefault(symbol);
        ExitAdvice advice = ExitRules.Advise(held, mark, bar.Range, bar.Regime, now, instrument.TickSize, options);
        if (advice.Close != ExitReason.None)
        {
            tell($"{symbol}: {position.Quantity} is closed at {mark} ({advice.Close}), entered at {entry}.");
            stops.Abandon(symbol);
            stops.Close(instrument, now);
        }
        else if (Math.Abs(advice.Stop.Raw - stop.Raw) > options.MoveMin * entry.Raw)
        {
            stops.Move(instrument, advice.Stop, now);
        }
    }

    private ExitRegime RegimeOf(double volatility, double trend)
    {
        if (double.IsNaN(volatility) || double.IsNaN(trend)) return ExitRegime.Unknown;
        if (volatility >= highVolatility) return ExitRegime.Volatile;
        return trend >= TrendFrom ? ExitRegime.Trending : ExitRegime.Ranging;
    }

    private static int IndexOf(string feature)
    {
        for (int i = 0; i < FeatureCatalogue.Bars.Count; i++)
            if (FeatureCatalogue.Bars[i].Name == feature) return i;
        throw new InvalidOperationException($"There is no feature {feature}.");
    }
}
