using System.Text.Json;
using Spectre.Console;

namespace Parley.Cli.Output;

/// <summary>
/// Where a verb writes: results on standard output, everything else on standard error. With --json standard output holds
/// exactly one JSON document.
/// </summary>
public sealed class Terminal
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Columns of a table that goes to a file or another program: wide enough not to break lines.</summary>
    private const int WidthRedirected = 240;

    private readonly IAnsiConsole _out;
    private readonly IAnsiConsole _error;

    public Terminal(bool json)
    {
        Json = json;
        _out = Create(Console.Out, Console.IsOutputRedirected);
        _error = Create(Console.Error, Console.IsErrorRedirected);
    }

    public bool Json { get; }

    /// <summary>Columns of the terminal, or of a table that goes elsewhere.</summary>
    public int Width => _out.Profile.Width;

    /// <summary>A line for people; goes to standard error so that results stay clean.</summary>
    public static void Note(string line) => Console.Error.WriteLine(line);

    /// <summary>A line of the result for people; nothing with --json.</summary>
    public void Line(string line)
    {
        if (!Json) Console.Out.WriteLine(line);
    }

    /// <summary>A heading of the result for people; nothing with --json.</summary>
    public void Heading(string text)
    {
        if (!Json) _out.MarkupLine($"[bold]{Markup.Escape(text)}[/]");
    }

    /// <summary>The result as a document; nothing without --json.</summary>
    public void Document(object document)
    {
        if (Json) Console.Out.WriteLine(JsonSerializer.Serialize(document, Indented));
    }

    /// <summary>A table for people; nothing with --json.</summary>
    /// <param name="columns">Heads; a leading <c>&gt;</c> aligns the column to the right, a leading <c>=</c> keeps it whole.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Json) return;
        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            bool right = column.StartsWith('>');
            bool whole = right || column.StartsWith('=');
            var head = new TableColumn(new Markup($"[bold]{Markup.Escape(whole ? column[1..] : column)}[/]")) { NoWrap = whole };
            table.AddColumn(right ? head.RightAligned() : head);
        }

        foreach (IReadOnlyList<string> row in rows) table.AddRow([.. row.Select(cell => new Text(cell))]);
        _out.Write(table);
    }

    /// <summary>Runs long work under a progress bar on standard error; silent when that is no terminal.</summary>
    /// <param name="work">Gets a callback that takes the share done in [0, 1].</param>
    public T WithProgress<T>(string title, Func<Action<double>, T> work)
    {
        if (Console.IsErrorRedirected) return work(_ => { });
        return _error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                ProgressTask task = progress.AddTask(Markup.Escape(title), maxValue: 1);
                return work(share => task.Value = share);
            });
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected) console.Profile.Width = WidthRedirected;
        return console;
    }
}
