using System.Text;
using Parley.Stores;

namespace Parley.Azure.Tests;

/// <summary>Writes whose outcome nobody knows: never told as success, never told as "somebody else", and never done twice.</summary>
public sealed class LostAnswerTests(Azurite azurite) : IDisposable
{
    private readonly Mishaps network = new();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Fault", "F-085")]
    public async Task An_insert_whose_answer_is_lost_is_sent_once_and_is_an_error()
    {
        ITable table = azurite.NewTable(network.Transport);
        (network.Lost, int before) = (1, network.Writes);
        IOException e = await Should.ThrowAsync<IOException>(() => table.WriteAsync([new RowWrite.Insert(RowOf("one"))], None));
        e.Message.ShouldNotContain("sig=");
        e.Message.ShouldNotContain("\n");
        (network.Writes - before).ShouldBe(1);
        // It was done all the same, so whoever asks again is refused.
        (await table.WriteAsync([new RowWrite.Insert(RowOf("one"))], None)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Fault", "F-085")]
    public async Task A_replacement_and_a_transaction_whose_answers_are_lost_are_errors_too()
    {
        ITable table = azurite.NewTable(network.Transport);
        await table.WriteAsync([new RowWrite.Insert(RowOf("one"))], None);
        Row standing = (await table.FindAsync("p", "k", None))!;
        network.Lost = 1;
        await Should.ThrowAsync<IOException>(() => table.WriteAsync([new RowWrite.Replace(standing with { Content = "two"u8.ToArray() })], None));
        standing = (await table.FindAsync("p", "k", None))!;
        network.Lost = 1;
        await Should.ThrowAsync<IOException>(() => table.WriteAsync(
            [new RowWrite.Replace(standing with { Content = "three"u8.ToArray() }), new RowWrite.Insert(new("p", "l", "new"u8.ToArray()))], None));
        Encoding.UTF8.GetString((await table.FindAsync("p", "k", None))!.Content.Span).ShouldBe("three");
    }

    [Fact]
    [Trait("Fault", "F-087")]
    public async Task A_write_that_may_be_done_twice_is_tried_again()
    {
        ITable table = azurite.NewTable(network.Transport);
        network.Lost = 2;
        (await table.WriteAsync([new RowWrite.Put(RowOf("one"))], None)).ShouldBeTrue();
        network.Lost.ShouldBe(0);
    }

    [Fact]
    [Trait("Fault", "F-087")]
    public async Task A_service_that_is_too_busy_to_begin_is_asked_again()
    {
        ITable table = azurite.NewTable(network.Transport);
        (network.Busy, int before) = (2, network.Writes);
        (await table.WriteAsync([new RowWrite.Insert(RowOf("one"))], None)).ShouldBeTrue();
        (network.Writes - before).ShouldBe(3);
        network.Busy = 100;
        (await Should.ThrowAsync<IOException>(() => table.WriteAsync([new RowWrite.Insert(RowOf("two"))], None))).Message.ShouldContain("503");
    }

    [Fact]
    [Trait("Fault", "F-074")]
    [Trait("Fault", "F-085")]
    public async Task A_claim_whose_answer_is_lost_is_nobodys_to_carry_out()
    {
        IntentBook book = new(azurite.NewTable(network.Transport));
        OrderIntents intents = new("d1", new("BTCUSDT"), default, default, DecisionAction.Exit, Side.Sell, 0.6, null, "", "", []);
        network.Lost = 1;
        await Should.ThrowAsync<IOException>(() => book.ClaimAsync(intents, 1, default, None));
        // Delivered again to the same edge under the same lease: the claim may have been carried out, so it is not repeated.
        (await book.ClaimAsync(intents, 1, default, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_journal_whose_answer_is_lost_stops_and_a_new_writer_finds_the_record()
    {
        ITable table = azurite.NewTable(network.Transport);
        TableJournal journal = new(table, "edge", "first");
        journal.Append("one"u8, durable: true);
        network.Lost = 1;
        Should.Throw<JournalException>(() => journal.Append("two"u8, durable: true));
        await Task.CompletedTask;
        new TableJournal(table, "edge", "second").ReadAll().Select(r => Encoding.UTF8.GetString(r.Span)).ShouldBe(["one", "two"]);
        // The first writer tries the same record once more and knows it as its own.
        journal.Append("two"u8, durable: true);
        new TableJournal(table, "edge", "second").ReadAll().Count().ShouldBe(2);
    }

    [Fact]
    [Trait("Fault", "F-085")]
    public async Task A_blob_and_an_append_whose_answers_are_lost_are_errors()
    {
        IBlobStore blobs = azurite.NewContainer(network.Transport);
        network.Lost = 1;
        await Should.ThrowAsync<IOException>(() => blobs.WriteAsync("a", "one"u8.ToArray(), null, None));
        (await blobs.WriteAsync("a", "one"u8.ToArray(), null, None)).ShouldBeNull();
        await blobs.AppendAsync("log", "one"u8.ToArray(), 0, None);
        network.Lost = 1;
        await Should.ThrowAsync<IOException>(() => blobs.AppendAsync("log", "two"u8.ToArray(), 3, None));
        (await blobs.ReadAsync("log", None))!.Content.Length.ShouldBe(6);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_one_clear_line()
    {
        using AzureCloudHolder nowhere = new();
        IOException e = await Should.ThrowAsync<IOException>(() => nowhere.Table.FindAsync("p", "k", None));
        e.Message.ShouldStartWith("Reading from the table orders:");
        e.Message.ShouldNotContain("\n");
    }

    public void Dispose() => network.Dispose();

    private static Row RowOf(string content) => new("p", "k", Encoding.UTF8.GetBytes(content));

    /// <summary>A table behind a network that leads nowhere.</summary>
    private sealed class AzureCloudHolder : IDisposable
    {
        private readonly Unreachable network = new();

        public ITable Table => StorageAccount.Table(
            "https://parley.table.core.windows.net", new(() => new NoSignIn()), "orders", new global::Azure.Core.Pipeline.HttpClientTransport(new HttpClient(network, false)));

        public void Dispose() => network.Dispose();

        private sealed class Unreachable : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
                throw new HttpRequestException("Name or service not known (parley.table.core.windows.net:443)");
        }

        private sealed class NoSignIn : global::Azure.Core.TokenCredential
        {
            public override global::Azure.Core.AccessToken GetToken(global::Azure.Core.TokenRequestContext requestContext, CancellationToken cancellationToken) =>
                new("test", DateTimeOffset.MaxValue);

            public override ValueTask<global::Azure.Core.AccessToken> GetTokenAsync(global::Azure.Core.TokenRequestContext requestContext, CancellationToken cancellationToken) =>
                new(GetToken(requestContext, cancellationToken));
        }
    }
}
