using System.Globalization;

namespace Parley.Benchmarks;

/// <summary>
/// <c>benchmarks -- scale</c>: how long ticks wait for the functions as the desk grows, by simulation, because a queue that is
/// short on average is long at every bar's close, when all instruments want something at once. The figures of docs/scale.md.
/// </summary>
internal static class ScaleBenchmark
{
    public static int Run(string[] arguments)
    {
        ulong seed = arguments.Length > 0 ? ulong.Parse(arguments[0], CultureInfo.InvariantCulture) : 1;
        Console.WriteLine("instruments  partitions  deliveries/s  checkpoints/s  busy   lag p50    p99      worst    at the close p99");
        foreach ((int instruments, int partitions) in new[] { (20, 4), (100, 4), (100, 32), (1_000, 32), (1_000, 100), (10_000, 32), (10_000, 100), (10_000, 1_000) })
        {
            QueueResult result = QueueModel.Run(new QueueSettings(instruments, partitions), seed);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{instruments,11:N0}  {partitions,10:N0}  {result.DeliveriesPerSecond,12:N0}  {result.CheckpointsPerSecond,13:N0}  {result.Busy,4:P0}  {result.LagMedian,6:0.000} s  {result.Lag99,6:0.000} s  {result.LagWorst,7:0.000} s  {result.CloseLag99,6:0.000} s"));
        }

        return 0;
    }
}
