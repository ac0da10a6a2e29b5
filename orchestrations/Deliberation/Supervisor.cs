using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>
/// Fuses the verdicts and rules on them. Pure: same verdicts, same account, same outcome.
/// The disagreement rule: analysts are averaged by weight, so opposite opinions cancel; the devil's advocate takes away up
/// to a fixed share of what is left; danger from the risk agent halves confidence or stops the matter.
/// </summary>
public static class Supervisor
{
    public static DeliberationOutcome Conclude(
        IReadOnlyList<Verdict> verdicts, AccountView account, DeliberationOptions options)
    {
        Fusion fusion = Fuse(verdicts, options);
        SupervisorRuling ruling = Rule(verdicts, fusion, options);
        (Stance desired, double confidence) = Desire(fusion, ruling, account, options);
        return new(verdicts, ruling, fusion, desired, confidence);
    }

    /// <summary>Score = Σ weight × signed confidence over the analysts with an opinion, less the advocate's share.</summary>
    private static Fusion Fuse(IReadOnlyList<Verdict> verdicts, DeliberationOptions options)
    {
        double weightAll = 0;
        double weightSpeaking = 0;
        foreach (Verdict verdict in verdicts)
        {
            if (verdict.Role != AgentRole.Analyst) continue;
            weightAll += WeightOf(verdict, options);
            if (verdict.Stance != Stance.Abstain) weightSpeaking += WeightOf(verdict, options);
        }

        List<FusionTerm> terms = [];
        double score = 0;
        if (weightSpeaking > 0)
        {
            // Fewer voices, less weight: the square root keeps one analyst of four from speaking for all.
            double coverage = Math.Sqrt(weightSpeaking / weightAll);
            foreach (Verdict verdict in verdicts)
            {
                if (verdict.Role != AgentRole.Analyst || verdict.Stance == Stance.Abstain) continue;
                double weight = WeightOf(verdict, options) / weightSpeaking * coverage;
                terms.Add(new(verdict.Agent, weight, weight * verdict.Signed));
                score += weight * verdict.Signed;
            }

            score += Contradiction(verdicts, score, terms, options);
        }

        score = Math.Clamp(score, -1, 1);
        return new(score, 1 / (1 + Math.Exp(-options.Steepness * score)), terms);
    }

    private static double WeightOf(Verdict verdict, DeliberationOptions options) =>
        verdict.Horizon == Agents.FlowAnalyst.Horizon ? options.FlowWeight : 1;

    /// <summary>What the advocate takes away; never more than the score itself, so he cannot turn it round.</summary>
    private static double Contradiction(
        IReadOnlyList<Verdict> verdicts, double score, List<FusionTerm> terms, DeliberationOptions options)
    {
        double taken = 0;
        foreach (Verdict verdict in verdicts)
        {
            if (verdict.Role != AgentRole.DevilsAdvocate || verdict.Signed * score >= 0) continue;
            double share = options.AdvocateWeight * verdict.Confidence;
            taken -= share * score;
            terms.Add(new(verdict.Agent, share, -share * score));
        }

        return taken;
    }

    private static SupervisorRuling Rule(IReadOnlyList<Verdict> verdicts, Fusion fusion, DeliberationOptions options)
    {
        int speaking = 0;
        int against = 0;
        double danger = 0;
        string dangerReason = "";
        foreach (Verdict verdict in verdicts)
        {
            if (verdict.Role == AgentRole.Analyst && verdict.Stance != Stance.Abstain) speaking++;
            if (verdict.Role == AgentRole.Analyst && verdict.Signed * fusion.Score < 0) against++;
            if (verdict.Role != AgentRole.Risk) continue;
            if (verdict.Stance == Stance.Abstain)
                return new(Ruling.Reject, 0, ["The risk agent did not speak; without it nothing is opened."]);
            (danger, dangerReason) = (verdict.Confidence, verdict.Reasons[0]);
        }

        if (speaking == 0) return new(Ruling.Reject, 0, ["No analyst has an opinion."]);
        if (danger >= options.DangerMax) return new(Ruling.Reject, 0, [$"Too dangerous: {dangerReason}"]);
        if (danger >= options.DangerMax / 2)
            return new(Ruling.Modify, 0.5, [$"Half the confidence: {dangerReason}"]);
        if (against * 2 >= speaking && against > 0)
            return new(Ruling.Modify, 0.7, [$"{against} of {speaking} analysts disagree."]);
        return new(Ruling.Approve, 1, [against == 0 ? "Nobody with an opinion disagrees." : $"Only {against} of {speaking} analysts disagree."]);
    }

    private static (Stance Desired, double Confidence) Desire(
        Fusion fusion, SupervisorRuling ruling, AccountView account, DeliberationOptions options)
    {
        double p = fusion.Probability;
        // Giving up a position needs no approval: rejecting an entry must never keep risk on.
        if (account.Position.IsPositive && p < options.ExitProbability) return (Stance.Short, 1 - p);
        if (account.Position.IsNegative && p > 1 - options.ExitProbability) return (Stance.Long, p);
        if (ruling.Ruling == Ruling.Reject) return (Stance.Abstain, 0);
        if (p >= options.EntryProbability) return (Stance.Long, Damped(p, ruling));
        if (p <= 1 - options.EntryProbability) return (Stance.Short, Damped(1 - p, ruling));
        return (Stance.Neutral, 0);
    }

    /// <summary>Pulls a probability towards the coin's 0.5 as far as the supervisor says.</summary>
    private static double Damped(double probability, SupervisorRuling ruling) =>
        0.5 + (probability - 0.5) * ruling.ConfidenceFactor;
}
