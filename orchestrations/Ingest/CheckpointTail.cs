using System.Buffers.Binary;

namespace Parley.Orchestrations;

/// <summary>
/// What came after a checkpoint, batch after batch as it was delivered: appending a few kilobytes costs less than writing a
/// whole picture for every delivery. Each entry has its length before it (four bytes, little-endian); length zero seals the
/// tail, so that nobody who still holds the old checkpoint can append to it.
/// </summary>
internal static class CheckpointTail
{
    private const int Prefix = sizeof(int);

    /// <summary>The entry that ends a tail.</summary>
    public static ReadOnlyMemory<byte> Seal { get; } = new byte[Prefix];

    public static byte[] Entry(IEnumerable<ReadOnlyMemory<byte>> batches)
    {
        using MemoryStream entry = new();
        Span<byte> prefix = stackalloc byte[Prefix];
        foreach (ReadOnlyMemory<byte> batch in batches)
        {
            BinaryPrimitives.WriteInt32LittleEndian(prefix, batch.Length);
            entry.Write(prefix);
            entry.Write(batch.Span);
        }

        return entry.ToArray();
    }

    /// <summary>The batches of a tail, in order.</summary>
    /// <returns>Whether the tail may be appended to: it is neither sealed nor torn.</returns>
    public static (IReadOnlyList<ReadOnlyMemory<byte>> Batches, bool IsOpen) Read(ReadOnlyMemory<byte> tail)
    {
        List<ReadOnlyMemory<byte>> batches = [];
        while (tail.Length > 0)
        {
            if (tail.Length < Prefix) return (batches, false);
            int length = BinaryPrimitives.ReadInt32LittleEndian(tail.Span);
            tail = tail[Prefix..];
            // Half an entry was never acknowledged: the stream delivers it again.
            if (length <= 0 || length > tail.Length) return (batches, false);
            batches.Add(tail[..length]);
            tail = tail[length..];
        }

        return (batches, true);
    }
}
