using Parley.Orchestrations;

namespace Parley.Edge;

/// <summary>
/// Whether a message has all its parts, before anything looks at them: JSON leaves out what it likes. Whether they make
/// sense together the desk judges.
/// </summary>
internal static class MessageShape
{
    private const int NameMax = 128;
    private const int OrdersMax = 16;

    /// <returns>One sentence, or null.</returns>
    public static string? ObjectionTo(OrderIntents intents)
    {
        if (!IsName(intents.DecisionId)) return "The orders have no usable decision id.";
        if (!IsName(intents.Symbol.Value)) return "The orders name no usable instrument.";
        if (intents.SnapshotHash is null || intents.IntentHash is null) return "The orders come without their hashes.";
        if (intents.Orders is null or { Count: 0 or > OrdersMax }) return $"The message has no orders, or more than {OrdersMax}.";
        return intents.Orders.All(o => o is not null && IsName(o.Id.Value) && IsName(o.Symbol.Value))
            ? null
            : "An order has no usable id or instrument.";
    }

    /// <inheritdoc cref="ObjectionTo(OrderIntents)"/>
    public static string? ObjectionTo(EdgeCommand command)
    {
        if (!IsName(command.Id)) return "The command has no usable id.";
        if (!Enum.IsDefined(command.Command)) return "The command is not known.";
        return command.By is null ? "The command does not say who gave it." : null;
    }

    // They become names of rows and files and lines of a log.
    private static bool IsName(string? text) =>
        text is { Length: > 0 and <= NameMax } && text.All(c => char.IsAscii(c) && !char.IsControl(c) && c is not ('/' or '\\' or '#' or '?'));
}
