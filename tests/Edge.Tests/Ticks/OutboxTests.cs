using System.Globalization;
using System.Text;

namespace Parley.Edge.Tests;

public sealed class OutboxTests : IDisposable
{
    private static readonly OutboxLimits Quick = new() { RetryFirst = TimeSpan.FromMilliseconds(1), RetryMax = TimeSpan.FromMilliseconds(4), RoundBytesMax = 64 };
    private readonly CancellationTokenSource giveUp = new();
    private readonly CollectingPublisher stream = new();
    private readonly List<string> notes = [];

    [Fact]
    public async Task Each_key_stays_in_order_though_every_third_call_fails()
    {
        stream.FailureShare = 0.35;
        TickOutbox outbox = Outbox(Quick);
        Task running = outbox.RunAsync();
        Random chance = new(3);
        Dictionary<string, int> given = new() { ["BTC"] = 0, ["ETH"] = 0, ["SOL"] = 0 };
        for (int i = 0; i < 600; i++)
        {
            string key = given.Keys.ElementAt(chance.Next(given.Count));
            outbox.Add(key, Body(++given[key]));
        }

        (await outbox.DrainAsync()).ShouldBe(0);
        outbox.Failures.ShouldBeGreaterThan(20);
        outbox.Published.ShouldBe(600);
        foreach ((string key, int count) in given)
        {
            // A batch may come twice, with those behind it; the first time each comes they are in order and none is missing.
            List<int> first = [.. stream.Published.Where(p => p.Key == key).Select(p => Number(p.Body)).Distinct()];
            first.ShouldBe(Enumerable.Range(1, count));
        }

        notes.ShouldContain(n => n.Contains("cannot be published", StringComparison.Ordinal));
        notes.ShouldContain(n => n.Contains("published again", StringComparison.Ordinal));
        await End(running);
    }

    [Fact]
    public async Task A_replay_waits_for_room_and_loses_nothing()
    {
        stream.Close();
        TickOutbox outbox = Outbox(Quick with { BytesMax = 40 });
        Task running = outbox.RunAsync();
        int added = 0;
        Task adding = Task.Run(() =>
        {
            for (int i = 1; i <= 100; i++)
            {
                outbox.Add("BTC", Body(i));
                Volatile.Write(ref added, i);
            }
        }, TestContext.Current.CancellationToken);
        await Patience.Until(() => Volatile.Read(ref added) >= 4, "the outbox to fill");
        await Task.Delay(100, TestContext.Current.CancellationToken);
        adding.IsCompleted.ShouldBeFalse();
        // Ten bytes each: what may wait and what is on its way, and one that knocks.
        added.ShouldBeLessThan(15);

        stream.Open();
        await adding;
        (await outbox.DrainAsync()).ShouldBe(0);
        stream.Published.Select(p => Number(p.Body)).ShouldBe(Enumerable.Range(1, 100));
        outbox.Dropped.ShouldBe(0);
        await End(running);
    }

    [Fact]
    [Trait("Fault", "F-060")]
    public async Task A_live_market_does_not_wait_the_oldest_go_and_somebody_is_told_once()
    {
        stream.Close();
        TickOutbox outbox = Outbox(Quick with { BytesMax = 40, Overflow = OverflowPolicy.Drop });
        int told = 0;
        outbox.Overflowed = () => told++;
        for (int i = 1; i <= 100; i++) outbox.Add("BTC", Body(i));
        outbox.Dropped.ShouldBe(96);
        told.ShouldBe(1);

        stream.Open();
        Task running = outbox.RunAsync();
        (await outbox.DrainAsync()).ShouldBe(0);
        stream.Published.Select(p => Number(p.Body)).ShouldBe([97, 98, 99, 100]);
        await End(running);
    }

    [Fact]
    [Trait("Fault", "F-060")]
    public void One_dropped_batch_in_a_hundred_is_bearable_and_a_new_minute_begins_anew()
    {
        ManualClock clock = new();
        OverflowWatch watch = new(clock);
        for (int i = 0; i < 200; i++) watch.Offered();
        watch.Dropped();
        watch.Dropped();
        watch.IsExceeded().ShouldBeFalse();
        watch.Dropped();
        watch.IsExceeded().ShouldBeTrue();
        watch.IsExceeded().ShouldBeFalse("told already");
        clock.Advance(TimeSpan.FromMinutes(1));
        watch.Offered();
        watch.IsExceeded().ShouldBeFalse();
        watch.Dropped();
        watch.IsExceeded().ShouldBeTrue();
    }

    [Fact]
    public async Task Giving_up_frees_whoever_waits_for_room_and_says_what_is_left()
    {
        stream.Close();
        TickOutbox outbox = Outbox(Quick with { BytesMax = 20 });
        Task running = outbox.RunAsync();
        Task adding = Task.Run(() =>
        {
            for (int i = 0; i < 100; i++) outbox.Add("BTC", Body(i));
        }, TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(adding);
        (await outbox.DrainAsync()).ShouldBeGreaterThan(0);
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    public void Dispose() => giveUp.Dispose();

    private TickOutbox Outbox(OutboxLimits limits) => new(stream, limits, TimeProvider.System, new Random(1), Note, giveUp.Token);

    private void Note(string line)
    {
        lock (notes) notes.Add(line);
    }

    private async Task End(Task running)
    {
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    private static ReadOnlyMemory<byte> Body(int number) => Encoding.ASCII.GetBytes(number.ToString("D10", CultureInfo.InvariantCulture));

    private static int Number(ReadOnlyMemory<byte> body) => int.Parse(body.Span, CultureInfo.InvariantCulture);
}
