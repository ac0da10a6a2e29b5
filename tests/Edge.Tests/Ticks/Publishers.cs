using System.Collections.Concurrent;

namespace Parley.Edge.Tests;

/// <summary>Keeps what is published, in order; can be closed and made to fail.</summary>
internal sealed class CollectingPublisher : IEventPublisher
{
    private readonly Random chance = new(7);
    private readonly Lock gate = new();
    private volatile TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CollectingPublisher() => open.SetResult();

    public ConcurrentQueue<(string Key, ReadOnlyMemory<byte> Body)> Published { get; } = new();

    /// <summary>In [0, 1]: how many calls fail, half of them after the batch is through.</summary>
    public double FailureShare { get; set; }

    public int BodyMax => 1_000_000;

    public void Close() => open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => open.TrySetResult();

    public async Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
    {
        await open.Task.WaitAsync(cancellation);
        bool fails, after;
        lock (gate) (fails, after) = (chance.NextDouble() < FailureShare, chance.NextDouble() < 0.5);
        if (fails && !after) throw new IOException("no connection");
        foreach (ReadOnlyMemory<byte> body in bodies) Published.Enqueue((key, body));
        if (fails) throw new IOException("no answer");
    }
}
