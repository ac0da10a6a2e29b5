using Parley.Ports;
using Parley.Stores;

namespace Parley.Benchmarks;

/// <summary>Blobs in memory, with what was written counted.</summary>
internal sealed class CountedBlobs : IBlobStore
{
    private readonly MemoryBlobs inner = new();

    public long Writes { get; private set; }

    public long Bytes { get; private set; }

    public long Appends { get; private set; }

    public long AppendedBytes { get; private set; }

    public Task<long?> AppendAsync(string name, ReadOnlyMemory<byte> content, long ifLength, CancellationToken cancellation)
    {
        Appends++;
        AppendedBytes += content.Length;
        return inner.AppendAsync(name, content, ifLength, cancellation);
    }

    public Task<Blob?> ReadAsync(string name, CancellationToken cancellation) => inner.ReadAsync(name, cancellation);

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? ifVersion, CancellationToken cancellation)
    {
        Writes++;
        Bytes += content.Length;
        return inner.WriteAsync(name, content, ifVersion, cancellation);
    }

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) => inner.ListAsync(prefix, cancellation);
}

/// <summary>A table in memory, with what was written counted.</summary>
internal sealed class CountedTable : ITable
{
    private readonly ITable inner = new JournaledTable(new ForgetfulJournal());

    public long Writes { get; private set; }

    public long Bytes { get; private set; }

    public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation) => inner.FindAsync(partition, key, cancellation);

    public Task<bool> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        Writes++;
        foreach (RowWrite write in writes) Bytes += write.Row.Content.Length;
        return inner.WriteAsync(writes, cancellation);
    }

    public IAsyncEnumerable<Row> ReadAsync(string partition, string from, string to, CancellationToken cancellation) =>
        inner.ReadAsync(partition, from, to, cancellation);
}
