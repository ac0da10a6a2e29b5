using System.Globalization;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>How far the ledger reached on a day, and the hash that stands for all of it.</summary>
public sealed record LedgerDigest(Timestamp Day, string Root, long Count);

/// <summary>
/// The ledger's hash of each day, kept where nothing can be changed any more: who writes the ledger anew later contradicts
/// what stands here.
/// </summary>
public sealed class DigestShelf(IBlobStore blobs)
{
    /// <returns>False when the day has its digest already.</returns>
    public async Task<bool> PutAsync(LedgerDigest digest, CancellationToken cancellation) =>
        await blobs.WriteAsync(NameOf(digest.Day), CloudJson.Write(digest), ifVersion: null, cancellation) is not null;

    /// <returns>Null when none was kept that day.</returns>
    public async Task<LedgerDigest?> FindAsync(Timestamp day, CancellationToken cancellation) =>
        await blobs.ReadAsync(NameOf(day), cancellation) is { } blob ? CloudJson.Read<LedgerDigest>(blob.Content, "The ledger's digest") : null;

    private static string NameOf(Timestamp day) =>
        DateTimeOffset.FromUnixTimeMilliseconds(day.Milliseconds).ToString("yyyy/MM/dd'.json'", CultureInfo.InvariantCulture);
}
