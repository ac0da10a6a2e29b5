using Parley.Compliance;
using Parley.Ports;

namespace Parley.Stores.Tests;

public sealed class MemoryBlobTests : BlobStoreCompliance
{
    protected override Task<IBlobStore> NewAsync() => Task.FromResult<IBlobStore>(new MemoryBlobs());
}

public sealed class FileBlobTests : BlobStoreCompliance, IDisposable
{
    private readonly Folder folder = new();

    protected override Task<IBlobStore> NewAsync() => Task.FromResult<IBlobStore>(new FileBlobs(folder.Path));

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("name.half")]
    public async Task No_name_leads_out_of_the_directory(string name) =>
        await Should.ThrowAsync<ArgumentException>(() => new FileBlobs(folder.Path).ReadAsync(name, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Content_and_version_outlive_the_process()
    {
        string? version = await new FileBlobs(folder.Path).WriteAsync("a", "one"u8.ToArray(), null, TestContext.Current.CancellationToken);
        FileBlobs again = new(folder.Path);
        (await again.ReadAsync("a", TestContext.Current.CancellationToken))!.Version.ShouldBe(version);
        (await again.WriteAsync("a", "two"u8.ToArray(), version, TestContext.Current.CancellationToken)).ShouldNotBeNull();
    }

    public void Dispose() => folder.Dispose();
}

public sealed class MemoryTableTests : TableCompliance
{
    protected override Task<ITable> NewAsync() => Task.FromResult<ITable>(JournaledTable.InMemory());
}

public sealed class MemoryBooksTests : BooksCompliance
{
    protected override Task<ITable> NewAsync() => Task.FromResult<ITable>(JournaledTable.InMemory());
}

public sealed class FileTableTests : TableCompliance, IDisposable
{
    private readonly Folder folder = new();
    private JournaledTable? table;

    protected override Task<ITable> NewAsync()
    {
        table = new JournaledTable(FileJournal.Open(System.IO.Path.Combine(folder.Path, "table.jsonl")));
        return Task.FromResult<ITable>(table);
    }

    [Fact]
    public async Task Rows_and_versions_outlive_the_process()
    {
        CancellationToken none = TestContext.Current.CancellationToken;
        string path = System.IO.Path.Combine(folder.Path, "table.jsonl");
        Row before;
        using (JournaledTable first = new(FileJournal.Open(path)))
        {
            await first.WriteAsync([new RowWrite.Insert(new("p", "k", "one"u8.ToArray())), new RowWrite.Insert(new("p", "l", "two"u8.ToArray()))], none);
            await first.WriteAsync([new RowWrite.Put(new("p", "l", "three"u8.ToArray()))], none);
            before = (await first.FindAsync("p", "l", none))!;
        }

        using JournaledTable again = new(FileJournal.Open(path));
        Row after = (await again.FindAsync("p", "l", none))!;
        after.Version.ShouldBe(before.Version);
        after.Content.Span.SequenceEqual("three"u8).ShouldBeTrue();
    }

    [Fact]
    public void A_journal_that_is_none_is_named_by_its_line()
    {
        MemoryJournal journal = MemoryJournal.Of("[]\n{\"partition\":1}\n"u8);
        Should.Throw<JournalException>(() => new JournaledTable(journal)).Message.ShouldStartWith("Line 2");
    }

    public void Dispose()
    {
        table?.Dispose();
        folder.Dispose();
    }
}

/// <summary>A directory of the test's own.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("parley-stores-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
