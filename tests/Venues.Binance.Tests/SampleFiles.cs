using System.Runtime.CompilerServices;

namespace Parley.Venues.Binance.Tests;

/// <summary>A request line with a sample answer.</summary>
/// <param name="Request">Method and path.</param>
internal sealed record EndpointSample(string File, string Request, string Body);

/// <summary>Samples recorded elsewhere, read where they lie beside the repository. Without them the tests skip, and say so.</summary>
internal static class SampleFiles
{
    public static IReadOnlyList<EndpointSample> Endpoints(string folder)
    {
        List<EndpointSample> samples = [];
        foreach (string file in Files(folder))
        {
            string text = File.ReadAllText(file);
            string[] lines = text.Split('\n');
            int body = text.IndexOfAny(['{', '[']);
            samples.Add(new EndpointSample(
                Path.GetRelativePath(Root(), file), $"{lines[0].Trim()} {lines[1].Trim()}", body < 0 ? "" : text[body..].Trim()));
        }

        return samples;
    }

    /// <summary>Messages that come after an equals sign.</summary>
    public static IReadOnlyList<(string File, string Message)> Messages(string folder)
    {
        List<(string, string)> messages = [];
        foreach (string file in Files(folder))
        {
            string text = File.ReadAllText(file);
            int at = text.IndexOf("\n=", StringComparison.Ordinal);
            if (at >= 0) messages.Add((Path.GetRelativePath(Root(), file), text[(at + 2)..].Trim()));
        }

        return messages;
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Root([CallerFilePath] string source = "")
    {
        string beside = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../shared/data"));
        string data = Environment.GetEnvironmentVariable("PARLEY_SHARED_DATA") is { Length: > 0 } given ? given : beside;
        string root = Path.Combine(data, "binance_net");
        Assert.SkipUnless(Directory.Exists(root), $"No samples at {root}; set PARLEY_SHARED_DATA to the folder that holds binance_net.");
        return root;
    }
}
