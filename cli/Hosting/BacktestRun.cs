using System.Security.Cryptography;
using Parley.Backtesting;

namespace Parley.Cli.Hosting;

/// <summary>A finished backtest.</summary>
/// <param name="LoadSeconds">Reading and building bars; not part of <paramref name="ElapsedSeconds"/> for rule strategies.</param>
/// <param name="Desk">What the desk did; null for a rule strategy.</param>
public sealed record BacktestRun(
    BacktestReport Report, double LoadSeconds, double ElapsedSeconds, DeskBacktestFacts? Desk)
{
    public double BarsPerSecond => ElapsedSeconds > 0 ? Report.Bars / ElapsedSeconds : 0;
}

/// <summary>What only a run of the whole desk has.</summary>
public sealed record DeskBacktestFacts(
    long Frames, long Decisions, long Orders, long Fills, long Refusals, long DataIssues,
    IReadOnlyDictionary<string, string> Books, string LedgerRoot);

/// <summary>Names data by content.</summary>
internal static class DataHash
{
    /// <summary>SHA-256 over the files one after the other, hexadecimal.</summary>
    public static string Of(IEnumerable<string> paths)
    {
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        foreach (string path in paths)
        {
            using FileStream file = File.OpenRead(path);
            int read;
            while ((read = file.Read(buffer)) > 0) sha.AppendData(buffer.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
