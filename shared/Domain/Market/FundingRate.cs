namespace Parley.Domain;

/// <summary>A perpetual's funding rate on one venue: a forecast until it settles, then a fact.</summary>
/// <param name="Venue">Name of the venue, in the venue's own spelling: <c>binance</c>.</param>
/// <param name="SettlesAt">When longs pay shorts, by the venue's clock.</param>
/// <param name="Interval">Time between two settlements.</param>
/// <param name="Rate">Fraction of notional paid by longs to shorts.</param>
public readonly record struct FundingRate(Symbol Symbol, string Venue, Timestamp SettlesAt, TimeSpan Interval, double Rate);
