using BenchmarkDotNet.Attributes;

namespace Parley.Benchmarks;

/// <summary>One update and one reading of every indicator, on the same made-up market.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class IndicatorBenchmarks
{
    private Func<double> run = static () => 0;

    public static IEnumerable<string> Names => IndicatorSubjects.All.Keys.Order(StringComparer.Ordinal);

    [ParamsSource(nameof(Names))]
    public string Indicator { get; set; } = "";

    [GlobalSetup]
    public void Prepare() => run = IndicatorSubjects.All[Indicator];

    [Benchmark(OperationsPerInvoke = MadeUpMarket.Events)]
    public double Update() => run();
}
