using Parley.Domain;

namespace Parley.Ports;

/// <summary>The name of an activity with the types that go in and come out. Names outlive code: never rename one.</summary>
public readonly record struct Activity<TInput, TOutput>(string Name);

/// <summary>
/// The name of a workflow, version included (letters, digits and dashes), with the types that go in and come out. Names
/// outlive code: a change that replays differently gets a new one.
/// </summary>
public readonly record struct Workflow<TInput, TOutput>(string Name);

/// <summary>
/// What a workflow may do. The same workflow runs inline, in virtual time and on Durable Task, so it must be
/// deterministic: no clock but <see cref="Now"/>, no I/O but activities, no tasks but those from here.
/// </summary>
public interface IWorkflowContext
{
    /// <summary>Derived from what is decided, so a second start of the same work is recognised.</summary>
    string InstanceId { get; }

    Timestamp Now { get; }

    /// <summary>Runs an activity: the only place for I/O and models. May be run more than once.</summary>
    Task<TOutput> CallAsync<TInput, TOutput>(Activity<TInput, TOutput> activity, TInput input);

    /// <summary>Completes after the given time, by the engine's clock.</summary>
    Task DelayAsync(TimeSpan delay, CancellationToken cancellation);
}

/// <summary>Starts workflows and asks after them.</summary>
public interface IWorkflows
{
    /// <summary>Starts one, unless one with this id was ever started: the same work is done once.</summary>
    /// <param name="instanceId">Derived from what is to be done.</param>
    /// <returns>False when it was known already.</returns>
    Task<bool> StartAsync<TInput, TOutput>(
        Workflow<TInput, TOutput> workflow, string instanceId, TInput input, CancellationToken cancellation);

    /// <summary>What a workflow came to.</summary>
    /// <returns>Null while it runs, and when there is none with this id.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message says why.</exception>
    Task<TOutput?> FindResultAsync<TInput, TOutput>(
        Workflow<TInput, TOutput> workflow, string instanceId, CancellationToken cancellation)
        where TOutput : class;
}
