using System.Text.Json.Serialization;

namespace Parley.Orchestrations;

[JsonConverter(typeof(JsonStringEnumConverter<AgentRole>))]
public enum AgentRole
{
    /// <summary>Argues for a direction on one horizon.</summary>
    Analyst,

    /// <summary>Argues against whatever the plain reading of the market suggests.</summary>
    DevilsAdvocate,

    /// <summary>Says how dangerous it is to act at all.</summary>
    Risk,
}

[JsonConverter(typeof(JsonStringEnumConverter<Stance>))]
public enum Stance
{
    Long,
    Short,
    Neutral,

    /// <summary>No opinion: too little is known.</summary>
    Abstain,
}

/// <summary>A fact an agent rests on: a snapshot field such as <c>1m.rsi_14</c> and its value there.</summary>
public readonly record struct Citation(string Field, double Value);

/// <summary>What one agent said.</summary>
/// <param name="Horizon">The feature group it looked at, for example <c>5m</c>; null when it looked at everything.</param>
/// <param name="Confidence">In [0, 1]. For the risk agent: how dangerous it is to act.</param>
/// <param name="Reasons">Full sentences, strongest first.</param>
/// <param name="Citations">Every number the reasons rest on.</param>
public sealed record Verdict(
    string Agent,
    AgentRole Role,
    string? Horizon,
    Stance Stance,
    double Confidence,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<Citation> Citations)
{
    public static Verdict Abstaining(string agent, AgentRole role, string? horizon, string reason) =>
        new(agent, role, horizon, Stance.Abstain, 0, [reason], []);

    /// <summary>Confidence with its direction: positive for long, negative for short, else 0.</summary>
    [JsonIgnore]
    public double Signed => Stance switch { Stance.Long => Confidence, Stance.Short => -Confidence, _ => 0 };
}

[JsonConverter(typeof(JsonStringEnumConverter<Ruling>))]
public enum Ruling
{
    Approve,

    /// <summary>Approved with less confidence.</summary>
    Modify,

    Reject,
}

/// <param name="ConfidenceFactor">In [0, 1]: what the supervisor leaves of the distance between the probability and 0.5.</param>
public sealed record SupervisorRuling(Ruling Ruling, double ConfidenceFactor, IReadOnlyList<string> Reasons);

/// <summary>How one verdict entered the fused score.</summary>
/// <param name="Contribution">Weight × signed confidence; the score is their sum.</param>
public readonly record struct FusionTerm(string Agent, double Weight, double Contribution);

/// <summary>The verdicts as one number.</summary>
/// <param name="Score">In [−1, 1], positive for long.</param>
/// <param name="Probability">Of the price being higher at the end of the horizon, as far as these agents go.</param>
public sealed record Fusion(double Score, double Probability, IReadOnlyList<FusionTerm> Terms);

/// <summary>Everything a deliberation said.</summary>
/// <param name="Desired">What it wants the desk to hold: Long, Short, Neutral (leave as is) or Abstain.</param>
/// <param name="Confidence">Probability that <paramref name="Desired"/> is right, as the supervisor leaves it; 0 when nothing is desired.</param>
public sealed record DeliberationOutcome(
    IReadOnlyList<Verdict> Verdicts,
    SupervisorRuling Supervisor,
    Fusion Fusion,
    Stance Desired,
    double Confidence);
