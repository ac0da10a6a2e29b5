namespace Parley.Stores;

/// <summary>Records as lines: each ends with one line break (byte 10); what follows the last one is half a record.</summary>
internal static class Lines
{
    public const byte Break = (byte)'\n';

    public static void Check(ReadOnlySpan<byte> record)
    {
        if (record.Contains(Break)) throw new ArgumentException("A record is one line: it cannot hold a line break.", nameof(record));
    }

    public static void CheckWhole(bool whole, string name)
    {
        if (!whole) throw new InvalidOperationException($"{name} ends in half a record; recover it before appending.");
    }

    /// <summary>Reads whole records; each memory is the caller's own. Disposes the stream at the end.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Stream stream)
    {
        using (stream)
        {
            byte[] buffer = new byte[64 * 1024];
            int held = 0;
            int read;
            while ((read = stream.Read(buffer, held, buffer.Length - held)) > 0)
            {
                int end = held + read;
                int start = 0;
                int from = held;
                int found;
                while ((found = buffer.AsSpan(from, end - from).IndexOf(Break)) >= 0)
                {
                    yield return buffer.AsSpan(start, from + found - start).ToArray();
                    from += found + 1;
                    start = from;
                }

                held = end - start;
                buffer.AsSpan(start, held).CopyTo(buffer);
                if (held == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }
}
