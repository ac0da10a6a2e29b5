using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>Snapshots by content hash: written once, the same for everybody, checked when read.</summary>
public sealed class SnapshotShelf(IBlobStore blobs)
{
    /// <returns>The hash it is kept under.</returns>
    public async Task<string> PutAsync(Snapshot snapshot, CancellationToken cancellation)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(snapshot, DecisionJson.Canonical.Snapshot);
        string hash = ContentHash.Of(content);
        // "Exists already" is success: equal names are equal contents.
        await blobs.WriteAsync(NameOf(hash), content, ifVersion: null, cancellation);
        return hash;
    }

    /// <exception cref="RecordException">There is none under this hash, or it does not have it.</exception>
    public async Task<Snapshot> GetAsync(string hash, CancellationToken cancellation)
    {
        Blob blob = await blobs.ReadAsync(NameOf(hash), cancellation) ?? throw new RecordException($"There is no snapshot {hash}.");
        if (ContentHash.Of(blob.Content.Span) != hash) throw new RecordException($"The snapshot kept under {hash} has another hash.");
        return JsonSerializer.Deserialize(blob.Content.Span, DecisionJson.Canonical.Snapshot)
            ?? throw new RecordException($"The snapshot {hash} is empty.");
    }

    // Two characters of prefix spread names over storage partitions.
    private static string NameOf(string hash) => $"{hash[..2]}/{hash}.json";
}
