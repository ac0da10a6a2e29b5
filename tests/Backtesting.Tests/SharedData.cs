using System.Text.Json;

namespace Parley.Backtesting.Tests;

/// <summary>Real recordings beside the repository; tests that need one skip loudly without it.</summary>
internal static class SharedData
{
    public static string Path(string relative)
    {
        string? root = Environment.GetEnvironmentVariable("PARLEY_SHARED_DATA") ?? BesideRepository();
        string path = System.IO.Path.Combine(root ?? "shared/data", relative);
        if (!File.Exists(path)) Assert.Skip($"Real market data not found at {path}.");
        return path;
    }

    /// <summary>Reads freqtrade candles with nothing but the framework, so that the tests rest on no reader of ours.</summary>
    public static BarSeries Candles(string relative, string symbol, Timeframe timeframe)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path(relative)));
        var series = new BarSeries(new Symbol(symbol), timeframe);
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            series.Add(new Bar(
                series.Symbol,
                timeframe,
                Timestamp.FromMilliseconds(row[0].GetInt64()),
                Price.From(row[1].GetDecimal()),
                Price.From(row[2].GetDecimal()),
                Price.From(row[3].GetDecimal()),
                Price.From(row[4].GetDecimal()),
                row[5].GetDouble(),
                double.NaN,
                0,
                AfterGap: false));
        }

        return series;
    }

    private static string? BesideRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        // Build output may lie outside the repository; then the working directory leads to it.
        return Climb(folder) ?? Climb(new DirectoryInfo(Environment.CurrentDirectory)) ?? Climb(new FileInfo(SourceFile()).Directory);
    }

    private static string SourceFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private static string? Climb(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Serverless.sln")))
                return System.IO.Path.Combine(folder.Parent!.FullName, "shared", "data");
        return null;
    }
}
