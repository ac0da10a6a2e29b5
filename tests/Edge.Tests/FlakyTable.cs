namespace Parley.Edge.Tests;

/// <summary>A table that can be cut off, or whose answers can be lost after it has written.</summary>
internal sealed class FlakyTable(ITable inner) : ITable
{
    private int answersToLose;

    /// <summary>Nothing gets through.</summary>
    public volatile bool IsCutOff;

    /// <summary>So many writes from now on are done, and fail all the same.</summary>
    public int AnswersToLose
    {
        set => answersToLose = value;
    }

    public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation)
    {
        Check();
        return inner.FindAsync(partition, key, cancellation);
    }

    public async Task<bool> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        Check();
        bool written = await inner.WriteAsync(writes, cancellation);
        if (answersToLose == 0) return written;
        answersToLose--;
        throw new IOException("the answer was lost");
    }

    public IAsyncEnumerable<Row> ReadAsync(string partition, string from, string to, CancellationToken cancellation)
    {
        Check();
        return inner.ReadAsync(partition, from, to, cancellation);
    }

    private void Check()
    {
        if (IsCutOff) throw new IOException("the table cannot be reached");
    }
}
