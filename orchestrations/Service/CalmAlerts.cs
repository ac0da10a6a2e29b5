using System.Collections.Concurrent;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>Tells the same matter once in a while only, and never lets a failing messenger stop the desk.</summary>
/// <param name="quiet">For how long a matter that was told is not told again.</param>
/// <param name="failed">Told of what could not be delivered.</param>
public sealed class CalmAlerts(IAlerts inner, TimeSpan quiet, TimeProvider clock, Action<Alert, Exception> failed) : IAlerts
{
    private const int MattersMax = 10_000;
    private readonly ConcurrentDictionary<string, long> told = new(StringComparer.Ordinal);

    public async Task SendAsync(Alert alert, CancellationToken cancellation)
    {
        long now = clock.GetTimestamp();
        if (told.TryGetValue(alert.Key, out long before) && clock.GetElapsedTime(before, now) < quiet) return;
        if (told.Count >= MattersMax) told.Clear();
        told[alert.Key] = now;
        try
        {
            await inner.SendAsync(alert, cancellation);
        }
#pragma warning disable CA1031 // Whatever a messenger throws, the desk goes on.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            told.TryRemove(alert.Key, out _);
            failed(alert, e);
        }
    }
}
