using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>What an agent activity gets: who is to speak, on which horizon, about what.</summary>
/// <param name="SnapshotHash">Names the snapshot; the activity fetches it.</param>
public sealed record AgentTask(string Agent, string? Horizon, string SnapshotHash);

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

    public static Activity<AgentTask, Verdict> Speak { get; } = new(WorkNames.Speak);

    public static async Task<DeliberationOutcome> RunAsync(IWorkflowContext context, DeliberationRequest request)
    {
        AgentTask[] tasks =
        [
            .. request.Horizons.Select(horizon => new AgentTask(Analyst, horizon, request.SnapshotHash)),
            new(Advocate, null, request.SnapshotHash),
            new(Risk, null, request.SnapshotHash),
        ];

        var speaking = new Task<Verdict>[tasks.Length];
        for (int i = 0; i < speaking.Length; i++) speaking[i] = context.CallAsync(Speak, tasks[i]);
        await UntilAllOrDeadline(context, speaking, request.Options.Deadline);

        var verdicts = new Verdict[speaking.Length];
        for (int i = 0; i < speaking.Length; i++)
            verdicts[i] = speaking[i].IsCompletedSuccessfully
                ? await speaking[i]
                : Verdict.Abstaining(NameOf(tasks[i]), RoleOf(tasks[i].Agent), tasks[i].Horizon,
                    speaking[i].IsFaulted ? "I failed and have no opinion." : "I did not answer before the deadline.");
        return Supervisor.Conclude(verdicts, request.Account, request.Options);
    }

    private static async Task UntilAllOrDeadline(IWorkflowContext context, Task<Verdict>[] speaking, TimeSpan deadline)
    {
        Task all = Task.WhenAll(speaking);
        if (all.IsCompleted) return;
        using var abandoned = new CancellationTokenSource();
        await Task.WhenAny(all, context.DelayAsync(deadline, abandoned.Token));
        // CancelAsync would go on on another thread, which a replayed workflow must not.
#pragma warning disable CA1849, MA0042
        abandoned.Cancel();
#pragma warning restore CA1849, MA0042
    }

    private static string NameOf(AgentTask task) => task.Horizon is null ? task.Agent : $"{task.Agent}-{task.Horizon}";

    private static AgentRole RoleOf(string agent) => agent switch
    {
        Advocate => AgentRole.DevilsAdvocate,
        Risk => AgentRole.Risk,
        _ => AgentRole.Analyst,
    };
}
