using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Parley.Orchestrations;

/// <summary>What other threads want of the desk: commands, and decisions made elsewhere. Bounded: nobody can mean hundreds of them at once.</summary>
internal sealed class DeskInbox
{
    private const int Capacity = 256;
    private readonly ConcurrentQueue<(DeskCommand Command, string Reason)> _commands = new();
    private readonly ConcurrentQueue<OrderIntents> _intents = new();

    public void Post(DeskCommand command, string reason)
    {
        if (_commands.Count < Capacity) _commands.Enqueue((command, reason));
    }

    /// <returns>False when there is no room: the orders will not be carried out.</returns>
    public bool Post(OrderIntents intents)
    {
        if (_intents.Count >= Capacity) return false;
        _intents.Enqueue(intents);
        return true;
    }

    public bool TryTake(out DeskCommand command, out string reason)
    {
        (command, reason) = (default, "");
        if (_commands.IsEmpty || !_commands.TryDequeue(out (DeskCommand Command, string Reason) first)) return false;
        (command, reason) = first;
        return true;
    }

    public bool TryTake([MaybeNullWhen(false)] out OrderIntents intents)
    {
        intents = default;
        return !_intents.IsEmpty && _intents.TryDequeue(out intents);
    }
}
