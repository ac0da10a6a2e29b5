using System.Collections.Concurrent;
using Azure.Core;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>
/// The cloud as Azure keeps it: Tables, Blobs and Event Hubs, entered with the process's own identity. What bicep/ deploys
/// is not created here; in emulators, tables and containers that are missing are.
/// </summary>
public sealed class AzureCloud : ICloud
{
    private readonly AzureCloudOptions options;
    private readonly TimeProvider clock;
    private readonly Lazy<TokenCredential> credential = new(AzureIdentity.OfProcess);
    private readonly ConcurrentDictionary<string, Lazy<ITable>> tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<IBlobStore>> containers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<EventHubPublisher>> publishers = new(StringComparer.Ordinal);

    private AzureCloud(AzureCloudOptions options, TimeProvider clock) => (this.options, this.clock) = (options, clock);

    /// <summary>Opens it; nothing is sent before something is asked for.</summary>
    public static AzureCloud Open(AzureCloudOptions options, TimeProvider clock) => new(options, clock);

    public string Name => Uri.TryCreate(options.Tables, UriKind.Absolute, out Uri? tables) && tables.Scheme == Uri.UriSchemeHttps
        ? tables.Host
        : "the Storage emulator";

    /// <exception cref="IOException">An emulator's table could not be created.</exception>
    public ITable Table(string name) => tables.GetOrAdd(name, n => new(() => StorageAccount.Table(options.TablesOf(n), credential, n))).Value;

    /// <exception cref="IOException">An emulator's container could not be created.</exception>
    public IBlobStore Blobs(string container) =>
        containers.GetOrAdd(container, n => new(() => StorageAccount.Blobs(options.BlobsOf(n), credential, n))).Value;

    public IEventPublisher Publisher(string hub) =>
        publishers.GetOrAdd(hub, n => new(() => new EventHubPublisher(HubAddress.Of(options.EventHubs, n, credential).Producer(), n))).Value;

    public IEventConsumer Consumer(string hub, string consumerGroup) =>
        new EventHubConsumer(HubAddress.Of(options.EventHubs, hub, credential), consumerGroup, Blobs(CloudNames.Containers.Checkpoints), clock);

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<EventHubPublisher> publisher in publishers.Values) await publisher.Value.DisposeAsync();
    }
}
