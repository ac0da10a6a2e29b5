using System.Diagnostics;
using System.Globalization;

namespace Parley.Benchmarks;

/// <summary>A process's memory and handles over time: what grows shows as a last quarter above the first.</summary>
internal sealed class Vitals
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly List<(double Resident, double Heap, double Handles)> samples = [];
    private long sampledAt;

    /// <summary>Takes a sample when one is due; cheap otherwise.</summary>
    public void Sample()
    {
        if (sampledAt != 0 && Stopwatch.GetElapsedTime(sampledAt) < Interval) return;
        sampledAt = Stopwatch.GetTimestamp();
        using Process self = Process.GetCurrentProcess();
        samples.Add((self.WorkingSet64 / 1e6, GC.GetTotalMemory(forceFullCollection: false) / 1e6, Handles(self)));
    }

    public void Report()
    {
        int quarter = samples.Count / 4;
        if (quarter == 0) return;
        var first = samples[..quarter];
        var last = samples[^quarter..];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  medians of the first and the last quarter of {samples.Count} samples, one a second:"));
        Line("resident, MB", s => s.Resident);
        Line("GC heap, MB", s => s.Heap);
        Line("open handles", s => s.Handles);

        void Line(string what, Func<(double Resident, double Heap, double Handles), double> of) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {what,-14}{Median(first, of),10:0.0}{Median(last, of),10:0.0}"));
    }

    private static double Handles(Process self) =>
        Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : self.HandleCount;

    private static double Median(List<(double Resident, double Heap, double Handles)> samples, Func<(double Resident, double Heap, double Handles), double> of) =>
        samples.Select(of).Order().ElementAt(samples.Count / 2);
}
