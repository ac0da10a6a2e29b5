using System.Diagnostics;

namespace Parley.Proving;

/// <summary>Ends this process with SIGKILL at a point of the order path: no handler runs, nothing is flushed.</summary>
/// <param name="point">Null lets it live.</param>
public sealed class Reaper(Point? point)
{
    private readonly Process self = Process.GetCurrentProcess();
    private readonly Dictionary<Step, int> seen = [];

    public void Before(Step step)
    {
        int count = seen[step] = seen.GetValueOrDefault(step) + 1;
        Pass(new(step, After: false, count));
    }

    public void After(Step step) => Pass(new(step, After: true, seen[step]));

    private void Pass(Point here)
    {
        if (here != point) return;
        self.Kill();
        // The signal takes every thread; this one must not get any further until it does.
        Thread.Sleep(Timeout.Infinite);
    }
}
