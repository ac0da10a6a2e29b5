namespace Parley.Benchmarks;

/// <summary>Throughput of reading recorded order books.</summary>
internal static class ReplayBenchmark
{
    public static int Run(string[] args)
    {
        Console.WriteLine(Machine.Line());
        return 0;
    }
}
