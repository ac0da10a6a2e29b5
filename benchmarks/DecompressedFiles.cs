using System.IO.Compression;

namespace Parley.Benchmarks;

/// <summary>
/// Decompressed copies of files, on a memory file system where there is one, so that neither disk nor decompression is
/// measured.
/// </summary>
internal sealed class DecompressedFiles : IDisposable
{
    private const string Memory = "/dev/shm";

    private readonly string folder;

    public DecompressedFiles(IReadOnlyList<string> paths)
    {
        string parent = Directory.Exists(Memory) ? Memory : Path.GetTempPath();
        folder = Directory.CreateDirectory(Path.Combine(parent, $"parley-bench-{Environment.ProcessId}")).FullName;
        Paths = paths.Select(Copy).ToArray();
        Bytes = Paths.Sum(p => new FileInfo(p).Length);
    }

    public IReadOnlyList<string> Paths { get; }

    public long Bytes { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Copy(string path, int index)
    {
        string copy = Path.Combine(folder, $"{index}-{Path.GetFileNameWithoutExtension(path)}");
        using FileStream source = File.OpenRead(path);
        bool isGzip = source.ReadByte() == 0x1F && source.ReadByte() == 0x8B;
        source.Position = 0;
        using Stream content = isGzip ? new GZipStream(source, CompressionMode.Decompress) : source;
        using FileStream target = File.Create(copy);
        content.CopyTo(target);
        return copy;
    }
}
