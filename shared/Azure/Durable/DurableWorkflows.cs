using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>
/// Starts workflows on Durable Task. Work is known for as long as its history is kept; what must never happen twice is
/// claimed in a table besides.
/// </summary>
public sealed class DurableWorkflows(DurableTaskClient client) : IWorkflows
{
    /// <remarks>
    /// Not every engine refuses an id that has run to its end: some begin it anew. So it is looked for first; the engine's
    /// own refusal decides between two who looked at the same time.
    /// </remarks>
    /// <exception cref="IOException">The engine cannot be reached.</exception>
    public async Task<bool> StartAsync<TInput, TOutput>(
        Workflow<TInput, TOutput> workflow, string instanceId, TInput input, CancellationToken cancellation)
    {
        if (await FindAsync(instanceId, withResult: false, cancellation) is not null) return false;
        StartOrchestrationOptions once = new StartOrchestrationOptions(instanceId)
            .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        return await Outside.CallAsync(
            $"Starting {instanceId}",
            async () =>
            {
                try
                {
                    await client.ScheduleNewOrchestrationInstanceAsync(workflow.Name, input, once, cancellation);
                    return true;
                }
                catch (Exception e) when (e is OrchestrationAlreadyExistsException or RpcException { StatusCode: StatusCode.AlreadyExists })
                {
                    return false;
                }
            },
            cancellation);
    }

    /// <exception cref="IOException">The engine cannot be reached.</exception>
    public async Task<TOutput?> FindResultAsync<TInput, TOutput>(
        Workflow<TInput, TOutput> workflow, string instanceId, CancellationToken cancellation)
        where TOutput : class
    {
        OrchestrationMetadata? found = await FindAsync(instanceId, withResult: true, cancellation);
        return found?.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Completed => found.ReadOutputAs<TOutput>(),
            OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated =>
                throw new InvalidOperationException($"{instanceId} failed: {found.FailureDetails?.ErrorMessage ?? "it was stopped"}"),
            _ => null,
        };
    }

    private Task<OrchestrationMetadata?> FindAsync(string instanceId, bool withResult, CancellationToken cancellation) => Outside.CallAsync(
        $"Looking for {instanceId}", () => client.GetInstanceAsync(instanceId, withResult, cancellation), cancellation);
}
