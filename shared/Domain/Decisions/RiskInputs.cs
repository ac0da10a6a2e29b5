namespace Parley.Domain;

/// <summary>
/// What the risk gate may know beyond one instrument's market and the sums of the account. Each part may be missing: a rule
/// whose input is missing says that it measured nothing.
/// </summary>
public sealed record RiskInputs
{
    /// <summary>Length of the bars behind <see cref="Returns"/> and <see cref="Elsewhere"/>.</summary>
    public Timeframe ReturnsEvery { get; init; } = Timeframe.OneHour;

    /// <summary>Close ÷ previous close − 1 of the instrument, oldest first, finite; empty when not known.</summary>
    public IReadOnlyList<double> Returns { get; init; } = [];

    /// <summary>
    /// Profit in quote currency that the positions in all other instruments, as they are now, would have made in each of the
    /// bars of <see cref="Returns"/>, of the same length; empty when there are none.
    /// </summary>
    public IReadOnlyList<double> Elsewhere { get; init; } = [];

    /// <summary>Notional of long less short positions in all other instruments, in quote currency; orders that can still fill count as filled.</summary>
    public decimal NetElsewhere { get; init; }

    /// <summary>Positions closed at a loss, after costs, since the last one closed at a profit.</summary>
    public int LossStreak { get; init; }

    /// <summary>When the last of <see cref="LossStreak"/> was closed; the epoch when there is none.</summary>
    public Timestamp LastLossAt { get; init; }

    /// <summary>When funding settles next, as the venue says; the epoch when it does not.</summary>
    public Timestamp NextFunding { get; init; }

    /// <summary>The settlement before <see cref="NextFunding"/>, as the venue said; the epoch when none was seen.</summary>
    public Timestamp LastFunding { get; init; }
}
