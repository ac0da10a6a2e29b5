namespace Parley.Backtesting;

/// <summary>One setting of a strategy, written <c>--set name=value</c>.</summary>
/// <param name="Default">Null when the strategy does without it.</param>
/// <param name="Minimum">Inclusive.</param>
/// <param name="Maximum">Inclusive.</param>
/// <param name="Decimals">Decimal places allowed; 0 for whole numbers.</param>
public sealed record StrategyParameter(
    string Name,
    decimal? Default,
    decimal Minimum,
    decimal Maximum,
    int Decimals,
    string Description)
{
    /// <exception cref="StrategyException">Not such a number; the message says what is allowed.</exception>
    public decimal Parse(string text)
    {
        const System.Globalization.NumberStyles plain = System.Globalization.NumberStyles.AllowDecimalPoint
            | System.Globalization.NumberStyles.AllowLeadingSign;
        if (decimal.TryParse(text, plain, System.Globalization.CultureInfo.InvariantCulture, out decimal value)
            && value >= Minimum && value <= Maximum && decimal.Round(value, Decimals) == value)
        {
            return value;
        }

        string kind = Decimals == 0 ? "a whole number" : $"a number with at most {Decimals} decimals";
        throw new StrategyException($"{Name} must be {kind} from {Minimum} to {Maximum}; it is '{text}'.");
    }
}
