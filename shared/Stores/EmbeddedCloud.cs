using System.Collections.Concurrent;
using Parley.Ports;

namespace Parley.Stores;

/// <summary>
/// The cloud in this process: tables and blobs as files under a directory, or in memory; event streams in memory, so that
/// what nobody has dealt with is lost with the process.
/// </summary>
/// <param name="directory">Null keeps everything in memory.</param>
public sealed class EmbeddedCloud(string? directory, TimeProvider clock) : ICloud
{
    private const int StreamCapacity = 4_096;
    private readonly ConcurrentDictionary<string, Lazy<JournaledTable>> tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<IBlobStore>> containers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<InProcessStream>> hubs = new(StringComparer.Ordinal);

    public string Name => directory is null ? "memory" : Path.GetFullPath(directory);

    public ITable Table(string name) => tables.GetOrAdd(name, n => new(() => new JournaledTable(
        directory is null ? new MemoryJournal() : FileJournal.Open(Path.Combine(directory, "tables", $"{n}.jsonl"))))).Value;

    public IBlobStore Blobs(string container) => containers.GetOrAdd(container, n => new(() =>
        directory is null ? new MemoryBlobs() : new FileBlobs(Path.Combine(directory, "blobs", n)))).Value;

    public IEventPublisher Publisher(string hub) => Stream(hub);

    public IEventConsumer Consumer(string hub, string consumerGroup) => Stream(hub).Consumer(consumerGroup);

    public ValueTask DisposeAsync()
    {
        foreach (Lazy<JournaledTable> table in tables.Values) table.Value.Dispose();
        return ValueTask.CompletedTask;
    }

    private InProcessStream Stream(string hub) => hubs.GetOrAdd(hub, n => new(() => new InProcessStream(clock, StreamCapacity, GroupsOf(n)))).Value;

    // Here every group must read, or publishers wait for it: only those that this process has.
    private static IReadOnlyList<string> GroupsOf(string hub) => hub switch
    {
        CloudNames.Hubs.Ticks => [CloudNames.ConsumerGroups.Functions],
        CloudNames.Hubs.Intents => [CloudNames.ConsumerGroups.Edge],
        _ => [],
    };
}
