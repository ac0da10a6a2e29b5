using Parley.Ports;

namespace Parley.Stores;

/// <summary>A journal that lives as long as the process: for backtests and tests. Safe for several threads.</summary>
public sealed class MemoryJournal : IRecoverableJournal
{
    private readonly Lock gate = new();
    private readonly MemoryStream bytes = new();
    private readonly Dictionary<string, byte[]> cuts = [];

    public string Name => "memory";

    /// <summary>Bytes taken off by <see cref="Cut"/>, by the name it returned.</summary>
    public IReadOnlyDictionary<string, byte[]> Cuts => cuts;

    /// <summary>A journal that holds these bytes, whatever they are.</summary>
    public static MemoryJournal Of(ReadOnlySpan<byte> content)
    {
        MemoryJournal journal = new();
        journal.bytes.Write(content);
        return journal;
    }

    public IEnumerable<ReadOnlyMemory<byte>> ReadAll() => Lines.Read(OpenRead());

    public void Append(ReadOnlySpan<byte> record, bool durable)
    {
        Lines.Check(record);
        lock (gate)
        {
            Lines.CheckWhole(bytes.Length == 0 || bytes.GetBuffer()[bytes.Length - 1] == Lines.Break, Name);
            bytes.Write(record);
            bytes.WriteByte(Lines.Break);
        }
    }

    public Stream OpenRead()
    {
        lock (gate) return new MemoryStream(bytes.ToArray(), writable: false);
    }

    public string Cut(long offset)
    {
        lock (gate)
        {
            string kept = $"torn-{offset}";
            cuts[kept] = bytes.ToArray()[(int)offset..];
            bytes.SetLength(offset);
            return kept;
        }
    }

    /// <summary>Nothing to release: the records stay readable.</summary>
    public void Dispose()
    {
    }
}
