using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Processor;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>
/// Who reads which partition, and how far it was read, as blobs under <c>consumers/{hub}/{group}</c>. A partition is claimed
/// by a write on the version seen before, so of two readers one wins; a checkpoint never goes back.
/// </summary>
internal sealed class BlobCheckpoints(IBlobStore blobs, TimeProvider clock) : CheckpointStore
{
    private const int Attempts = 5;

    public override async Task<IEnumerable<EventProcessorPartitionOwnership>> ListOwnershipAsync(
        string fullyQualifiedNamespace, string eventHubName, string consumerGroup, CancellationToken cancellationToken)
    {
        List<EventProcessorPartitionOwnership> owned = [];
        string prefix = $"{Folder(eventHubName, consumerGroup)}/owners/";
        await foreach (string name in blobs.ListAsync(prefix, cancellationToken))
        {
            if (await blobs.ReadAsync(name, cancellationToken) is not { } blob) continue;
            PartitionOwner owner = Read(blob, HubJson.Default.PartitionOwner);
            owned.Add(new EventProcessorPartitionOwnership
            {
                FullyQualifiedNamespace = fullyQualifiedNamespace,
                EventHubName = eventHubName,
                ConsumerGroup = consumerGroup,
                PartitionId = name[prefix.Length..],
                OwnerIdentifier = owner.Id,
                LastModifiedTime = owner.At.ToDateTimeOffset(),
                Version = blob.Version,
            });
        }

        return owned;
    }

    /// <returns>Those that were won.</returns>
    public override async Task<IEnumerable<EventProcessorPartitionOwnership>> ClaimOwnershipAsync(
        IEnumerable<EventProcessorPartitionOwnership> desiredOwnership, CancellationToken cancellationToken)
    {
        List<EventProcessorPartitionOwnership> won = [];
        foreach (EventProcessorPartitionOwnership desired in desiredOwnership)
        {
            Timestamp now = Timestamp.From(clock.GetUtcNow());
            byte[] content = JsonSerializer.SerializeToUtf8Bytes(new(desired.OwnerIdentifier, now), HubJson.Default.PartitionOwner);
            string name = $"{Folder(desired.EventHubName, desired.ConsumerGroup)}/owners/{desired.PartitionId}";
            if (await blobs.WriteAsync(name, content, desired.Version is { Length: > 0 } seen ? seen : null, cancellationToken) is not { } version) continue;
            (desired.Version, desired.LastModifiedTime) = (version, now.ToDateTimeOffset());
            won.Add(desired);
        }

        return won;
    }

    public override async Task<EventProcessorCheckpoint?> GetCheckpointAsync(
        string fullyQualifiedNamespace, string eventHubName, string consumerGroup, string partitionId, CancellationToken cancellationToken) =>
        await blobs.ReadAsync(CheckpointOf(eventHubName, consumerGroup, partitionId), cancellationToken) is { } blob
            ? new EventProcessorCheckpoint
            {
                FullyQualifiedNamespace = fullyQualifiedNamespace,
                EventHubName = eventHubName,
                ConsumerGroup = consumerGroup,
                PartitionId = partitionId,
                StartingPosition = EventPosition.FromSequenceNumber(Read(blob, HubJson.Default.PartitionCheckpoint).Sequence, isInclusive: false),
            }
            : null;

    /// <exception cref="IOException">Somebody else writes it all the time.</exception>
    public override async Task UpdateCheckpointAsync(
        string fullyQualifiedNamespace, string eventHubName, string consumerGroup, string partitionId, string clientIdentifier,
        CheckpointPosition startingPosition, CancellationToken cancellationToken)
    {
        string name = CheckpointOf(eventHubName, consumerGroup, partitionId);
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(new(startingPosition.SequenceNumber), HubJson.Default.PartitionCheckpoint);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Blob? standing = await blobs.ReadAsync(name, cancellationToken);
            if (standing is not null && Read(standing, HubJson.Default.PartitionCheckpoint).Sequence >= startingPosition.SequenceNumber) return;
            if (await blobs.WriteAsync(name, content, standing?.Version, cancellationToken) is not null) return;
        }

        throw new IOException($"The checkpoint of partition {partitionId} of the hub {eventHubName} was written by somebody else {Attempts} times in a row.");
    }

    private static string Folder(string hub, string group) => $"consumers/{hub}/{group}";

    private static string CheckpointOf(string hub, string group, string partition) => $"{Folder(hub, group)}/read/{partition}";

    private static T Read<T>(Blob blob, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(blob.Content.Span, type) ?? throw new IOException("A reader's checkpoint is empty.");
        }
        catch (JsonException e)
        {
            throw new IOException("A reader's checkpoint cannot be read.", e);
        }
    }
}

/// <param name="Id">Empty when its reader let go.</param>
/// <param name="At">When it was last confirmed, by the reader's clock.</param>
internal sealed record PartitionOwner(string Id, Timestamp At);

/// <param name="Sequence">Number of the last event that was dealt with.</param>
internal sealed record PartitionCheckpoint(long Sequence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PartitionOwner))]
[JsonSerializable(typeof(PartitionCheckpoint))]
internal sealed partial class HubJson : JsonSerializerContext;
