namespace Parley.Simulation;

/// <summary>
/// Where asynchronous code of a simulated world goes on: on the one thread, as events of the agenda. Whatever is posted
/// from another thread has left the simulation and ends it, because nothing after it could be repeated.
/// </summary>
internal sealed class LoneScheduler(Agenda agenda) : SynchronizationContext
{
    private readonly int thread = Environment.CurrentManagedThreadId;

    /// <summary>Why the world is no longer its own; null while it is.</summary>
    public string? Escape { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            Escape ??= $"a continuation of {d.Method.DeclaringType?.Name} was posted from another thread";
            return;
        }

        agenda.At(agenda.Now, StepKind.Timer, () => d(state));
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != thread) Escape ??= "something was sent from another thread";
        else d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs something in this world; the caller's own context comes back afterwards.</summary>
    public void Run(Action inside)
    {
        SynchronizationContext? outside = Current;
        SetSynchronizationContext(this);
        try
        {
            inside();
        }
        finally
        {
            SetSynchronizationContext(outside);
        }
    }
}
