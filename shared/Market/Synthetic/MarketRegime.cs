namespace Parley.Market;

/// <summary>The weather of a synthetic market; it changes by a Markov chain.</summary>
internal enum MarketRegime
{
    /// <summary>Rises slowly; what it gains on average is paid back in rare falls unless an edge is planted.</summary>
    TrendingBull,

    /// <summary>Falls slowly, with rare squeezes upwards.</summary>
    TrendingBear,

    /// <summary>Goes nowhere, quietly.</summary>
    Ranging,

    /// <summary>Wide swings and many jumps.</summary>
    Volatile,
}

/// <summary>What a regime does to price and activity.</summary>
/// <param name="LastsSeconds">Mean time spent in it.</param>
/// <param name="Volatility">Factor on the standard deviation of returns.</param>
/// <param name="DriftPerHour">Mean return per hour between its crashes.</param>
/// <param name="JumpsPerHour">Jumps to either side.</param>
/// <param name="Activity">Factor on the number of trades.</param>
internal readonly record struct RegimeTraits(
    double LastsSeconds, double Volatility, double DriftPerHour, double JumpsPerHour, double Activity)
{
    public static RegimeTraits Of(MarketRegime regime) => regime switch
    {
        MarketRegime.TrendingBull => new(5_400, 0.8, 0.003, 0.15, 1.1),
        MarketRegime.TrendingBear => new(4_500, 1.0, -0.003, 0.2, 1.2),
        MarketRegime.Ranging => new(7_200, 0.6, 0, 0.1, 0.7),
        _ => new(1_800, 2.0, 0, 1.5, 1.8),
    };
}
