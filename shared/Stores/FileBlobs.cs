using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Parley.Ports;

namespace Parley.Stores;

/// <summary>
/// Blobs as files under a directory, for one process at a time. A version is the content's hash, so that it outlives the
/// process; a write goes to a file beside and is moved into place, so that a crash leaves the old content or the new.
/// </summary>
/// <remarks>
/// Two writes of equal content have equal versions. That a blob went from A to B and back to A is not noticed; whoever
/// needs to know puts a running number into the content.
/// </remarks>
public sealed class FileBlobs : IBlobStore
{
    private const string Half = ".half";
    private readonly Lock gate = new();
    private readonly string root;

    public FileBlobs(string directory)
    {
        root = Path.GetFullPath(directory);
        Directory.CreateDirectory(root);
    }

    public Task<Blob?> ReadAsync(string name, CancellationToken cancellation)
    {
        lock (gate) return Task.FromResult(Read(PathOf(name)));
    }

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? ifVersion, CancellationToken cancellation)
    {
        string path = PathOf(name);
        lock (gate)
        {
            if (Read(path)?.Version != ifVersion) return Task.FromResult<string?>(null);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream file = new(path + Half, FileMode.Create, FileAccess.Write))
            {
                file.Write(content.Span);
                file.Flush(flushToDisk: true);
            }

            File.Move(path + Half, path, overwrite: true);
            return Task.FromResult<string?>(VersionOf(content.Span));
        }
    }

    /// <remarks>A crash in the middle may leave part of the content at the end: readers of appended blobs must know a whole entry from half of one.</remarks>
    public Task<long?> AppendAsync(string name, ReadOnlyMemory<byte> content, long ifLength, CancellationToken cancellation)
    {
        if (content.Length is 0 or > IBlobStore.AppendMax) throw new ArgumentException($"An append has 1 to {IBlobStore.AppendMax} bytes, not {content.Length}.", nameof(content));
        string path = PathOf(name);
        lock (gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.Write);
            if (file.Length != ifLength) return Task.FromResult<long?>(null);
            file.Position = ifLength;
            file.Write(content.Span);
            file.Flush(flushToDisk: true);
            return Task.FromResult<long?>(file.Length);
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string[] names = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(Half, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        foreach (string name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return name;
        }

        await Task.CompletedTask;
    }

    private static Blob? Read(string path)
    {
        if (!File.Exists(path)) return null;
        byte[] content = File.ReadAllBytes(path);
        return new(content, VersionOf(content));
    }

    private static string VersionOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    // A name comes from symbols and hashes, which come from outside: it must not lead out of the directory.
    private string PathOf(string name)
    {
        string path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !name.EndsWith(Half, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException($"'{name}' is no name for a blob.", nameof(name));
    }
}
