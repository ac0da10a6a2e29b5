using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Processor;
using Azure.Messaging.EventHubs.Producer;
using Parley.Stores;

namespace Parley.Azure.Tests;

/// <summary>Event Hubs as far as they can be seen without one: mapping, claims on partitions, checkpoints, batches.</summary>
public sealed class HubTests
{
    private const string Space = "parley.servicebus.windows.net";
    private const string Hub = "intents";
    private const string Group = "edge";
    private static readonly DateTimeOffset Noon = new(2024, 8, 8, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public void An_event_comes_as_it_was_published()
    {
        StreamEvent e = HubBatchHandler.Of("3", Event(7, "BTCUSDT"));
        (e.Partition, e.Sequence, e.Key).ShouldBe(("3", 7L, "BTCUSDT"));
        e.EnqueuedAt.ShouldBe(Timestamp.From(Noon));
        e.Body.ToArray().ShouldBe([7]);
    }

    [Fact]
    public async Task Of_many_readers_that_claim_a_partition_one_wins()
    {
        MemoryBlobs blobs = new();
        EventProcessorPartitionOwnership[][] won = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            (await new BlobCheckpoints(blobs, TimeProvider.System).ClaimOwnershipAsync([Claim("0", $"reader {i}")], None)).ToArray()));
        EventProcessorPartitionOwnership first = won.SelectMany(w => w).ShouldHaveSingleItem();
        BlobCheckpoints checkpoints = new(blobs, TimeProvider.System);
        EventProcessorPartitionOwnership listed = (await checkpoints.ListOwnershipAsync(Space, Hub, Group, None)).ShouldHaveSingleItem();
        (listed.PartitionId, listed.OwnerIdentifier, listed.Version).ShouldBe(("0", first.OwnerIdentifier, first.Version));

