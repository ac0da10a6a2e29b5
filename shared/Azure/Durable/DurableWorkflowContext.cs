using Microsoft.DurableTask;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>What a workflow may do, done by Durable Task: every call and every wait becomes part of its history.</summary>
public sealed class DurableWorkflowContext(TaskOrchestrationContext context) : IWorkflowContext
{
    // Part of every history: another policy replays differently, and needs new names (WorkNames).
    private static readonly TaskOptions Tries = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 4,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromSeconds(10)));

    public string InstanceId => context.InstanceId;

    public Timestamp Now => Timestamp.From(new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero));

    /// <exception cref="TaskFailedException">It failed as often as it was tried.</exception>
    public Task<TOutput> CallAsync<TInput, TOutput>(Activity<TInput, TOutput> activity, TInput input) =>
        context.CallActivityAsync<TOutput>(activity.Name, input, Tries);

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => context.CreateTimer(delay, cancellation);
}
