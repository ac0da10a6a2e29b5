using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Parley.Benchmarks;

/// <summary>The machine in one line: figures mean nothing without it.</summary>
internal static class Machine
{
    public static string Line() => string.Create(
        CultureInfo.InvariantCulture,
        $"{ProcessorName()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC, {Pace():0.00} ns per addition in a chain of them");

    /// <summary>
    /// One cycle where the processor is left alone, 0.3 to 0.4 ns at 2.5 to 3.5 GHz; more where others share the core. Other
    /// figures of the same run are to be read against it.
    /// </summary>
    private static double Pace()
    {
        const int additions = 20_000_000;
        double best = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long started = Stopwatch.GetTimestamp();
            Sink = Chain(additions, round);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / additions);
        }

        return best;
    }

    private static long Sink { get; set; }

    // Each sum needs the one before; the sign of the step is not known to the compiler, so nothing folds.
    private static long Chain(int count, long step)
    {
        long sum = 0;
        for (int i = 0; i < count; i += 8)
            unchecked
            {
                sum = (sum + step) ^ i;
                sum = (sum + step) ^ i;
                sum = (sum + step) ^ i;
                sum = (sum + step) ^ i;
            }

        return sum;
    }

    private static string ProcessorName()
    {
        const string path = "/proc/cpuinfo";
        string? line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
