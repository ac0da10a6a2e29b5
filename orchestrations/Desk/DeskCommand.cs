namespace Parley.Orchestrations;

/// <summary>What a human may ask of a running desk.</summary>
public enum DeskCommand
{
    /// <summary>No new risk; exits and stops go on.</summary>
    Pause,

    /// <summary>The only one that loosens.</summary>
    Resume,

    /// <summary>Nothing but reducing.</summary>
    ReduceOnly,

    /// <summary>Nothing but cancelling: what is held and what is known do not agree.</summary>
    CancelOnly,

    /// <summary>Close every position and cancel every order, then only reduce.</summary>
    Flatten,

    /// <summary>Close every position and cancel every order, then nothing leaves.</summary>
    Halt,
}
