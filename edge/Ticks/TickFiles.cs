using System.Globalization;
using Parley.Market;
using Parley.Ports;

namespace Parley.Edge;

/// <summary>
/// Keeps published ticks as blobs, one per batch, named by instrument, epoch and first event, so that names in order are the
/// market in order. For an edge that runs alone: a stream in memory without a reader would fill up and stop it.
/// </summary>
public sealed class TickFiles(IBlobStore blobs) : IEventPublisher
{
    /// <summary>The container they lie in.</summary>
    public const string Container = "ticks";

    public int BodyMax => TickBatchOptions.BytesMaxMost;

    public async Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
    {
        // Published again after a failure it is there already: that is fine.
        foreach (ReadOnlyMemory<byte> body in bodies)
            await blobs.WriteAsync(NameOf(key, TickBatch.ReadHeader(body).First), body, ifVersion: null, cancellation);
    }

    private static string NameOf(string key, TickPosition first) =>
        string.Create(CultureInfo.InvariantCulture, $"{key}/{first.Epoch:D12}-{first.Sequence:D12}.ptkb");
}

/// <summary>A cloud whose ticks go to <see cref="TickFiles"/>. Owns the cloud it decorates.</summary>
public sealed class LonelyCloud(ICloud inner) : ICloud
{
    private readonly TickFiles ticks = new(inner.Blobs(TickFiles.Container));

    public string Name => inner.Name;

    public ITable Table(string name) => inner.Table(name);

    public IBlobStore Blobs(string container) => inner.Blobs(container);

    public IEventPublisher Publisher(string hub) => hub == CloudNames.Hubs.Ticks ? ticks : inner.Publisher(hub);

    public IEventConsumer Consumer(string hub, string consumerGroup) => inner.Consumer(hub, consumerGroup);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
