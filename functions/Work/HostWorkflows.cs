using Microsoft.DurableTask.Client;
using Parley.Azure;
using Parley.Ports;

namespace Parley.Functions;

/// <summary>
/// Starts workflows through the client that the host gives to a function: where its engine listens only the host knows.
/// Every function from which work may start takes one and hands it over first; it stays good for the whole process.
/// </summary>
public sealed class HostWorkflows : IWorkflows
{
    private volatile DurableWorkflows? workflows;

    public void Use(DurableTaskClient client) => workflows = new DurableWorkflows(client);

    public Task<bool> StartAsync<TInput, TOutput>(
        Workflow<TInput, TOutput> workflow, string instanceId, TInput input, CancellationToken cancellation) =>
        Current.StartAsync(workflow, instanceId, input, cancellation);

    public Task<TOutput?> FindResultAsync<TInput, TOutput>(
        Workflow<TInput, TOutput> workflow, string instanceId, CancellationToken cancellation)
        where TOutput : class => Current.FindResultAsync(workflow, instanceId, cancellation);

    private DurableWorkflows Current => workflows ?? throw new InvalidOperationException("No function has handed over the host's client yet.");
}
