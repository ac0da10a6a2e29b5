namespace Parley.Orchestrations;

/// <summary>
/// Commands in a chat, named as traders know them from freqtrade. A chat shows who writes, but proves no role: it may look and
/// tighten, never loosen.
/// </summary>
public sealed class ChatCommands(CloudDesk desk)
{
    private const string Help =
        """
        /status – mode, equity, positions, stops
        /daily – the last 24 hours
        /pause (/stopentry, /stopbuy) – no new positions; stops and exits go on
        /reduceonly – nothing but reducing
        /flatten (/forceexit all) – close everything, then only reduce
        /halt (/stop) – close everything, then nothing leaves
        /resume (/start) – not from a chat: it needs a human with the role Principal
        /version, /help
        """;

    /// <summary>Carries a message out.</summary>
    /// <param name="sender">Who wrote it, for the record.</param>
    /// <param name="messageId">Unique per message: one delivered twice is carried out once.</param>
    /// <returns>What to answer.</returns>
    public async Task<string> AnswerAsync(string text, string sender, string messageId, CancellationToken cancellation)
    {
        // In a group, commands come as /status@name_of_the_bot.
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string command = words.Length == 0 ? "" : words[0].Split('@')[0].ToLowerInvariant();
        return command switch
        {
            "/status" or "/balance" or "/profit" or "/health" => StatusText.Of(await desk.ReadStatusAsync(cancellation)),
            "/daily" => await desk.SummariseDayAsync(cancellation),
            "/pause" or "/stopentry" or "/stopbuy" => await ControlAsync("pause", sender, messageId, cancellation),
            "/reduceonly" => await ControlAsync("reduce-only", sender, messageId, cancellation),
            "/flatten" => await ControlAsync("flatten", sender, messageId, cancellation),
            "/forceexit" or "/fx" => words is [_, "all"]
                ? await ControlAsync("flatten", sender, messageId, cancellation)
                : "Only everything can be closed from here: /forceexit all.",
            "/halt" or "/stop" => await ControlAsync("halt", sender, messageId, cancellation),
            "/resume" or "/start" => "Loosening needs a human with the role Principal: sign in and POST /api/control/resume.",
            "/version" => (await desk.ReadStatusAsync(cancellation)).Version,
            "/help" => Help,
            _ => $"I do not know '{(command.Length > 32 ? command[..32] : command)}'.\n{Help}",
        };
    }

    private async Task<string> ControlAsync(string command, string sender, string messageId, CancellationToken cancellation)
    {
        Answer answer = await desk.ControlAsync(new($"chat {sender}", Authority.Operator), command, messageId, cancellation);
        return answer.Status is 200 or 202
            ? $"Done: {command}. {StatusText.Of(await desk.ReadStatusAsync(cancellation))}"
            : $"Not done: {command}.";
    }
}
