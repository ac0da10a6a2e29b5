using System.Text;
using Parley.Ports;
using Shouldly;
using Xunit;

namespace Parley.Compliance;

/// <summary>What every table must do.</summary>
public abstract class TableCompliance
{
    /// <summary>An empty table.</summary>
    protected abstract Task<ITable> NewAsync();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_comes_back_as_it_went_in()
    {
        ITable table = await NewAsync();
        (await table.FindAsync("p", "k", None)).ShouldBeNull();
        string content = "{\"text\":\"ü €\\u0001\"}" + new string('x', 40_000);
        (await InsertAsync(table, "p", "k", content)).ShouldBeTrue();
        Row row = (await table.FindAsync("p", "k", None)).ShouldNotBeNull();
        (row.Partition, row.Key, Text(row)).ShouldBe(("p", "k", content));
        row.Version.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_largest_row_fits_and_a_larger_one_is_refused()
    {
        ITable table = await NewAsync();
        string largest = new('y', Row.ContentMax);
        (await InsertAsync(table, "p", "k", largest)).ShouldBeTrue();
        Text((await table.FindAsync("p", "k", None))!).ShouldBe(largest);
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync(table, "p", "l", largest + "y"));
    }

    [Fact]
    public async Task Text_that_straddles_every_internal_seam_comes_back()
    {
        ITable table = await NewAsync();
        // Letters of one to four bytes, so that a cut at any number of bytes would split one somewhere.
        string content = string.Concat(Enumerable.Repeat("aß€😀", 40_000));
        (await InsertAsync(table, "p", "k", content)).ShouldBeTrue();
        Text((await table.FindAsync("p", "k", None))!).ShouldBe(content);
    }

    [Fact]
    public async Task Of_two_inserts_one_wins()
    {
        ITable table = await NewAsync();
        (await InsertAsync(table, "p", "k", "one")).ShouldBeTrue();
        (await InsertAsync(table, "p", "k", "two")).ShouldBeFalse();
        Text((await table.FindAsync("p", "k", None))!).ShouldBe("one");
    }

    [Fact]
    [Trait("Fault", "F-086")]
    public async Task A_replacement_needs_the_version_that_is_there()
    {
        ITable table = await NewAsync();
        (await table.WriteAsync([new RowWrite.Replace(Of("p", "k", "x") with { Version = "W/\"datetime'2024-01-01T00%3A00%3A00.0000000Z'\"" })], None)).ShouldBeFalse();
        await InsertAsync(table, "p", "k", "one");
        Row first = (await table.FindAsync("p", "k", None))!;
        (await ReplaceAsync(table, first, "two")).ShouldBeTrue();
        (await ReplaceAsync(table, first, "three")).ShouldBeFalse();
        Text((await table.FindAsync("p", "k", None))!).ShouldBe("two");
    }

    [Fact]
    public async Task Put_writes_whatever_was_there()
    {
        ITable table = await NewAsync();
        foreach (string content in new[] { "one", new string('z', 200_000), "three" })
        {
            (await table.WriteAsync([new RowWrite.Put(Of("p", "k", content))], None)).ShouldBeTrue();
            Text((await table.FindAsync("p", "k", None))!).ShouldBe(content);
        }
    }

    [Fact]
    [Trait("Fault", "F-088")]
    public async Task A_transaction_is_written_whole_or_not_at_all()
    {
        ITable table = await NewAsync();
        await InsertAsync(table, "p", "head", "0");
        Row head = (await table.FindAsync("p", "head", None))!;
        (await table.WriteAsync([new RowWrite.Insert(Of("p", "1", "a")), new RowWrite.Replace(head with { Content = Bytes("1") })], None)).ShouldBeTrue();
        (await table.WriteAsync([new RowWrite.Insert(Of("p", "2", "b")), new RowWrite.Replace(head with { Content = Bytes("2") })], None)).ShouldBeFalse();
        (await table.WriteAsync([new RowWrite.Put(Of("p", "3", "c")), new RowWrite.Insert(Of("p", "1", "again"))], None)).ShouldBeFalse();
        (await KeysAsync(table, "p", "0", "~")).ShouldBe(["1", "head"]);
        Text((await table.FindAsync("p", "head", None))!).ShouldBe("1");
    }

