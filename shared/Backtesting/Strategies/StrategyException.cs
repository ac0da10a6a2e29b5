namespace Parley.Backtesting;

/// <summary>A strategy, a setting or an option that cannot be used. The message is one line for the user.</summary>
public sealed class StrategyException(string message) : Exception(message);
