using System.Text;
using Parley.Ports;
using Shouldly;
using Xunit;

namespace Parley.Compliance;

/// <summary>What every blob store must do.</summary>
public abstract class BlobStoreCompliance
{
    /// <summary>An empty store.</summary>
    protected abstract Task<IBlobStore> NewAsync();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_never_written_is_not_there()
    {
        IBlobStore store = await NewAsync();
        (await store.ReadAsync("a/b", None)).ShouldBeNull();
        (await ListAsync(store, "")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_comes_back_byte_for_byte_with_the_version_of_its_write()
    {
        IBlobStore store = await NewAsync();
        byte[] content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7 % 256))];
        string? version = await store.WriteAsync("deep/er/name.bin", content, null, None);
        Blob blob = (await store.ReadAsync("deep/er/name.bin", None)).ShouldNotBeNull();
        blob.Content.Span.SequenceEqual(content).ShouldBeTrue();
        blob.Version.ShouldBe(version);
    }

    [Fact]
    public async Task Of_two_first_writes_one_wins()
    {
        IBlobStore store = await NewAsync();
        (await store.WriteAsync("a", Bytes("one"), null, None)).ShouldNotBeNull();
        (await store.WriteAsync("a", Bytes("two"), null, None)).ShouldBeNull();
        Text((await store.ReadAsync("a", None))!).ShouldBe("one");
    }

    [Fact]
    public async Task A_write_upon_an_old_version_changes_nothing()
    {
        IBlobStore store = await NewAsync();
        string? first = await store.WriteAsync("a", Bytes("one"), null, None);
        string? second = await store.WriteAsync("a", Bytes("two"), first, None);
        second.ShouldNotBeNull();
        second.ShouldNotBe(first);
        (await store.WriteAsync("a", Bytes("three"), first, None)).ShouldBeNull();
        Text((await store.ReadAsync("a", None))!).ShouldBe("two");
    }

    [Fact]
    public async Task A_write_upon_a_version_of_another_blob_changes_nothing()
    {
        IBlobStore store = await NewAsync();
        string? version = await store.WriteAsync("a", Bytes("one"), null, None);
        (await store.WriteAsync("b", Bytes("two"), version, None)).ShouldBeNull();
        (await store.ReadAsync("b", None)).ShouldBeNull();
    }

    [Fact]
    [Trait("Fault", "F-086")]
    public async Task Of_many_writers_upon_one_version_exactly_one_wins()
    {
        IBlobStore store = await NewAsync();
        string? version = await store.WriteAsync("a", Bytes("start"), null, None);
        string?[] versions = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.WriteAsync("a", Bytes($"writer {i}"), version, None)));
        int winner = Array.FindIndex(versions, v => v is not null);
        versions.Count(v => v is not null).ShouldBe(1);
        Text((await store.ReadAsync("a", None))!).ShouldBe($"writer {winner}");
    }

    [Fact]
    public async Task What_is_appended_stands_behind_what_was_there()
    {
        IBlobStore store = await NewAsync();
        (await store.AppendAsync("log", Bytes("one,"), 0, None)).ShouldBe(4);
        (await store.AppendAsync("log", Bytes("two"), 4, None)).ShouldBe(7);
        Text((await store.ReadAsync("log", None))!).ShouldBe("one,two");
    }

    [Fact]
    [Trait("Fault", "F-086")]
    public async Task An_append_that_is_wrong_about_the_length_changes_nothing()
    {
        IBlobStore store = await NewAsync();
        (await store.AppendAsync("log", Bytes("early"), 3, None)).ShouldBeNull();
        await store.AppendAsync("log", Bytes("one"), 0, None);
        foreach (long length in new long[] { 0, 2, 4 }) (await store.AppendAsync("log", Bytes("two"), length, None)).ShouldBeNull();
        Text((await store.ReadAsync("log", None))!).ShouldBe("one");
        await Should.ThrowAsync<ArgumentException>(() => store.AppendAsync("log", default, 3, None));
        await Should.ThrowAsync<ArgumentException>(() => store.AppendAsync("log", new byte[IBlobStore.AppendMax + 1], 3, None));
    }

    [Fact]
    public async Task Of_many_appenders_at_one_length_exactly_one_wins()
    {
        IBlobStore store = await NewAsync();
        await store.AppendAsync("log", Bytes("start"), 0, None);
        long?[] lengths = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.AppendAsync("log", Bytes($"{i}"), 5, None)));
        lengths.Count(l => l == 6).ShouldBe(1);
        lengths.Count(l => l is null).ShouldBe(7);
        Text((await store.ReadAsync("log", None))!).ShouldBe($"start{Array.IndexOf(lengths, 6L)}");
    }

    [Fact]
    public async Task Names_are_listed_by_prefix_in_ordinal_order()
    {
        IBlobStore store = await NewAsync();
        foreach (string name in new[] { "b/2", "a/1", "b/10", "b/1", "c" }) await store.WriteAsync(name, Bytes(name), null, None);
        (await ListAsync(store, "b/")).ShouldBe(["b/1", "b/10", "b/2"]);
        (await ListAsync(store, "")).Count.ShouldBe(5);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Blob blob) => Encoding.UTF8.GetString(blob.Content.Span);

    private static async Task<List<string>> ListAsync(IBlobStore store, string prefix)
    {
        List<string> names = [];
        await foreach (string name in store.ListAsync(prefix, None)) names.Add(name);
        return names;
    }
}
