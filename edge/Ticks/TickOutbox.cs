using Parley.Hosting;
using Parley.Ports;

namespace Parley.Edge;

/// <summary>
/// Batches on their way to the stream: bounded, in order for each key, published by a task of its own that tries again for
/// as long as it takes. A batch published twice is harmless, its reader knows it by its sequence.
/// </summary>
/// <param name="giveUp">Ends everything that waits here: for room, for the stream, for another try.</param>
/// <param name="note">One line when publishing begins to fail, one when it works again.</param>
public sealed class TickOutbox(
    IEventPublisher publisher, OutboxLimits limits, TimeProvider clock, Random chance, Action<string> note, CancellationToken giveUp)
    : IDisposable
{
    private readonly Lock gate = new();
    private readonly LinkedList<(string Key, ReadOnlyMemory<byte> Body)> waiting = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly ManualResetEventSlim room = new(initialState: true);
    private readonly OverflowWatch overflow = new(clock);
    private long bytes;
    private int publishing;
    private bool failing;

    /// <summary>Largest batch in bytes.</summary>
    public int BodyMax => publisher.BodyMax;

    /// <summary>Batches not published yet.</summary>
    public int Depth
    {
        get
        {
            lock (gate) return waiting.Count + publishing;
        }
    }

    /// <summary>Batches published.</summary>
    public long Published { get; private set; }

    /// <summary>Bytes published.</summary>
    public long PublishedBytes { get; private set; }

    /// <summary>Batches that had to go to make room.</summary>
    public long Dropped { get; private set; }

    /// <summary>Times publishing failed.</summary>
    public long Failures { get; private set; }

    /// <summary>More than one batch in a hundred was dropped within a minute: called once a minute for as long as it lasts.</summary>
    public Action? Overflowed { get; set; }

    /// <summary>Takes a batch. When there is no room, waits for it or drops the oldest batches, as the limits say.</summary>
    /// <exception cref="OperationCanceledException">The outbox has given up.</exception>
    public void Add(string key, ReadOnlyMemory<byte> body)
    {
        while (true)
        {
            lock (gate)
            {
                bool fits = Fits(body.Length);
                if (!fits && limits.Overflow == OverflowPolicy.Drop)
                {
                    DropFor(body.Length);
                    fits = true;
                }

                if (fits)
                {
                    waiting.AddLast((key, body));
                    bytes += body.Length;
                    overflow.Offered();
                    break;
                }

                room.Reset();
            }

            room.Wait(giveUp);
        }

        changed.Release();
        if (overflow.IsExceeded()) Overflowed?.Invoke();
    }

    /// <summary>Publishes until the outbox gives up.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            await changed.WaitAsync(giveUp);
            IReadOnlyList<(string Key, ReadOnlyMemory<byte> Body)> round = Take();
            if (round.Count == 0) continue;
            // Keys do not wait for one another; one key's batches do.
            await Task.WhenAll(round.GroupBy(item => item.Key, (key, items) => PublishAsync(key, [.. items.Select(i => i.Body)])));
            lock (gate)
            {
                publishing = 0;
                Published += round.Count;
                PublishedBytes += round.Sum(item => (long)item.Body.Length);
            }
        }
    }

    /// <summary>Completes when nothing waits any more. Nothing may be added meanwhile.</summary>
    /// <returns>Batches left behind because the outbox has given up; 0 when all are published.</returns>
    public async Task<int> DrainAsync()
    {
        while (Depth > 0 && !giveUp.IsCancellationRequested) await Task.Delay(TimeSpan.FromMilliseconds(5));
        return Depth;
    }

    /// <summary>Only when nothing runs or waits here any more.</summary>
    public void Dispose()
    {
        changed.Dispose();
        room.Dispose();
    }

    private bool Fits(int length) => waiting.Count == 0 || bytes + length <= limits.BytesMax;

    private void DropFor(int length)
    {
        while (waiting.First is { } oldest && !Fits(length))
        {
            waiting.RemoveFirst();
            bytes -= oldest.Value.Body.Length;
            Dropped++;
            overflow.Dropped();
        }
    }

    private List<(string Key, ReadOnlyMemory<byte> Body)> Take()
    {
        lock (gate)
        {
            List<(string Key, ReadOnlyMemory<byte> Body)> round = [];
            long size = 0;
            while (waiting.First is { } first && (round.Count == 0 || size + first.Value.Body.Length <= limits.RoundBytesMax))
            {
                waiting.RemoveFirst();
                round.Add(first.Value);
                size += first.Value.Body.Length;
            }

            bytes -= size;
            publishing = round.Count;
            // What did not fit into this round asks for the next one itself.
            if (waiting.Count > 0) changed.Release();
            room.Set();
            return round;
        }
    }

    private async Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await publisher.PublishAsync(key, bodies, giveUp);
                if (attempt > 0) Recovered(attempt);
                return;
            }
            catch (Exception e) when (!giveUp.IsCancellationRequested)
            {
                Failed(e);
                await Task.Delay(BackOff(attempt), clock, giveUp);
            }
        }
    }

    // Twice as long every time up to the limit, and somewhere between half of it and all of it, so that many edges do not
    // come back at the same moment.
    private TimeSpan BackOff(int attempt)
    {
        double longest = Math.Min(limits.RetryFirst.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 20)), limits.RetryMax.TotalMilliseconds);
        lock (gate) return TimeSpan.FromMilliseconds(longest * (0.5 + 0.5 * chance.NextDouble()));
    }

    private void Failed(Exception e)
    {
        lock (gate)
        {
            Failures++;
            if (failing) return;
            failing = true;
        }

        note($"Ticks cannot be published ({e.Message}); they wait and are tried again.");
    }

    private void Recovered(int attempts)
    {
        lock (gate)
        {
            if (!failing) return;
            failing = false;
        }

        note($"Ticks are published again, after {attempts} failures in a row.");
    }
}

/// <summary>How much may wait, and how publishing is tried again.</summary>
public sealed record OutboxLimits
{
    public OverflowPolicy Overflow { get; init; } = OverflowPolicy.Block;

    /// <summary>Bytes that may wait: at two kilobytes a second and instrument, minutes of a large desk.</summary>
    public long BytesMax { get; init; } = 32L * 1024 * 1024;

    /// <summary>Bytes on their way to the stream at once.</summary>
    public long RoundBytesMax { get; init; } = 4L * 1024 * 1024;

    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(10);
}
