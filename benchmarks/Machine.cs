using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Parley.Benchmarks;

/// <summary>The machine in one line: figures mean nothing without it.</summary>
internal static class Machine
{
    public static string Line() => string.Create(
        CultureInfo.InvariantCulture,
        $"{ProcessorName()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC");

    private static string ProcessorName()
    {
        const string path = "/proc/cpuinfo";
        string? line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
