namespace Parley.Venues.Binance;

/// <summary>The venue's bytes do not read as what they should be: the one error of all parsers here.</summary>
public sealed class BinanceFormatException(string message) : Exception(message);
