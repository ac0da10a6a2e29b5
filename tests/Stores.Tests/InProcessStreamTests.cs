using System.Text;
using Parley.Ports;

namespace Parley.Stores.Tests;

public sealed class InProcessStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Every_group_gets_every_event_in_order()
    {
        InProcessStream stream = new(TimeProvider.System, 1_000, "a", "b");
        await stream.PublishAsync("k", Bodies(0, 300), TestContext.Current.CancellationToken);
        foreach (string group in new[] { "a", "b" })
            (await TakeAsync(stream.Consumer(group), 300)).ShouldBe(Enumerable.Range(0, 300).Select(i => $"{i}"));
    }

    [Fact]
    public async Task What_a_handler_could_not_deal_with_comes_again()
    {
        InProcessStream stream = new(TimeProvider.System, 1_000, "a");
        await stream.PublishAsync("k", Bodies(0, 100), TestContext.Current.CancellationToken);
        List<string> seen = [];
        int calls = 0;
        using CancellationTokenSource enough = new(Patience);
        await Should.ThrowAsync<OperationCanceledException>(() => stream.Consumer("a").RunAsync(
            (events, _) =>
            {
                if (++calls % 2 == 1) throw new IOException("not now");
                seen.AddRange(events.Select(e => Encoding.UTF8.GetString(e.Body.Span)));
                if (seen.Count == 100) enough.Cancel();
                return Task.CompletedTask;
            },
            enough.Token));
        seen.ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}"));
        calls.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_publisher_waits_for_the_slowest_group_and_nothing_is_lost()
    {
        InProcessStream stream = new(TimeProvider.System, 16, "quick", "slow");
        Task publishing = stream.PublishAsync("k", Bodies(0, 200), TestContext.Current.CancellationToken);
        Task<List<string>> quick = TakeAsync(stream.Consumer("quick"), 200);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        publishing.IsCompleted.ShouldBeFalse();
        (await TakeAsync(stream.Consumer("slow"), 200)).Count.ShouldBe(200);
        (await quick.WaitAsync(Patience, TestContext.Current.CancellationToken)).Count.ShouldBe(200);
        await publishing.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_stream_nobody_reads_keeps_nothing_and_holds_nobody_up()
    {
        InProcessStream stream = new(TimeProvider.System, 4);
        await stream.PublishAsync("k", Bodies(0, 1_000), TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Should.Throw<ArgumentException>(() => stream.Consumer("nobody"));
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_refused()
    {
        InProcessStream stream = new(TimeProvider.System, 4, "a");
        await Should.ThrowAsync<ArgumentException>(() => stream.PublishAsync("k", [new byte[stream.BodyMax + 1]], TestContext.Current.CancellationToken));
    }

    private static ReadOnlyMemory<byte>[] Bodies(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{i}"))];

    private static async Task<List<string>> TakeAsync(IEventConsumer consumer, int count)
    {
        List<string> taken = [];
        using CancellationTokenSource enough = new(Patience);
        try
        {
            await consumer.RunAsync(
                (events, _) =>
                {
                    taken.AddRange(events.Select(e => Encoding.UTF8.GetString(e.Body.Span)));
                    if (taken.Count >= count) enough.Cancel();
                    return Task.CompletedTask;
                },
                enough.Token);
        }
        catch (OperationCanceledException)
        {
            // Enough, or out of patience: the count tells.
        }

        return taken;
    }
}
