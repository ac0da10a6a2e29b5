namespace Parley.Market;

/// <summary>A tick batch cannot be read. The message is one line: where and why.</summary>
public sealed class TickBatchException : Exception
{
    internal TickBatchException(TickBatchPart part, int position, string reason)
        : base($"tick batch, {(part == TickBatchPart.Body ? "unpacked body, " : "")}byte {position}: {reason}")
    {
        Part = part;
        Position = position;
    }

    /// <summary>What <see cref="Position"/> counts in.</summary>
    public TickBatchPart Part { get; }

    /// <summary>Offset in bytes of what could not be understood.</summary>
    public int Position { get; }
}

/// <summary>A stretch of bytes with offsets of its own.</summary>
public enum TickBatchPart
{
    /// <summary>The batch as it was published.</summary>
    Batch,

    /// <summary>Its body after decompression.</summary>
    Body,
}
