using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Parley.Orchestrations;

/// <summary>Commands from other threads. Bounded: a human cannot mean hundreds of them at once.</summary>
internal sealed class DeskInbox
{
    private const int Capacity = 256;
    private readonly ConcurrentQueue<DeskCommand> _commands = new();

    public void Post(DeskCommand command)
    {
        if (_commands.Count < Capacity) _commands.Enqueue(command);
    }

    public bool TryTake([MaybeNullWhen(false)] out DeskCommand command)
    {
        command = default;
        return !_commands.IsEmpty && _commands.TryDequeue(out command);
    }
}
