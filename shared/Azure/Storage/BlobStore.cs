using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>A container of Azure Blobs; a version is the blob's ETag.</summary>
/// <param name="twice">For what may be done twice: reads and deletions.</param>
/// <param name="once">For writes, which all have a condition; see <see cref="BusyRetry"/>.</param>
/// <remarks>
/// Throws <see cref="IOException"/> when the service cannot be used and <see cref="TimeoutException"/> when it is not known
/// whether something was done.
/// </remarks>
internal sealed class BlobStore(BlobContainerClient twice, BlobContainerClient once) : IBlobStore
{
    public async Task<Blob?> ReadAsync(string name, CancellationToken cancellation)
    {
        try
        {
            BlobDownloadResult read = await Outside.CallAsync(
                $"Reading from the container {twice.Name}",
                async () => (await twice.GetBlobClient(name).DownloadContentAsync(cancellation)).Value,
                cancellation);
            return new(read.Content.ToMemory(), read.Details.ETag.ToString());
        }
        catch (IOException e) when (CodeOf(e) == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    public async Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? ifVersion, CancellationToken cancellation)
    {
        BlobRequestConditions condition = ifVersion is null ? new() { IfNoneMatch = ETag.All } : new() { IfMatch = new ETag(ifVersion) };
        try
        {
            BlobContentInfo written = await Outside.CallAsync(
                $"Writing to the container {once.Name}",
                async () => (await once.GetBlobClient(name).UploadAsync(
                    BinaryData.FromBytes(content), new BlobUploadOptions { Conditions = condition }, cancellation)).Value,
                cancellation);
            return written.ETag.ToString();
        }
        catch (IOException e) when (CodeOf(e) is { } code
            && (code == BlobErrorCode.BlobAlreadyExists || code == BlobErrorCode.ConditionNotMet || code == BlobErrorCode.BlobNotFound))
        {
            return null;
        }
    }

    public async Task<long?> AppendAsync(string name, ReadOnlyMemory<byte> content, long ifLength, CancellationToken cancellation)
    {
        if (content.Length is 0 or > IBlobStore.AppendMax)
            throw new ArgumentException($"An append has 1 to {IBlobStore.AppendMax} bytes, not {content.Length}.", nameof(content));
        AppendBlobClient blob = once.GetAppendBlobClient(name);
        try
        {
            return await Outside.CallAsync($"Appending to the container {once.Name}", () => AppendAsync(blob, content, ifLength, cancellation), cancellation);
        }
        catch (IOException e) when (CodeOf(e) is { } code && (code == BlobErrorCode.AppendPositionConditionNotMet || code == BlobErrorCode.BlobNotFound))
        {
            return null;
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using IAsyncEnumerator<Page<BlobItem>> pages =
            twice.GetBlobsAsync(prefix: prefix, cancellationToken: cancellation).AsPages().GetAsyncEnumerator(cancellation);
        while (await Outside.CallAsync($"Listing the container {twice.Name}", () => pages.MoveNextAsync().AsTask(), cancellation))
            foreach (BlobItem item in pages.Current.Values) yield return item.Name;
    }

    private static async Task<long?> AppendAsync(AppendBlobClient blob, ReadOnlyMemory<byte> content, long ifLength, CancellationToken cancellation)
    {
        // Of two that begin one blob both find it there afterwards, empty, and one wins the place at its beginning.
        if (ifLength == 0) await blob.CreateIfNotExistsAsync(cancellationToken: cancellation);
        AppendBlobAppendBlockOptions options = new() { Conditions = new() { IfAppendPositionEqual = ifLength } };
        using Stream bytes = BinaryData.FromBytes(content).ToStream();
        await blob.AppendBlockAsync(bytes, options, cancellation);
        return ifLength + content.Length;
    }

    private static BlobErrorCode? CodeOf(IOException e) =>
        e.InnerException is RequestFailedException { ErrorCode: { } code } ? new BlobErrorCode(code) : null;
}
