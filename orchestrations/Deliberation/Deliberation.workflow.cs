using Parley.Domain;
using Parley.Features;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>What an agent activity gets: who is to speak, on which horizon, about what.</summary>
public sealed record AgentTask(string Agent, string? Horizon, Snapshot Snapshot);

/// <summary>
/// The slow path, engine-neutral:
/// 1. one analyst per horizon, the devil's advocate and the risk agent all speak at once, on the same snapshot;
/// 2. whoever has not answered at the deadline abstains;
/// 3. the verdicts are fused into one probability; the supervisor approves, modifies or rejects it.
/// Only activities think; this file decides nothing about the market.
/// </summary>
public static class DeliberationWorkflow
{
    public const string Analyst = "analyst";
    public const string Advocate = "devils-advocate";
    public const string Risk = "risk-agent";

    public static Activity<AgentTask, Verdict> Speak { get; } = new("deliberation.speak.v1");

    public static async Task<DeliberationOutcome> RunAsync(IWorkflowContext context, Snapshot snapshot, DeliberationOptions options)
    {
        List<AgentTask> tasks = [];
        foreach (FeatureGroup group in snapshot.Features)
            if (IsHorizon(group.Name)) tasks.Add(new(Analyst, group.Name, snapshot));
        tasks.Add(new(Advocate, null, snapshot));
        tasks.Add(new(Risk, null, snapshot));

        var speaking = new Task<Verdict>[tasks.Count];
        for (int i = 0; i < speaking.Length; i++) speaking[i] = context.CallAsync(Speak, tasks[i]);
        await UntilAllOrDeadline(context, speaking, options.Deadline);

        var verdicts = new Verdict[speaking.Length];
        for (int i = 0; i < speaking.Length; i++)
            verdicts[i] = speaking[i].IsCompletedSuccessfully
                ? await speaking[i]
                : Verdict.Abstaining(NameOf(tasks[i]), RoleOf(tasks[i].Agent), tasks[i].Horizon,
                    speaking[i].IsFaulted ? "I failed and have no opinion." : "I did not answer before the deadline.");
        return Supervisor.Conclude(verdicts, snapshot.Account, options);
    }

    // Funding and other markets are facts everybody may cite, not horizons somebody has an opinion on.
    private static bool IsHorizon(string group) => FeatureCatalogue.KindOf(group) is FeatureKind.Bars or FeatureKind.Flow;

    private static async Task UntilAllOrDeadline(IWorkflowContext context, Task<Verdict>[] speaking, TimeSpan deadline)
    {
        Task all = Task.WhenAll(speaking);
        if (all.IsCompleted) return;
        using var abandoned = new CancellationTokenSource();
        await Task.WhenAny(all, context.DelayAsync(deadline, abandoned.Token));
        await abandoned.CancelAsync();
    }

    private static string NameOf(AgentTask task) => task.Horizon is null ? task.Agent : $"{task.Agent}-{task.Horizon}";

    private static AgentRole RoleOf(string agent) => agent switch
    {
        Advocate => AgentRole.DevilsAdvocate,
        Risk => AgentRole.Risk,
        _ => AgentRole.Analyst,
    };
}
