using System.Globalization;
using System.Text;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Parley.Features;
using Perfolizer.Horology;

namespace Parley.Benchmarks;

/// <summary>Nanoseconds per update of every indicator of the feature catalogue, by BenchmarkDotNet.</summary>
internal static class IndicatorsBenchmark
{
    /// <param name="args"><c>--write FILE</c> writes the medians as CSV, from which docs/features.md takes its costs.</param>
    public static int Run(string[] args)
    {
        string[] missing = [.. FeatureCatalogue.All.Select(d => d.Indicator).Distinct(StringComparer.Ordinal).Except(IndicatorSubjects.All.Keys, StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            Console.Error.WriteLine($"No benchmark measures {string.Join(", ", missing)}; add it to IndicatorSubjects.");
            return 1;
        }

        Console.WriteLine(Machine.Line());
        Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(9)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));
        ManualConfig config = DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableLogFile)
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40)).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "parley-benchmarks"));
        Summary summary = BenchmarkRunner.Run<IndicatorBenchmarks>(config);
        if (!summary.Reports.All(r => r.Success)) return 1;
        if (args is ["--write", string path]) File.WriteAllText(path, Csv(summary));
        return 0;
    }

    private static string Csv(Summary summary)
    {
        var csv = new StringBuilder("indicator,nanoseconds\n");
        foreach (BenchmarkReport report in summary.Reports)
            csv.Append(CultureInfo.InvariantCulture, $"{report.BenchmarkCase.Parameters[nameof(IndicatorBenchmarks.Indicator)]},{report.ResultStatistics!.Median:0.0}\n");
        return csv.ToString();
    }
}