        // Two saw it run out; the one that writes first has it, and the first owner's own claim is refused.
        won = await Task.WhenAll(
            TakeAsync(checkpoints, listed.Version, "a"), TakeAsync(checkpoints, listed.Version, "b"), TakeAsync(checkpoints, listed.Version, "c"));
        won.SelectMany(w => w).ShouldHaveSingleItem();
        (await TakeAsync(checkpoints, first.Version, first.OwnerIdentifier)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Groups_hubs_and_partitions_do_not_meet()
    {
        BlobCheckpoints checkpoints = new(new MemoryBlobs(), TimeProvider.System);
        await checkpoints.ClaimOwnershipAsync([Claim("0", "a"), Claim("1", "b")], None);
        (await checkpoints.ListOwnershipAsync(Space, Hub, Group, None)).Select(o => o.PartitionId).ShouldBe(["0", "1"]);
        (await checkpoints.ListOwnershipAsync(Space, Hub, "page", None)).ShouldBeEmpty();
        (await checkpoints.ListOwnershipAsync(Space, "ticks", Group, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reading_goes_on_behind_the_last_checkpoint_which_never_goes_back()
    {
        BlobCheckpoints checkpoints = new(new MemoryBlobs(), TimeProvider.System);
        (await checkpoints.GetCheckpointAsync(Space, Hub, Group, "0", None)).ShouldBeNull();
        foreach (long sequence in new long[] { 5, 9, 7 })
            await checkpoints.UpdateCheckpointAsync(Space, Hub, Group, "0", "me", CheckpointPosition.FromEvent(Event(sequence, "")), None);
        EventProcessorCheckpoint standing = (await checkpoints.GetCheckpointAsync(Space, Hub, Group, "0", None)).ShouldNotBeNull();
        standing.StartingPosition.ShouldBe(EventPosition.FromSequenceNumber(9, isInclusive: false));
        (await checkpoints.GetCheckpointAsync(Space, Hub, Group, "1", None)).ShouldBeNull();
    }

    [Fact]
    [Trait("Fault", "F-077")]
    [Trait("Fault", "F-088")]
    public async Task A_batch_is_checkpointed_after_it_was_dealt_with_and_comes_again_until_then()
    {
        BlobCheckpoints checkpoints = new(new MemoryBlobs(), TimeProvider.System);
        List<long[]> seen = [];
        HubProcessor processor = Processor(checkpoints, async (events, _) =>
        {
            (await checkpoints.GetCheckpointAsync(Space, Hub, Group, "0", None)).ShouldBeNull("checkpointed before it was dealt with");
            seen.Add([.. events.Select(e => e.Sequence)]);
            if (seen.Count < 3) throw new InvalidOperationException("not yet");
        });
        await processor.DealWithAsync([Event(4, "BTCUSDT"), Event(5, "BTCUSDT")], "0", None);
        seen.Count.ShouldBe(3);
        seen.ShouldAllBe(batch => batch.SequenceEqual(new long[] { 4, 5 }));
        (await checkpoints.GetCheckpointAsync(Space, Hub, Group, "0", None))!.StartingPosition.ShouldBe(EventPosition.FromSequenceNumber(5, isInclusive: false));
    }

    [Fact]
    public async Task A_partition_that_is_lost_meanwhile_is_not_checkpointed()
    {
        BlobCheckpoints checkpoints = new(new MemoryBlobs(), TimeProvider.System);
        using CancellationTokenSource lost = new();
        HubProcessor processor = Processor(checkpoints, (_, cancellation) =>
        {
            lost.Cancel();
            cancellation.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        });
        await processor.DealWithAsync([Event(4, "")], "0", lost.Token);
        (await checkpoints.GetCheckpointAsync(Space, Hub, Group, "0", None)).ShouldBeNull();
    }

    [Fact]
    public async Task Partitions_take_turns_at_one_handler()
    {
        int inside = 0;
        int together = 0;
        HubProcessor processor = Processor(new BlobCheckpoints(new MemoryBlobs(), TimeProvider.System), async (_, _) =>
        {
            together = Math.Max(together, Interlocked.Increment(ref inside));
            await Task.Delay(5, None);
            Interlocked.Decrement(ref inside);
        });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(p => processor.DealWithAsync([Event(1, "")], $"{p}", None)));
        together.ShouldBe(1);
    }

    [Fact]
    public async Task Bodies_of_one_key_are_published_in_order_in_as_many_batches_as_they_need()
    {
        Producer producer = new(roomFor: 3);
        await using EventHubPublisher publisher = new(producer, "intents");
        await publisher.PublishAsync("BTCUSDT", [.. Enumerable.Range(0, 8).Select(i => (ReadOnlyMemory<byte>)new byte[] { (byte)i })], None);
        producer.Sent.Select(b => b.Count).ShouldBe([3, 3, 2]);
        producer.Sent.SelectMany(b => b).Select(e => (int)e.EventBody.ToMemory().Span[0]).ShouldBe(Enumerable.Range(0, 8));
        producer.Keys.Distinct().ShouldBe(["BTCUSDT"]);
    }

    [Fact]
    public async Task A_body_too_large_is_refused_before_anything_is_sent_and_an_outage_is_one_line()
    {
        Producer producer = new(roomFor: 3);
        await using EventHubPublisher publisher = new(producer, "intents");
        await Should.ThrowAsync<ArgumentException>(() => publisher.PublishAsync("k", [new byte[1], new byte[publisher.BodyMax + 1]], None));
        producer.Sent.ShouldBeEmpty();
        producer.Failure = new EventHubsException(isTransient: true, "intents", "a long story", EventHubsException.FailureReason.ServiceBusy);
        (await Should.ThrowAsync<IOException>(() => publisher.PublishAsync("k", [new byte[1]], None))).Message.ShouldBe("Publishing to the hub intents: ServiceBusy.");
        producer.Failure = new EventHubsException(isTransient: true, "intents", "a long story", EventHubsException.FailureReason.ServiceTimeout);
        await Should.ThrowAsync<TimeoutException>(() => publisher.PublishAsync("k", [new byte[1]], None));
    }

    private static async Task<EventProcessorPartitionOwnership[]> TakeAsync(BlobCheckpoints checkpoints, string version, string reader)
    {
        EventProcessorPartitionOwnership claim = Claim("0", reader);
        claim.Version = version;
        return [.. await checkpoints.ClaimOwnershipAsync([claim], None)];
    }

    private static EventProcessorPartitionOwnership Claim(string partition, string reader) => new()
    {
        FullyQualifiedNamespace = Space,
        EventHubName = Hub,
        ConsumerGroup = Group,
        PartitionId = partition,
        OwnerIdentifier = reader,
    };

    private static EventData Event(long sequence, string key) => EventHubsModelFactory.EventData(
        BinaryData.FromBytes(new byte[] { (byte)sequence }), partitionKey: key, sequenceNumber: sequence, enqueuedTime: Noon);

    private static HubProcessor Processor(BlobCheckpoints checkpoints, Func<IReadOnlyList<StreamEvent>, CancellationToken, Task> handle) =>
        new HubAddress(Space, Hub, new NobodyYet()).Processor(
            checkpoints, Group, new HubBatchHandler(handle, TimeProvider.System), new EventProcessorOptions());

    private sealed class NobodyYet : global::Azure.Core.TokenCredential
    {
        public override global::Azure.Core.AccessToken GetToken(global::Azure.Core.TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is sent.");

        public override ValueTask<global::Azure.Core.AccessToken> GetTokenAsync(global::Azure.Core.TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is sent.");
    }

    /// <summary>A producer whose batches hold a few events.</summary>
    private sealed class Producer(int roomFor) : EventHubProducerClient
    {
        public List<IList<EventData>> Sent { get; } = [];

        public List<string> Keys { get; } = [];

        public Exception? Failure { get; set; }

        public override ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions options, CancellationToken cancellationToken = default)
        {
            List<EventData> events = [];
            Keys.Add(options.PartitionKey);
            Sent.Add(events);
            return new(EventHubsModelFactory.EventDataBatch(0, events, options, _ => events.Count < roomFor));
        }

        public override Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default) =>
            Failure is null ? Task.CompletedTask : Task.FromException(Failure);

        public override Task CloseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => default;
    }
}
