namespace Parley.Orchestrations;

/// <summary>How the deliberation weighs and when it acts.</summary>
public sealed record DeliberationOptions
{
    /// <summary>Whole deliberation; what has not answered by then abstains. Default 30 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Probability at or above which the desk wants to be long; 1 − this for short. In (0.5, 1). Default 0.65.</summary>
    public double EntryProbability { get; init; } = 0.65;

    /// <summary>A long position is given up when the probability falls below this, a short one above 1 − this. Default 0.42.</summary>
    public double ExitProbability { get; init; } = 0.42;

    /// <summary>Steepness of the logistic curve from score to probability. Default 4.</summary>
    public double Steepness { get; init; } = 4;

    /// <summary>Share of the score the devil's advocate can take away at full confidence. In [0, 1]. Default 0.5.</summary>
    public double AdvocateWeight { get; init; } = 0.5;

    /// <summary>Danger at or above which the supervisor rejects; above half of it he modifies. In (0, 1]. Default 0.8.</summary>
    public double DangerMax { get; init; } = 0.8;

    /// <summary>Weight of the order-flow analyst against 1 for each timeframe. Default 0.6.</summary>
    public double FlowWeight { get; init; } = 0.6;

    /// <summary>Cost of one side in basis points, as the agents expect it (taker fee plus half a spread). Default 5.</summary>
    public double CostBps { get; init; } = 5;

    /// <summary>Protective stop: this many average true ranges away. Default 2.</summary>
    public double StopAtrMultiple { get; init; } = 2;

    /// <summary>The span whose average true range sets the stop; shorter ones are scaled by the square root of time. Default 1 h.</summary>
    public TimeSpan StopHorizon { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Stop distance as a share of price while no average true range is known. Default 0.005.</summary>
    public double StopFallback { get; init; } = 0.005;
}
