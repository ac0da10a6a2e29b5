namespace Parley.Network;

/// <summary>
/// One request's way out. It knows whether a byte of the request has been written, lets it be written to one connection
/// only, and can be shut as long as it has not: so "never left" is a fact and "at most once" is enforced.
/// </summary>
internal sealed class Passage
{
    private static readonly object Shut = new();
    private static readonly AsyncLocal<Passage?> Ambient = new();

    // Null while nothing was written; then the connection, or Shut.
    private object? taken;
    private int ended;

    /// <summary>The passage of the request that is being written on this flow of control.</summary>
    public static Passage? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>False only when no byte was, or ever will be, written.</summary>
    public bool HasLeft => Volatile.Read(ref taken) is { } by && by != Shut;

    /// <summary>Asked before every write.</summary>
    /// <returns>False when the request was shut in, or went out on another connection before.</returns>
    public bool TryLeave(object connection) =>
        (Interlocked.CompareExchange(ref taken, connection, null) ?? connection) == connection;

    /// <returns>True when the request has not left and now never will.</returns>
    public bool TryShut() => (Interlocked.CompareExchange(ref taken, Shut, null) ?? Shut) == Shut;

    /// <returns>True for the first who asks: a request ends once.</returns>
    public bool TryEnd() => Interlocked.Exchange(ref ended, 1) == 0;
}
