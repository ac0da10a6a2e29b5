using System.Text;
using Parley.Ports;
using Parley.Stores;

namespace Parley.Execution.Tests;

/// <summary>A small ledger with the kinds of content that could confuse a verifier.</summary>
internal static class LedgerSample
{
    public const int Records = 6;

    public static byte[] Bytes()
    {
        using MemoryJournal journal = new();
        using Ledger ledger = Ledger.Start(journal);
        string[] data =
        [
            """{"run":"first"}""", "{}", "[1,2.50,null]", "\"text with \\n and \\u00fc and ü\"",
            """{"nested":{"hash":"0000","seq":1}}""", "42",
        ];
        for (int i = 0; i < Records; i++)
            ledger.Append(i == 0 ? "start" : "fact", Facts.At(i * 1_500), Encoding.UTF8.GetBytes(data[i]), durable: i == 0);
        using MemoryStream copy = new();
        using (Stream stream = journal.OpenRead()) stream.CopyTo(copy);
        return copy.ToArray();
    }

    public static LedgerReport Verify(byte[] bytes, string? expectedRoot = null)
    {
        using MemoryStream stream = new(bytes);
        return LedgerVerifier.Verify(stream, expectedRoot);
    }

    /// <summary>The lines, each with its line break.</summary>
    public static List<byte[]> Lines(byte[] bytes)
    {
        List<byte[]> lines = [];
        for (int start = 0; start < bytes.Length;)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', start) + 1;
            lines.Add(bytes[start..end]);
            start = end;
        }

        return lines;
    }
}

/// <summary>A journal whose disk is full from some record on.</summary>
internal sealed class FullJournal(int room) : IJournal
{
    private readonly MemoryJournal journal = new();
    private int left = room;

    public IEnumerable<ReadOnlyMemory<byte>> ReadAll() => journal.ReadAll();

    public void Append(ReadOnlySpan<byte> record, bool durable)
    {
        if (left-- == 0) throw new IOException("No space left on device.");
        journal.Append(record, durable);
    }

    public void Dispose() => journal.Dispose();
}
