using Parley.Ports;
using Parley.Stores;

namespace Parley.Orchestrations.Tests;

/// <summary>Whatever a stream that delivers at least once does to the batches, and whenever the process dies: the same rows, the same decisions, each once.</summary>
public sealed class TickIngestTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Lazy<List<ReadOnlyMemory<byte>>> Recorded =
        new(() => TwoPlaces.Record(TwoPlaces.Market(TimeSpan.FromMinutes(25), "BTCUSDT")));
    private static readonly Lazy<Task<string>> Undisturbed = new(async () =>
    {
        CloudHalf cloud = new([Btc]);
        foreach (ReadOnlyMemory<byte> batch in Recorded.Value) await cloud.IngestAsync(batch);
        return await cloud.StateAsync(Btc);
    });

    [Fact]
    [Trait("Fault", "F-072")]
    [Trait("Invariant", "I-32")]
    public async Task An_undisturbed_stream_starts_each_decision_once_and_never_reads_its_checkpoint_back()
    {
        CloudHalf cloud = new([Btc]);
        IngestReport all = new();
        foreach (ReadOnlyMemory<byte> batch in Recorded.Value) all += await cloud.IngestAsync(batch);
        all.Duplicates.ShouldBe(0);
        all.Gaps.ShouldBe(0);
        all.Restores.ShouldBe(1);
        all.Started.ShouldBe(cloud.Workflows.Instances.Count(i => i.StartsWith("decision-v1-BTCUSDT-1m-", StringComparison.Ordinal)));
        all.Started.ShouldBeInRange(24, 25);
        all.Known.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Trait("Fault", "F-059")]
    [Trait("Fault", "F-077")]
    [Trait("Invariant", "I-32")]
    public async Task However_batches_are_repeated_and_grouped_the_outcome_is_the_same(ulong seed)
    {
        Prng random = Prng.For(seed, 0);
        CloudHalf cloud = new([Btc]);
        List<ReadOnlyMemory<byte>> batches = Recorded.Value;
        IngestReport all = new();
        int next = 0;
        while (next < batches.Count)
        {
            // A delivery goes back a little, as after a crash, and forward a little; inside, it is out of order.
            int from = Math.Max(0, next - random.NextInt(6));
            int to = Math.Min(batches.Count, next + 1 + random.NextInt(5));
            List<ReadOnlyMemory<byte>> delivery = batches[from..to];
            for (int i = delivery.Count - 1; i > 0; i--)
            {
                int j = random.NextInt(i + 1);
                (delivery[i], delivery[j]) = (delivery[j], delivery[i]);
            }

            all += await cloud.IngestAsync(delivery);
            next = to;
        }

        (await cloud.StateAsync(Btc)).ShouldBe(await Undisturbed.Value);
        all.Duplicates.ShouldBeGreaterThan(0);
        all.Gaps.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Fault", "F-072")]
    [Trait("Fault", "F-086")]
    [Trait("Invariant", "I-32")]
    public async Task Several_machines_that_take_turns_and_overlap_write_the_same(ulong seed)
    {
        Prng random = Prng.For(seed, 1);
        CloudHalf first = new([Btc]);
        CloudHalf[] machines = [first, new([Btc], shares: first), new([Btc], shares: first)];
        IngestReport all = new();
        foreach (ReadOnlyMemory<byte> batch in Recorded.Value)
        {
            CloudHalf one = machines[random.NextInt(3)];
            CloudHalf other = machines[random.NextInt(3)];
            IngestReport[] reports = random.NextInt(3) == 0
                ? await Task.WhenAll(Task.Run(() => one.IngestAsync(batch)), Task.Run(() => other.IngestAsync(batch)))
                : [await one.IngestAsync(batch)];
            foreach (IngestReport report in reports) all += report;
        }

        (await first.StateAsync(Btc)).ShouldBe(await Undisturbed.Value);
        all.Restores.ShouldBeGreaterThan(3, "memory that does not continue the checkpoint must not be used");
    }

    [Theory]
    [InlineData(Fault.BeforeWrite)]
    [InlineData(Fault.AfterWrite)]
    [Trait("Fault", "F-071")]
    [Trait("Fault", "F-074")]
    [Trait("Fault", "F-088")]
    public async Task A_crash_at_any_write_of_checkpoint_or_tail_changes_nothing_but_the_work(Fault fault)
    {
        CloudHalf cloud = new([Btc], new CrashingBlobs(new MemoryBlobs(), fault));
        IngestReport all = new();
        foreach (ReadOnlyMemory<byte> batch in Recorded.Value)
        {
            IngestReport? report = null;
            while (report is null)
            {
                try
                {
                    report = await cloud.IngestAsync(batch);
                }
                catch (IOException)
                {
                    // The process died; the stream delivers again.
                }
            }

            all += report;
        }

        (await cloud.StateAsync(Btc)).ShouldBe(await Undisturbed.Value);
        if (fault == Fault.BeforeWrite) all.Known.ShouldBeGreaterThan(0, "decisions of the lost work were started before it");
    }

    [Fact]
    [Trait("Fault", "F-072")]
    [Trait("Fault", "F-088")]
    [Trait("Invariant", "I-32")]
    public async Task A_checkpoint_that_is_lost_starts_nothing_twice()
    {
        CloudHalf before = new([Btc], new MemoryBlobs());
        List<ReadOnlyMemory<byte>> batches = Recorded.Value;
        int half = batches.Count / 2;
        foreach (ReadOnlyMemory<byte> batch in batches[..half]) await before.IngestAsync(batch);
        string[] known = [.. before.Workflows.Instances];
        List<Decision> decided = await before.DecisionsAsync(Btc);

        CloudHalf after = new([Btc], new MemoryBlobs(), before);
        IngestReport again = new();
        foreach (ReadOnlyMemory<byte> batch in batches[(half - 3)..]) again += await after.IngestAsync(batch);

        after.Workflows.Instances.ShouldBeSubsetOf([.. known, .. after.Workflows.Instances]);
        (await after.DecisionsAsync(Btc))[..decided.Count].Select(d => d.Id).ShouldBe(decided.Select(d => d.Id), "what was decided stands");
        again.Known.ShouldBeGreaterThan(0);
        (await after.DecisionsAsync(Btc)).GroupBy(d => d.Snapshot.AsOf).ShouldAllBe(g => g.Count() == 1);
    }

    [Fact]
    [Trait("Fault", "F-086")]
    [Trait("Fault", "F-088")]
    public async Task Who_remembers_an_old_checkpoint_cannot_write_behind_a_new_one()
    {
        CloudHalf first = new([Btc]);
        CloudHalf second = new([Btc], shares: first);
        List<ReadOnlyMemory<byte>> batches = Recorded.Value;
        await first.IngestAsync(batches[0]);
        // The second has the same state with an empty tail, then the first goes on to new checkpoints.
        await second.IngestAsync(batches[0]);
        foreach (ReadOnlyMemory<byte> batch in batches[1..20]) await first.IngestAsync(batch);
        IngestReport late = await second.IngestAsync(batches[1]);
        late.Events.ShouldBe(0, "all of it is there already");
        foreach (ReadOnlyMemory<byte> batch in batches[20..]) await second.IngestAsync(batch);
        (await first.StateAsync(Btc)).ShouldBe(await Undisturbed.Value);
    }

    [Fact]
    [Trait("Fault", "F-088")]
    [Trait("Fault", "F-089")]
    public async Task A_tail_that_is_torn_is_delivered_again()
    {
        MemoryBlobs checkpoints = new();
        CancellationToken none = TestContext.Current.CancellationToken;
        CloudHalf before = new([Btc], checkpoints);
        List<ReadOnlyMemory<byte>> batches = Recorded.Value;
        foreach (ReadOnlyMemory<byte> batch in batches[..4]) await before.IngestAsync(batch);
        await foreach (string name in checkpoints.ListAsync("tails/", none))
            await checkpoints.AppendAsync(name, new byte[] { 0xFF, 0x00, 0x00, 0x00, 0x01 }, (await checkpoints.ReadAsync(name, none))!.Content.Length, none);
        CloudHalf after = new([Btc], checkpoints, before);
        foreach (ReadOnlyMemory<byte> batch in batches[4..]) (await after.IngestAsync(batch)).Gaps.ShouldBe(0);
        (await after.StateAsync(Btc)).ShouldBe(await Undisturbed.Value);
    }

    [Fact]
    [Trait("Fault", "F-089")]
    public async Task A_checkpoint_that_is_damaged_is_put_away_and_begun_anew()
    {
        MemoryBlobs checkpoints = new();
        CloudHalf before = new([Btc], checkpoints);
        List<ReadOnlyMemory<byte>> batches = Recorded.Value;
        foreach (ReadOnlyMemory<byte> batch in batches[..5]) await before.IngestAsync(batch);
        CancellationToken none = TestContext.Current.CancellationToken;
        Blob good = (await checkpoints.ReadAsync($"instruments/{Btc}", none))!;
        byte[] bad = good.Content.ToArray();
        bad[^40] ^= 1;
        await checkpoints.WriteAsync($"instruments/{Btc}", bad, good.Version, none);

        CloudHalf after = new([Btc], checkpoints, before);
        (await after.IngestAsync(batches[5])).Events.ShouldBeGreaterThan(0);
        (await after.IngestAsync(batches[6])).Restores.ShouldBe(0);
        (await ReasonsAsync(after)).ShouldHaveSingleItem().ShouldContain("checkpoint of BTCUSDT cannot be used");
    }

    [Fact]
    [Trait("Fault", "F-082")]
    public async Task Poison_is_put_away_with_its_reason_and_the_rest_goes_on()
    {
        CloudHalf cloud = new([Btc]);
        List<ReadOnlyMemory<byte>> batches = Recorded.Value;
        byte[] damaged = batches[1].ToArray();
        damaged[damaged.Length / 2] ^= 0x20;
        IngestReport report = await cloud.IngestAsync(batches[0], "no batch at all"u8.ToArray(), damaged, Array.Empty<byte>());
        report.Quarantined.ShouldBe(3);
        report.Events.ShouldBeGreaterThan(0);
        foreach (ReadOnlyMemory<byte> batch in batches[1..]) await cloud.IngestAsync(batch, "no batch at all"u8.ToArray());
        (await cloud.StateAsync(Btc)).ShouldBe(await Undisturbed.Value);
        (await ReasonsAsync(cloud)).Count.ShouldBe(3, "the same poison is kept once");
    }

    [Fact]
    [Trait("Fault", "F-060")]
    public async Task Missing_batches_are_counted_and_the_market_goes_on()
    {
        CloudHalf cloud = new([Btc]);
        List<ReadOnlyMemory<byte>> batches = Recorded.Value;
        IngestReport all = new();
        for (int i = 0; i < batches.Count; i++)
            if (i % 10 != 9) all += await cloud.IngestAsync(batches[i]);
        all.Gaps.ShouldBe((batches.Count - 1) / 10);
        all.Started.ShouldBeGreaterThan(10);
    }

    [Fact]
    [Trait("Fault", "F-061")]
    [Trait("Fault", "F-081")]
    [Trait("Invariant", "I-25")]
    public async Task A_desk_that_catches_up_asks_for_no_stale_decisions()
    {
        CloudHalf strict = new([Btc]);
        TickIngest ingest = new(
            strict.Options with { BacklogMax = OrderIntents.Validity }, new MemoryBlobs(), new MemoryBlobs(),
            new SnapshotShelf(new MemoryBlobs()), new FeatureBook(JournaledTable.InMemory()), strict.Workflows);
        IngestReport report = await ingest.IngestAsync(Recorded.Value, TestContext.Current.CancellationToken);
        report.Started.ShouldBeInRange(1, 2);
        report.Stale.ShouldBeGreaterThan(20);
    }

    private static async Task<List<string>> ReasonsAsync(CloudHalf cloud)
    {
        CancellationToken none = TestContext.Current.CancellationToken;
        List<string> reasons = [];
        await foreach (string name in cloud.Quarantine.ListAsync("", none))
            if (name.EndsWith(".txt", StringComparison.Ordinal))
                reasons.Add(System.Text.Encoding.UTF8.GetString((await cloud.Quarantine.ReadAsync(name, none))!.Content.Span));
        return reasons;
    }

    public enum Fault
    {
        BeforeWrite,
        AfterWrite,
    }

    /// <summary>Dies at every third write, before or after it is done.</summary>
    private sealed class CrashingBlobs(IBlobStore inner, Fault fault) : IBlobStore
    {
        private int writes;

        public Task<Blob?> ReadAsync(string name, CancellationToken cancellation) => inner.ReadAsync(name, cancellation);

        public async Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? ifVersion, CancellationToken cancellation)
        {
            bool dies = Dies();
            string? version = await inner.WriteAsync(name, content, ifVersion, cancellation);
            if (dies) throw new IOException("died after the write");
            return version;
        }

        public async Task<long?> AppendAsync(string name, ReadOnlyMemory<byte> content, long ifLength, CancellationToken cancellation)
        {
            bool dies = Dies();
            long? length = await inner.AppendAsync(name, content, ifLength, cancellation);
            if (dies) throw new IOException("died after the write");
            return length;
        }

        private bool Dies()
        {
            bool dies = ++writes % 3 == 0;
            return dies && fault == Fault.BeforeWrite ? throw new IOException("died before the write") : dies;
        }

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) => inner.ListAsync(prefix, cancellation);
    }
}
