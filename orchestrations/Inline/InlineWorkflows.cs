using System.Collections.Concurrent;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations.Inline;

/// <summary>The embedded engine for work that others start: each id once, in this process, forgotten with it.</summary>
public sealed class InlineWorkflows(ActivityTable activities, TimeProvider clock) : IWorkflows
{
    private readonly Dictionary<string, Delegate> _workflows = [];
    private readonly ConcurrentDictionary<string, Task> _instances = [];

    public InlineWorkflows Add<TInput, TOutput>(Workflow<TInput, TOutput> workflow, Func<IWorkflowContext, TInput, Task<TOutput>> run)
    {
        _workflows.Add(workflow.Name, run);
        return this;
    }

    /// <summary>All that a desk in the cloud starts.</summary>
    public InlineWorkflows AddDesk() => this
        .Add(DecisionWorkflow.Definition, DecisionWorkflow.RunAsync)
        .Add(ExecutionWorkflow.Definition, ExecutionWorkflow.RunAsync)
        .Add(FlattenWorkflow.Definition, FlattenWorkflow.RunAsync)
        .Add(ReconcileWorkflow.Definition, ReconcileWorkflow.RunAsync);

    public Task<bool> StartAsync<TInput, TOutput>(
        Workflow<TInput, TOutput> workflow, string instanceId, TInput input, CancellationToken cancellation)
    {
        if (!_workflows.TryGetValue(workflow.Name, out Delegate? found) || found is not Func<IWorkflowContext, TInput, Task<TOutput>> run)
            throw new InvalidOperationException($"No workflow named '{workflow.Name}' takes {typeof(TInput).Name}.");
        var slot = new TaskCompletionSource();
        if (!_instances.TryAdd(instanceId, slot.Task)) return Task.FromResult(false);
        _instances[instanceId] = run(new InlineWorkflow(instanceId, Timestamp.From(clock.GetUtcNow()), activities, clock), input);
        return Task.FromResult(true);
    }

    public async Task<TOutput?> FindResultAsync<TInput, TOutput>(
        Workflow<TInput, TOutput> workflow, string instanceId, CancellationToken cancellation)
        where TOutput : class
    {
        if (!_instances.TryGetValue(instanceId, out Task? task) || !task.IsCompleted) return null;
        if (task.IsFaulted) throw new InvalidOperationException($"{instanceId} failed: {task.Exception.GetBaseException().Message}");
        return task is Task<TOutput> typed ? await typed : null;
    }

    /// <summary>Ids of all instances, started ever.</summary>
    public IReadOnlyCollection<string> Instances => [.. _instances.Keys];
}
