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
