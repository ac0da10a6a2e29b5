using System.Text;
using Parley.Ports;

namespace Parley.Execution;

/// <summary>The first thing wrong with a ledger.</summary>
/// <param name="Record">Number of the record at fault, from 1.</param>
/// <param name="Offset">Byte at which it starts.</param>
/// <param name="Reason">Continues the sentence "Record n is wrong: …".</param>
public sealed record LedgerFault(long Record, long Offset, string Reason)
{
    public override string ToString() => $"Record {Record} at byte {Offset} is wrong: {Reason}.";
}

/// <summary>What verifying a ledger found.</summary>
/// <param name="Records">Whole records that follow from each other, from the first.</param>
/// <param name="Root">Hash of the last of them; 64 zeros when there is none.</param>
/// <param name="Bytes">Bytes these records take, line breaks included.</param>
/// <param name="Fault">What comes after them, if it should not.</param>
public sealed record LedgerReport(long Records, string Root, long Bytes, LedgerFault? Fault)
{
    public bool IsIntact => Fault is null;

    /// <summary>What stands behind the last whole record has no line break: half a record, as a crash leaves it.</summary>
    public bool IsTorn { get; init; }

    public override string ToString() => Fault is null
        ? $"{Records} records are intact; the last one's hash is {Root}."
        : $"{Fault} The {Records} records before it are intact.";
}

/// <summary>
/// Walks the hash chain. Any byte changed, and any record changed, moved, repeated or taken out, is found and named. Only
/// whole records missing from the end leave a chain that is right in itself: to notice that, give the root that was noted
/// elsewhere.
/// </summary>
public static class LedgerVerifier
{
    /// <summary>Verifies all bytes of a ledger, from the stream's position.</summary>
    /// <param name="expectedRoot">Hash the last record must have; null when nobody noted it.</param>
    public static LedgerReport Verify(Stream stream, string? expectedRoot)
    {
        byte[] previous = Encoding.ASCII.GetBytes(Ledger.FirstPrevious);
        long records = 0;
        long offset = 0;
        foreach ((ReadOnlyMemory<byte> line, bool terminated) in LinesOf(stream))
        {
            long number = records + 1;
            if (!terminated) return Unterminated(line.Span, previous, records, offset);
            if (LedgerLine.Fault(line.Span, previous, number) is { } reason)
                return new(records, Text(previous), offset, new(number, offset, reason));
            line.Span[..LedgerLine.HashLength].CopyTo(previous);
            records = number;
            offset += line.Length + 1;
        }

        string root = Text(previous);
        LedgerFault? missing = expectedRoot is null || expectedRoot == root
            ? null
            : new(records + 1, offset, $"it is missing, or the expected root {expectedRoot} is another ledger's");
        return new(records, root, offset, missing);
    }

    /// <inheritdoc cref="Verify(Stream, string?)"/>
    public static LedgerReport Verify(IRecoverableJournal journal, string? expectedRoot)
    {
        using Stream stream = journal.OpenRead();
        return Verify(stream, expectedRoot);
    }

    // A crash leaves the beginning of a record. A whole record with something behind it was damaged instead.
    private static LedgerReport Unterminated(ReadOnlySpan<byte> tail, byte[] previous, long records, long offset)
    {
        int whole = LedgerLine.WholePrefix(tail, previous, records + 1);
        bool torn = whole < 0 || whole == tail.Length;
        string reason = torn
            ? $"it is half a record of {tail.Length} bytes without a line break"
            : "its line break was overwritten";
        return new(records, Text(previous), offset, new(records + 1, offset, reason)) { IsTorn = torn };
    }

    private static string Text(byte[] hash) => Encoding.ASCII.GetString(hash);

    /// <summary>Lines with whether a line break ended them; the memory is valid until the next one is asked for.</summary>
    private static IEnumerable<(ReadOnlyMemory<byte> Line, bool Terminated)> LinesOf(Stream stream)
    {
        byte[] buffer = new byte[64 * 1024];
        int start = 0;
        int end = 0;
        while (true)
        {
            int scanned = start;
            int found;
            while ((found = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n')) >= 0)
            {
                yield return (buffer.AsMemory(start, scanned + found - start), true);
                start = scanned += found + 1;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            int read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0) break;
            end += read;
        }

        if (end > 0) yield return (buffer.AsMemory(0, end), false);
    }
}
