namespace Parley.Market.Tests;

/// <summary>Recorded markets kept beside the repository; tests that need them skip loudly where they are not.</summary>
internal static class RealData
{
    private const string Override = "PARLEY_SHARED_DATA";

    public static readonly string[] Recordings =
    [
        "spot_btcusdt_20230405.dat.gz", "spot_btcusdt_20240808.gz", "usdm_btcusdt_20230404.dat.gz", "usdm_btcusdt_20230405.dat.gz",
        "usdm_btcusdt_20240718.gz", "usdm_btcusdt_20240719.gz", "usdm_ethusdt_20240718.gz", "usdm_ethusdt_20240719.gz",
    ];

    public static string Recording(string name) => Require(Path.Combine("hftbacktest", name));

    public static string Require(string relativePath)
    {
        string path = Path.Combine(Root(), relativePath);
        Assert.SkipUnless(File.Exists(path), $"Real market data not found at {path}; set {Override} to the folder that holds it.");
        return path;
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable(Override) is { Length: > 0 } given) return given;
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Serverless.sln"))) return Path.Combine(at.Parent!.FullName, "shared", "data");
        return RootFromSource();
    }

    // The build output may lie outside the repository; the sources do not.
    private static string RootFromSource([System.Runtime.CompilerServices.CallerFilePath] string source = "")
    {
        for (DirectoryInfo? at = new FileInfo(source).Directory; at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Serverless.sln"))) return Path.Combine(at.Parent!.FullName, "shared", "data");
        return Path.GetFullPath("../shared/data");
    }
}
