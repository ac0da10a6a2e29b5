namespace Parley.Edge.Tests;

public sealed class ReporterTests : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly JournaledTable table = JournaledTable.InMemory();
    private readonly List<(DeskCommand Command, string Reason)> commands = [];
    private readonly List<string> replaced = [];
    private Task running = Task.CompletedTask;

    private ControlBoard Board => new(table);

    [Fact]
    public async Task A_stricter_mode_holds_at_once_and_a_looser_one_by_a_human_resumes()
    {
        await StartAsync(5);
        await Board.TightenAsync(new(TradingMode.ReduceOnly, "something is odd", "watchdog", Markets.Start), TestContext.Current.CancellationToken);
        await Patience.Until(() => commands.Count == 1, "the tightening");
        commands[0].Command.ShouldBe(DeskCommand.ReduceOnly);
        commands[0].Reason.ShouldContain("something is odd");

        await Board.LoosenAsync(new(TradingMode.Normal, "looked at", "a principal", Markets.Start), Authority.Principal, TestContext.Current.CancellationToken);
        await Patience.Until(() => commands.Count == 2, "the loosening");
        commands[1].Command.ShouldBe(DeskCommand.Resume);
    }

    [Fact]
    public async Task From_stricter_to_less_strict_is_a_resume_and_then_what_still_holds()
    {
        await Board.TightenAsync(new(TradingMode.Halted, "stop", "somebody", Markets.Start), TestContext.Current.CancellationToken);
        await StartAsync(5);
        commands.Single().Command.ShouldBe(DeskCommand.Halt, "before the desk runs");
        await Board.LoosenAsync(new(TradingMode.Guarded, "slowly", "a principal", Markets.Start), Authority.Principal, TestContext.Current.CancellationToken);
        await Patience.Until(() => commands.Count == 3, "both steps");
        commands.Skip(1).Select(c => c.Command).ShouldBe([DeskCommand.Resume, DeskCommand.Pause]);
    }

    [Fact]
    public async Task A_human_who_says_again_that_all_is_normal_frees_a_desk_that_had_tightened_by_itself()
    {
        await StartAsync(5);
        await Board.LoosenAsync(new(TradingMode.Normal, "go on", "a principal", Markets.Start), Authority.Principal, TestContext.Current.CancellationToken);
        await Patience.Until(() => commands.Count == 1, "the word");
        commands[0].Command.ShouldBe(DeskCommand.Resume);
    }

    [Fact]
    [Trait("Fault", "F-078")]
    public async Task An_older_edge_stops_when_a_younger_one_has_reported()
    {
        await StartAsync(6);
        await Patience.Until(() => Board.ReadReportAsync(TestContext.Current.CancellationToken).Result is { Epoch: 6 }, "the report");
        (await Board.ReportAsync(Report(7), TestContext.Current.CancellationToken)).ShouldBeTrue();
        await Patience.Until(() => replaced.Count > 0, "the older edge to notice");
        (await Board.ReadReportAsync(TestContext.Current.CancellationToken))!.Epoch.ShouldBe(7);
    }

    [Fact]
    [Trait("Fault", "F-087")]
    public async Task A_table_that_cannot_be_reached_is_said_once_and_reports_go_on_afterwards()
    {
        FlakyTable flaky = new(table);
        List<string> notes = [];
        EdgeReporter reporter = await StartAsync(5, flaky, notes);
        await Patience.Until(() => reporter.ReportedAt != 0, "the first report");
        flaky.IsCutOff = true;
        await Patience.Until(() => notes.Count == 1, "the failure to be said");
        await Task.Delay(50, TestContext.Current.CancellationToken);
        notes.Count.ShouldBe(1);
        flaky.IsCutOff = false;
        await Patience.Until(() => notes.Count == 2, "the recovery to be said");
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        stop.Dispose();
    }

    private async Task<EdgeReporter> StartAsync(long epoch, ITable? through = null, List<string>? notes = null)
    {
        EdgeReporter reporter = new(
            new ControlBoard(through ?? table), Sight, epoch, TimeSpan.FromMilliseconds(5),
            (command, reason) => commands.Add((command, reason)), replaced.Add, TimeProvider.System, line => notes?.Add(line));
        await reporter.BeginAsync(TestContext.Current.CancellationToken);
        running = reporter.RunAsync(stop.Token);
        return reporter;
    }

    private static DeskSight Sight() => new(
        new DeskStatus(Markets.Start, Markets.Start, TradingMode.Normal, "", Markets.Flat, 0, 0, 0, 0, [], [], default, []),
        Markets.Start, new string('0', 64), 3, 10);

    private static EdgeReport Report(long epoch) => Sight().Report(epoch);
}
