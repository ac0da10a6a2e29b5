using Microsoft.Win32.SafeHandles;
using Parley.Ports;

namespace Parley.Stores;

/// <summary>The journal cannot be used now; the message is one line for the user.</summary>
public sealed class JournalException : IOException
{
    public JournalException(string message)
        : base(message)
    {
    }

    public JournalException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>
/// A journal in one file, a record per line. One writer at a time, across processes; anybody may read meanwhile. Each
/// record is one write call, so a killed process leaves whole records; a power cut may leave half of the last one.
/// </summary>
public sealed class FileJournal : IRecoverableJournal
{
    private readonly Lock gate = new();
    private readonly FileStream writerLock;
    private readonly SafeFileHandle file;
    private byte[] line = new byte[4_096];
    private long length;
    private bool whole;

    private FileJournal(string path, FileStream writerLock, SafeFileHandle file)
    {
        (Name, this.writerLock, this.file) = (path, writerLock, file);
        length = RandomAccess.GetLength(file);
        whole = EndsWithBreak();
    }

    /// <summary>The file's path.</summary>
    public string Name { get; }

    /// <summary>Opens the file for appending and creates it, and its folder, when it is not there.</summary>
    /// <exception cref="JournalException">Another process, or this one, is writing it; or the file cannot be opened.</exception>
    public static FileJournal Open(string path)
    {
        string full = Path.GetFullPath(path);
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            held = TakeLock(full);
            return new FileJournal(full, held, File.OpenHandle(
                full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not JournalException)
        {
            held?.Dispose();
            throw new JournalException($"Cannot open journal {full}: {e.Message}", e);
        }
    }

    /// <summary>Reads the whole records of a journal file, which somebody may be writing.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string path) => Lines.Read(Readable(path));

    public IEnumerable<ReadOnlyMemory<byte>> ReadAll() => Read(Name);

    public Stream OpenRead() => Readable(Name);

    public void Append(ReadOnlySpan<byte> record, bool durable)
    {
        Lines.Check(record);
        lock (gate)
        {
            Lines.CheckWhole(whole, Name);
            ReadOnlySpan<byte> bytes = Terminated(record);
            try
            {
                RandomAccess.Write(file, bytes, length);
                if (durable) RandomAccess.FlushToDisk(file);
            }
            catch (IOException e)
            {
                Withdraw();
                throw new JournalException($"Cannot write to journal {Name}: {e.Message}", e);
            }

            length += bytes.Length;
        }
    }

    public string Cut(long offset)
    {
        lock (gate)
        {
            string kept = FreeName($"{Name}.torn-{offset}");
            using (Stream from = OpenRead())
            using (FileStream to = new(kept, FileMode.CreateNew))
            {
                from.Position = offset;
                from.CopyTo(to);
                to.Flush(flushToDisk: true);
            }

            RandomAccess.SetLength(file, offset);
            RandomAccess.FlushToDisk(file);
            length = offset;
            whole = EndsWithBreak();
            return kept;
        }
    }

    public void Dispose()
    {
        file.Dispose();
        writerLock.Dispose();
    }

    // The lock is a file of its own: on Unix a shared-read lock on the journal itself would let a second writer in. The
    // system releases it with the process, so a killed writer locks nobody out; the empty file stays.
    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            throw new JournalException($"Journal {path} is being written by another process.", e);
        }
    }

    private static FileStream Readable(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static string FreeName(string name)
    {
        string free = name;
        for (int i = 2; File.Exists(free); i++) free = $"{name}-{i}";
        return free;
    }

    private bool EndsWithBreak()
    {
        if (length == 0) return true;
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(file, last, length - 1) == 1 && last[0] == Lines.Break;
    }

    private ReadOnlySpan<byte> Terminated(ReadOnlySpan<byte> record)
    {
        if (line.Length <= record.Length) line = new byte[record.Length * 2];
        record.CopyTo(line);
        line[record.Length] = Lines.Break;
        return line.AsSpan(0, record.Length + 1);
    }

    // A full disk takes part of a record: take it off again, and if even that fails, refuse to append behind it.
    private void Withdraw()
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (IOException)
        {
            whole = false;
        }
    }
}