    [Fact]
    public async Task A_hundred_rows_make_one_transaction_and_more_are_refused()
    {
        ITable table = await NewAsync();
        RowWrite[] writes = [.. Enumerable.Range(0, ITable.WritesMax).Select(i => new RowWrite.Insert(Of("p", $"{i:D3}", $"row {i}")))];
        (await table.WriteAsync(writes, None)).ShouldBeTrue();
        (await KeysAsync(table, "p", "000", "999")).Count.ShouldBe(ITable.WritesMax);
        await Should.ThrowAsync<ArgumentException>(() => table.WriteAsync([.. writes, new RowWrite.Insert(Of("p", "more", ""))], None));
    }

    [Fact]
    public async Task What_can_never_be_written_is_refused_before_anything_is()
    {
        ITable table = await NewAsync();
        foreach (RowWrite[] writes in new RowWrite[][]
        {
            [],
            [new RowWrite.Insert(Of("p", "1", "a")), new RowWrite.Insert(Of("q", "2", "b"))],
            [new RowWrite.Insert(Of("p", "1", "a")), new RowWrite.Put(Of("p", "1", "b"))],
            [new RowWrite.Insert(Of("p", "a/b", ""))],
            [new RowWrite.Insert(Of("p", "", ""))],
            [new RowWrite.Insert(new Row("p", "k", new byte[] { 0xFF, 0xFE }))],
        })
            await Should.ThrowAsync<ArgumentException>(() => table.WriteAsync(writes, None));
        (await KeysAsync(table, "p", "\u0021", "~")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_range_has_both_ends_one_partition_and_ordinal_order()
    {
        ITable table = await NewAsync();
        foreach (string key in new[] { "b", "a", "B", "c", "aa", "10", "9" }) await InsertAsync(table, "p", key, key);
        await InsertAsync(table, "q", "b", "other");
        (await KeysAsync(table, "p", "10", "b")).ShouldBe(["10", "9", "B", "a", "aa", "b"]);
        (await KeysAsync(table, "p", "a", "a")).ShouldBe(["a"]);
        (await KeysAsync(table, "p", "x", "z")).ShouldBeEmpty();
        (await KeysAsync(table, "nobody", "0", "~")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_long_range_comes_whole_and_in_order()
    {
        ITable table = await NewAsync();
        string[] keys = [.. Enumerable.Range(0, 1_250).Select(i => $"{i:D5}")];
        foreach (string[] chunk in keys.Chunk(ITable.WritesMax))
            await table.WriteAsync([.. chunk.Select(k => new RowWrite.Put(Of("p", k, k)))], None);
        (await KeysAsync(table, "p", "0", "9")).ShouldBe(keys);
    }

    [Fact]
    [Trait("Fault", "F-086")]
    public async Task Of_many_writers_upon_one_version_exactly_one_wins()
    {
        ITable table = await NewAsync();
        await InsertAsync(table, "p", "k", "start");
        Row start = (await table.FindAsync("p", "k", None))!;
        bool[] won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ReplaceAsync(table, start, $"writer {i}")));
        won.Count(w => w).ShouldBe(1);
        Text((await table.FindAsync("p", "k", None))!).ShouldBe($"writer {Array.IndexOf(won, true)}");
    }

    private static Task<bool> InsertAsync(ITable table, string partition, string key, string content) =>
        table.WriteAsync([new RowWrite.Insert(Of(partition, key, content))], None);

    private static Task<bool> ReplaceAsync(ITable table, Row standing, string content) =>
        table.WriteAsync([new RowWrite.Replace(standing with { Content = Bytes(content) })], None);

    private static Row Of(string partition, string key, string content) => new(partition, key, Bytes(content));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Row row) => Encoding.UTF8.GetString(row.Content.Span);

    private static async Task<List<string>> KeysAsync(ITable table, string partition, string from, string to)
    {
        List<string> keys = [];
        await foreach (Row row in table.ReadAsync(partition, from, to, None)) keys.Add(row.Key);
        return keys;
    }
}
