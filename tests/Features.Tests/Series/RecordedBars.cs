using System.Text.Json;
using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Recorded data from outside the repository; tests that need them say so and skip when they are not there.</summary>
internal static class RecordedBars
{
    public static Bar[] Load(string name)
    {
        using JsonDocument rows = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return [.. rows.RootElement.EnumerateArray().Select(ToBar)];
    }

    /// <summary>Where a recording is; the test is skipped when it is not there.</summary>
    public static string PathOf(string name)
    {
        string path = Path.Combine(DataDirectory(), name);
        Assert.SkipUnless(File.Exists(path), $"Recorded data not found at {path}.");
        return path;
    }

    private static Bar ToBar(JsonElement row) => SyntheticBars.Make(
        Timestamp.FromMilliseconds(row[0].GetInt64()),
        row[1].GetDecimal(), row[2].GetDecimal(), row[3].GetDecimal(), row[4].GetDecimal(), row[5].GetDouble());

    private static string DataDirectory() =>
        Environment.GetEnvironmentVariable("PARLEY_SHARED_DATA") is { Length: > 0 } chosen
            ? chosen
            : Path.GetFullPath(Path.Combine(RepositoryRoot.Find(), "..", "shared", "data"));
}
