using System.Collections.Concurrent;
using System.Text;

namespace Parley.Edge.Tests;

/// <summary>A cloud in memory that writes down what was done to it, in order, and takes its time to publish.</summary>
internal sealed class WatchedCloud : ICloud
{
    private readonly EmbeddedCloud inner = new(directory: null, TimeProvider.System);
    private readonly ConcurrentDictionary<string, ITable> tables = new();

    public ConcurrentQueue<string> Done { get; } = new();

    public ConcurrentQueue<(string Key, ReadOnlyMemory<byte> Body)> Ticks { get; } = new();

    public TimeSpan PublishingTakes { get; init; }

    /// <summary>The ledger's table turns every write away from now on.</summary>
    public volatile bool LedgerIsFull;

    public string Name => "memory";

    /// <summary>Decided by whoever plays the cloud: sends to the hub of intents.</summary>
    public IEventPublisher Intents => inner.Publisher(CloudNames.Hubs.Intents);

    public ITable Table(string name) => tables.GetOrAdd(name, n => new Watched(this, n, inner.Table(n)));

    public IBlobStore Blobs(string container) => inner.Blobs(container);

    public IEventPublisher Publisher(string hub) => hub == CloudNames.Hubs.Ticks ? new Slow(this) : inner.Publisher(hub);

    public IEventConsumer Consumer(string hub, string consumerGroup) => inner.Consumer(hub, consumerGroup);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Watched(WatchedCloud cloud, string name, ITable table) : ITable
    {
        public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation) => table.FindAsync(partition, key, cancellation);

        public async Task<bool> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
        {
            if (name == CloudNames.Tables.Ledger && cloud.LedgerIsFull) throw new IOException("the account is full");
            bool written = await table.WriteAsync(writes, cancellation);
            if (written) cloud.Done.Enqueue($"{name} {Encoding.UTF8.GetString(writes[0].Row.Content.Span)}");
            return written;
        }

        public IAsyncEnumerable<Row> ReadAsync(string partition, string from, string to, CancellationToken cancellation) =>
            table.ReadAsync(partition, from, to, cancellation);
    }

    private sealed class Slow(WatchedCloud cloud) : IEventPublisher
    {
        public int BodyMax => 1_000_000;

        public async Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
        {
            await Task.Delay(cloud.PublishingTakes, cancellation);
            foreach (ReadOnlyMemory<byte> body in bodies)
            {
                cloud.Ticks.Enqueue((key, body));
                cloud.Done.Enqueue($"ticks {key}");
            }
        }
    }
}
