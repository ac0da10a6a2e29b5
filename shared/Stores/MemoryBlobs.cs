using System.Runtime.CompilerServices;
using Parley.Ports;

namespace Parley.Stores;

/// <summary>Blobs that live as long as the process. Safe for several threads.</summary>
public sealed class MemoryBlobs : IBlobStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Blob> blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryStream> logs = new(StringComparer.Ordinal);
    private long writes;

    public Task<Blob?> ReadAsync(string name, CancellationToken cancellation)
    {
        lock (gate) return Task.FromResult(blobs.GetValueOrDefault(name));
    }

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? ifVersion, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (blobs.GetValueOrDefault(name)?.Version != ifVersion) return Task.FromResult<string?>(null);
            string version = (++writes).ToString(System.Globalization.CultureInfo.InvariantCulture);
            blobs[name] = new(content.ToArray(), version);
            return Task.FromResult<string?>(version);
        }
    }

    public Task<long?> AppendAsync(string name, ReadOnlyMemory<byte> content, long ifLength, CancellationToken cancellation)
    {
        if (content.Length is 0 or > IBlobStore.AppendMax) throw new ArgumentException($"An append has 1 to {IBlobStore.AppendMax} bytes, not {content.Length}.", nameof(content));
        lock (gate)
        {
            if ((blobs.GetValueOrDefault(name)?.Content.Length ?? 0) != ifLength) return Task.FromResult<long?>(null);
            if (!logs.TryGetValue(name, out MemoryStream? log)) logs.Add(name, log = new MemoryStream());
            log.SetLength(ifLength);
            log.Position = ifLength;
            log.Write(content.Span);
            // Bytes once written stay as they are, so readers may keep what they were given.
            blobs[name] = new(log.GetBuffer().AsMemory(0, (int)log.Length), (++writes).ToString(System.Globalization.CultureInfo.InvariantCulture));
            return Task.FromResult<long?>(log.Length);
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string[] names;
        lock (gate) names = [.. blobs.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal))];
        foreach (string name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return name;
        }

        await Task.CompletedTask;
    }
}
