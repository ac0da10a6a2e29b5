using System.CommandLine;
using System.Text.Json;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Hosting;

namespace Parley.Cli.Verbs;

/// <summary><c>status</c>, and the five verbs that change what a running desk may do.</summary>
public static class ControlVerbs
{
    private static readonly (string Action, string Description)[] Actions =
    [
        ("pause", "Open nothing new; stops and exits go on."),
        ("resume", "Back to normal after a pause, once whatever tightened it is gone."),
        ("reduce-only", "Nothing but shrinking positions."),
        ("flatten", "Close every position, cancel every order, then reduce-only."),
        ("halt", "Close every position, cancel every order, then nothing more leaves."),
    ];

    public static IEnumerable<Command> Create()
    {
        yield return Status();
        foreach ((string action, string description) in Actions)
        {
            var command = new Command(action, description) { CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
            command.SetAction(async (parsed, _) =>
            {
                using var desk = new DeskClient(parsed.LoadConfig("base").DataDirectory);
                JsonElement answer = await desk.ControlAsync(action);
                Terminal terminal = parsed.Terminal();
                terminal.Line(answer.GetProperty("message").GetString()!);
                terminal.Document(answer);
                return ExitCode.Ok;
            });
            yield return command;
        }
    }

    private static Command Status()
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Refresh every second until interrupted." };
        var command = new Command("status", "What a running desk is doing.") { watch, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        command.SetAction(async (parsed, cancellation) =>
        {
            ParleyConfig config = parsed.LoadConfig("base");
            Terminal terminal = parsed.Terminal();
            using var desk = new DeskClient(config.DataDirectory);
            do
            {
                JsonElement status = await desk.StatusAsync();
                terminal.Document(status);
                if (!terminal.Json) StatusTable.Write(terminal, status);
                if (parsed.GetValue(watch)) await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            }
            while (parsed.GetValue(watch));
            return ExitCode.Ok;
        });
        return command;
    }
}
