using System.Text;

namespace Parley.Ports;

/// <summary>What every table demands of a transaction before it looks at any row; the narrowest of all implementations' limits.</summary>
public static class TableRules
{
    /// <summary>A transaction's content altogether, in bytes.</summary>
    public const int TransactionMax = 3 * 1024 * 1024;

    private const int NameMax = 512;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The transaction can never be written; the message says why.</exception>
    public static void Check(IReadOnlyList<RowWrite> writes)
    {
        if (writes.Count is 0 or > ITable.WritesMax)
            throw new ArgumentException($"A transaction has 1 to {ITable.WritesMax} writes, not {writes.Count}.", nameof(writes));
        HashSet<string> keys = new(StringComparer.Ordinal);
        long bytes = 0;
        foreach (Row row in writes.Select(w => w.Row))
        {
            if (row.Partition != writes[0].Row.Partition)
                throw new ArgumentException($"A transaction stays in one partition: {writes[0].Row.Partition}, not {row.Partition}.", nameof(writes));
            if (!keys.Add(row.Key)) throw new ArgumentException($"A transaction writes the row {row.Key} twice.", nameof(writes));
            CheckName(row.Partition);
            CheckName(row.Key);
            if (row.Content.Length > Row.ContentMax)
                throw new ArgumentException($"The row {row.Key} has {row.Content.Length} bytes; {Row.ContentMax} is the most.", nameof(writes));
            if (!IsText(row.Content.Span)) throw new ArgumentException($"The content of row {row.Key} is not UTF-8 text.", nameof(writes));
            bytes += row.Content.Length;
        }

        if (bytes > TransactionMax)
            throw new ArgumentException($"The transaction has {bytes} bytes; {TransactionMax} is the most.", nameof(writes));
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > NameMax || name.Any(c => char.IsControl(c) || c is '/' or '\\' or '#' or '?' || char.IsSurrogate(c)))
            throw new ArgumentException($"'{name}' is no name for a row or partition.", nameof(name));
    }

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        try
        {
            Strict.GetCharCount(content);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
