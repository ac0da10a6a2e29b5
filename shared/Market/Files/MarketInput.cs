using System.IO.Compression;
using Parley.Ports;

namespace Parley.Market;

/// <summary>An opened file: its decompressed bytes, and how far into it we are.</summary>
internal sealed class MarketInput : IDisposable
{
    private readonly FileStream file;

    private MarketInput(string path, FileStream file, HeadStream bytes)
    {
        Path = path;
        this.file = file;
        Bytes = bytes;
    }

    /// <summary>As the user wrote it.</summary>
    public string Path { get; }

    /// <summary>Decompressed.</summary>
    public HeadStream Bytes { get; }

    /// <summary>Share of the file read, in [0, 1].</summary>
    public double Progress => file.CanRead && file.Length > 0 ? Math.Min(1, file.Position / (double)file.Length) : 1;

    /// <exception cref="MarketDataException">The file cannot be opened.</exception>
    public static MarketInput Open(string path)
    {
        if (Directory.Exists(path)) throw new MarketDataException(path, 0, "is a directory; name a file in it");
        if (!File.Exists(path)) throw new MarketDataException(path, 0, "file not found");
        FileStream? opened = null;
        try
        {
            opened = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
            if (opened.Length == 0) throw new MarketDataException(path, 0, "the file is empty");
            return new MarketInput(path, opened, new HeadStream(Decompress(opened, path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            opened?.Dispose();
            string reason = exception is InvalidDataException or EndOfStreamException
                ? "the compressed file is cut short or damaged"
                : exception.Message;
            throw new MarketDataException(path, 0, reason, exception);
        }
        catch (MarketDataException)
        {
            opened?.Dispose();
            throw;
        }
    }

    public void Dispose() => Bytes.Dispose();

    private static Stream Decompress(FileStream file, string path)
    {
        Span<byte> start = stackalloc byte[4];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (GzipInput.IsGzip(start[..count])) return new GzipInput(file);
        return start[..count].SequenceEqual("PK\u0003\u0004"u8) ? OpenOnlyEntry(file, path) : file;
    }

    // The venue's public data come as zip files that hold one CSV each.
    private static Stream OpenOnlyEntry(FileStream file, string path)
    {
        ZipArchive archive = new(file, ZipArchiveMode.Read);
        return archive.Entries.Count == 1
            ? archive.Entries[0].Open()
            : throw new MarketDataException(path, 0, $"the zip archive holds {archive.Entries.Count} files; one is expected");
    }
}
