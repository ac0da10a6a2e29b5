namespace Parley.Ports;

/// <summary>A blob as it was read.</summary>
/// <param name="Version">Changes with every write (an ETag); a write may demand that it has not.</param>
public sealed record Blob(ReadOnlyMemory<byte> Content, string Version);

/// <summary>Whole values by name: checkpoints, snapshots, completions, what was quarantined.</summary>
public interface IBlobStore
{
    /// <summary>Bytes in one append.</summary>
    const int AppendMax = 4 * 1024 * 1024;

    /// <returns>Null when there is no such blob.</returns>
    Task<Blob?> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>Writes when nobody else has written since.</summary>
    /// <param name="ifVersion">The version read before; null when the blob must not exist yet.</param>
    /// <returns>The new version, or null when the condition does not hold: somebody else won, read again.</returns>
    Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? ifVersion, CancellationToken cancellation);

    /// <summary>
    /// Adds to the end of a blob that is only ever appended to, when it is exactly as long as the writer thinks: of two
    /// writers one is refused. A blob written by <see cref="WriteAsync"/> is not for appending.
    /// </summary>
    /// <param name="content">At most <see cref="AppendMax"/> bytes, not empty.</param>
    /// <param name="ifLength">Length in bytes; 0 begins a new blob.</param>
    /// <returns>The new length, or null when it is not that long: read again.</returns>
    Task<long?> AppendAsync(string name, ReadOnlyMemory<byte> content, long ifLength, CancellationToken cancellation);

    /// <summary>Names that start so, in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation);
}

/// <summary>One row of a table.</summary>
/// <param name="Partition">Rows of one partition are ordered by key and may be written together.</param>
/// <param name="Key">Unique within its partition. Neither may hold control characters or any of <c>/ \ # ?</c>.</param>
/// <param name="Content">UTF-8 text, up to <see cref="ContentMax"/> bytes; usually one JSON document.</param>
/// <param name="Version">Changes with every write (an ETag); empty in a row that is to be written.</param>
public sealed record Row(string Partition, string Key, ReadOnlyMemory<byte> Content, string Version = "")
{
    public const int ContentMax = 480 * 1024;
}

/// <summary>One step of a transaction.</summary>
public abstract record RowWrite(Row Row)
{
    /// <summary>Writes a row in place of the one that was read, or as the first where none was.</summary>
    public static RowWrite Upon(Row? standing, string partition, string key, ReadOnlyMemory<byte> content) =>
        standing is null ? new Insert(new(partition, key, content)) : new Replace(new(partition, key, content, standing.Version));

    /// <summary>The row must not exist.</summary>
    public sealed record Insert(Row Row) : RowWrite(Row);

    /// <summary>The row must exist in exactly the version given in it.</summary>
    public sealed record Replace(Row Row) : RowWrite(Row);

    /// <summary>Whatever was there is overwritten: only for what is computed the same way every time.</summary>
    public sealed record Put(Row Row) : RowWrite(Row);
}

/// <summary>Ordered rows in partitions, with conditions on every write: features, decisions, orders, control, ledger.</summary>
public interface ITable
{
    /// <summary>Steps in one transaction.</summary>
    const int WritesMax = 100;

    /// <returns>Null when there is no such row.</returns>
    Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation);

    /// <summary>Does all of it or nothing. Everything must lie in one partition, every key once, at most <see cref="WritesMax"/>.</summary>
    /// <returns>False when a condition does not hold: nothing was written, read again.</returns>
    Task<bool> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation);

    /// <summary>Rows of a partition from one key to another, both inclusive, in ordinal order of keys.</summary>
    IAsyncEnumerable<Row> ReadAsync(string partition, string from, string to, CancellationToken cancellation);
}
