namespace Parley.Ports;

/// <summary>An append-only list of records, each one line of text without line breaks inside.</summary>
public interface IJournal : IDisposable
{
    /// <summary>All records from the first one, without the line break.</summary>
    IEnumerable<ReadOnlyMemory<byte>> ReadAll();

    /// <summary>Adds one record. When this returns, a killed process loses nothing of it.</summary>
    /// <param name="durable">True: survives a power cut too (money waits for this).</param>
    void Append(ReadOnlySpan<byte> record, bool durable);
}

/// <summary>
/// A journal whose bytes can be looked at and cut back, for the one case in which an append-only list may lose something:
/// a crash that left half a record at its end.
/// </summary>
public interface IRecoverableJournal : IJournal
{
    /// <summary>What the journal is called, for people: a path or a name.</summary>
    string Name { get; }

    /// <summary>All bytes, line breaks and half a record at the end included. The caller disposes the stream.</summary>
    Stream OpenRead();

    /// <summary>Takes everything from <paramref name="offset"/> to the end off the journal, and keeps it elsewhere.</summary>
    /// <returns>Where the bytes are kept.</returns>
    string Cut(long offset);
}
