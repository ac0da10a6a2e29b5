using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations.Inline;

/// <summary>Activities by name, for the engines that run in this process.</summary>
public sealed class ActivityTable
{
    private readonly Dictionary<string, Delegate> _activities = [];

    public ActivityTable Add<TInput, TOutput>(Activity<TInput, TOutput> activity, Func<TInput, Task<TOutput>> run)
    {
        _activities.Add(activity.Name, run);
        return this;
    }

    public Func<TInput, Task<TOutput>> Find<TInput, TOutput>(Activity<TInput, TOutput> activity) =>
        _activities.TryGetValue(activity.Name, out Delegate? run) && run is Func<TInput, Task<TOutput>> typed
            ? typed
            : throw new InvalidOperationException($"No activity named '{activity.Name}' takes {typeof(TInput).Name}.");
}

/// <summary>
/// The embedded engine: activities are plain calls, nothing is stored. A deliberation that a restart interrupts is lost,
/// which is right, because a stale opinion is worthless.
/// </summary>
/// <param name="now">Venue time at which the workflow starts; it stands still, like the snapshot.</param>
/// <param name="clock">Measures delays: the system's clock on paper and live, a virtual one in a backtest.</param>
public sealed class InlineWorkflow(string instanceId, Timestamp now, ActivityTable activities, TimeProvider clock)
    : IWorkflowContext
{
    public string InstanceId => instanceId;

    public Timestamp Now => now;

    public Task<TOutput> CallAsync<TInput, TOutput>(Activity<TInput, TOutput> activity, TInput input) =>
        activities.Find(activity)(input);

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, clock, cancellation);
}
