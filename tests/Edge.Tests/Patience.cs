using System.Diagnostics;

namespace Parley.Edge.Tests;

/// <summary>Waits for what another thread or process is about to do.</summary>
internal static class Patience
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    /// <param name="unless">When this fails meanwhile, so does the wait, with its reason.</param>
    public static async Task Until(Func<bool> holds, string what, Task? unless = null)
    {
        long started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (unless is { IsFaulted: true }) await unless;
            if (Stopwatch.GetElapsedTime(started) > Max) Assert.Fail($"Waited {Max.TotalSeconds} s in vain for: {what}.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
