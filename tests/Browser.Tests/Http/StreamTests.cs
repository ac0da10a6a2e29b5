using System.Diagnostics;
using Parley.Dashboard;

namespace Parley.Browser.Tests;

public sealed class StreamTests : IAsyncLifetime
{
    private DeskServer _server = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DeskServer.Start();
        _client = _server.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_stream_opens_with_the_whole_desk_and_goes_on_with_what_happens()
    {
        using StreamReader stream = await Open();
        (await Next(stream)).Name.ShouldBe("desk");
        _server.Desk.Broadcast.Publish(new DeskEvent.EquityMarked(new EquityDto(1, 2.5m, 0)));
        (string name, string data) = await Next(stream);
        name.ShouldBe("equity");
        data.ShouldBe("""{"time":1,"equity":2.5,"drawdown":0}""");
    }

    [Fact]
    public async Task A_quiet_desk_still_says_that_it_is_there()
    {
        using StreamReader stream = await Open();
        (await Next(stream)).Name.ShouldBe("desk");
        (await Next(stream)).Name.ShouldBe("beat");
    }

    [Fact]
    public async Task A_browser_that_does_not_read_neither_blocks_nor_fills_up_the_desk()
    {
        using StreamReader stream = await Open();
        (await Next(stream)).Name.ShouldBe("desk");

        // Far more than socket buffers and the queue hold together, while nobody reads.
        string long40 = new('x', 40_000);
        DecisionSummaryDto decision = FixtureDecisions.Summarise(_server.Desk.Decisions.Entered) with { Summary = long40 };
        for (int i = 0; i < 5_000; i++)
            _server.Desk.Broadcast.Publish(new DeskEvent.Decided(decision with { Id = $"flood-{i}" }));

        // Now it reads again: what it missed is announced, and the newest is there.
        bool gap = false;
        while (true)
        {
            (string name, string data) = await Next(stream);
            gap |= name == "gap";
            if (data.Contains("flood-4999", StringComparison.Ordinal)) break;
        }

        gap.ShouldBeTrue();
    }

    [Fact]
    public async Task A_page_that_is_left_open_does_not_hold_up_the_shutdown()
    {
        DeskServer server = await DeskServer.Start();
        using HttpClient client = server.Client();
        using StreamReader stream = new(await client.GetStreamAsync("/api/stream", TestContext.Current.CancellationToken));
        (await Next(stream)).Name.ShouldBe("desk");
        server.Desk.Broadcast.Readers.ShouldBe(1);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        server.Desk.Broadcast.Readers.ShouldBe(0);
    }

    [Fact]
    public async Task A_browser_that_leaves_is_forgotten()
    {
        using (StreamReader stream = await Open())
        {
            (await Next(stream)).Name.ShouldBe("desk");
            _server.Desk.Broadcast.Readers.ShouldBe(1);
        }

        Stopwatch waited = Stopwatch.StartNew();
        while (_server.Desk.Broadcast.Readers > 0 && waited.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(50, TestContext.Current.CancellationToken);
        _server.Desk.Broadcast.Readers.ShouldBe(0);
    }

    private async Task<StreamReader> Open() =>
        new(await _client.GetStreamAsync("/api/stream", TestContext.Current.CancellationToken));

    private static async Task<(string Name, string Data)> Next(StreamReader stream)
    {
        string name = (await stream.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        string data = (await stream.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (await stream.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("");
        return (name["event: ".Length..], data["data: ".Length..]);
    }
}
