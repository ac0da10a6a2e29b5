using System.Globalization;

namespace Parley.Cli.Tests;

/// <summary>A table written by <c>features</c>, read back.</summary>
internal sealed class FeatureTableFile
{
    private readonly Dictionary<string, int> _columns;

    public FeatureTableFile(string text)
    {
        text.ShouldNotContain('\r');
        text.ShouldEndWith("\n");
        Lines = text[..^1].Split('\n');
        Header = Lines[0].Split(',');
        _columns = Header.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        Rows = [.. Lines.Skip(1).Select(l => l.Split(','))];
        Rows.ShouldAllBe(r => r.Length == Header.Length);
    }

    public string[] Lines { get; }

    public string[] Header { get; }

    public string[][] Rows { get; }

    public string this[int row, string column] => Rows[row][_columns[column]];

    public DateTimeOffset Time(int row, string column) => DateTimeOffset.ParseExact(
        this[row, column], "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static async Task<FeatureTableFile> Make(string path, params string[] arguments)
    {
        ToolResult result = await Tool.RunAsync(["features", .. arguments, "--out", path]);
        result.ExitCode.ShouldBe(0, result.Error);
        return new(await File.ReadAllTextAsync(path));
    }
}
