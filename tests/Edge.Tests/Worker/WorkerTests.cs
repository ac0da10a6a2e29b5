using Parley.Execution;

namespace Parley.Edge.Tests;

public sealed class WorkerTests
{
    [Fact]
    [Trait("Fault", "F-079")]
    public async Task At_the_end_ticks_go_out_first_then_the_report_and_the_lease_goes_last()
    {
        await using WatchedCloud cloud = new() { PublishingTakes = TimeSpan.FromMilliseconds(20) };
        using CancellationTokenSource stop = new();
        List<string> notes = [];
        using SyntheticMarket market = Endless();
        EdgeWorker worker = Worker(cloud, market, speed: 30, notes);
        Task<EdgeSummary> running = worker.RunAsync(stop.Token);
        await Patience.Until(() => cloud.Ticks.Count > 10 && worker.Health().Desk is not null, "ticks", running);
        worker.Health().IsWell.ShouldBeTrue(worker.Health().Problem);
        await stop.CancelAsync();
        EdgeSummary summary = await running;

        summary.Unpublished.ShouldBe(0);
        cloud.Ticks.Sum(t => (long)TickBatch.ReadHeader(t.Body).Count).ShouldBe(summary.Events, "every event that was packed was published");
        List<string> done = [.. cloud.Done];
        int lastTicks = done.FindLastIndex(d => d.StartsWith("ticks ", StringComparison.Ordinal));
        int lastLedger = done.FindLastIndex(d => d.StartsWith("ledger ", StringComparison.Ordinal));
        int lastReport = done.FindLastIndex(d => d.StartsWith("control ", StringComparison.Ordinal));
        int released = done.FindLastIndex(d => d.StartsWith("leases ", StringComparison.Ordinal));
        done[lastLedger].ShouldContain("run-end");
        lastLedger.ShouldBeLessThan(lastReport);
        lastTicks.ShouldBeLessThan(lastReport);
        lastReport.ShouldBeLessThan(released);
        released.ShouldBe(done.Count - 1);
        Lease lease = (await new LeaseBook(cloud.Table(CloudNames.Tables.Leases), "edge").ReadAsync(TestContext.Current.CancellationToken))!;
        lease.IsReleased.ShouldBeTrue();
        EdgeReport report = (await new ControlBoard(cloud.Table(CloudNames.Tables.Control)).ReadReportAsync(TestContext.Current.CancellationToken))!;
        (report.LedgerRoot, report.LedgerCount, report.Mode).ShouldBe((summary.LedgerRoot, summary.LedgerRecords, TradingMode.Guarded));
        Verify(cloud).IsIntact.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_decided_elsewhere_is_judged_here_and_answered()
    {
        await using WatchedCloud cloud = new();
        using CancellationTokenSource stop = new();
        using SyntheticMarket market = Endless();
        EdgeWorker worker = Worker(cloud, market, speed: 20, []);
        Task<EdgeSummary> running = worker.RunAsync(stop.Token);
        await Patience.Until(() => worker.Health().Desk is not null && Now(worker) > Markets.Start + TimeSpan.FromSeconds(5), "the market to open", running);

        Timestamp now = Now(worker);
        OrderIntents sound = Intents("1-a", market, now);
        OrderIntents late = Intents("1-b", market, now + TimeSpan.FromMinutes(-10));
        OrderIntents forged = Intents("1-c", market, now) with { IntentHash = new string('0', 64) };
        OrderIntents foreign = Intents("1-d", market, now, "DOGEUSDT");
        foreach (OrderIntents intents in new[] { sound, late, forged, foreign, sound })
            await cloud.Intents.PublishAsync(intents.Symbol.Value, [CloudJson.Write<EdgeMessage>(intents)], TestContext.Current.CancellationToken);

        IntentBook book = new(cloud.Table(CloudNames.Tables.Orders));
        Dictionary<string, IntentReceipt> receipts = [];
        foreach (OrderIntents intents in new[] { sound, late, forged, foreign })
        {
            await Patience.Until(
                () => book.FindAsync(new(intents.Symbol, intents.DecisionId), TestContext.Current.CancellationToken).Result is { Fate: not IntentFate.Claimed } r && receipts.TryAdd(intents.DecisionId, r),
                $"the receipt of {intents.DecisionId}", running);
        }

        await stop.CancelAsync();
        EdgeSummary summary = await running;
        receipts["1-b"].Reason.ShouldContain("expired");
        receipts["1-c"].Reason.ShouldContain("hash");
        receipts["1-d"].Reason.ShouldContain("not traded here");
        new[] { "1-b", "1-c", "1-d" }.ShouldAllBe(id => receipts[id].Fate == IntentFate.Refused);
        receipts.Values.ShouldAllBe(r => r.Epoch == summary.Epoch);
        // The sound one was judged by the desk's own gate, once; the ledger has each of the four.
        LedgerRecord[] elsewhere = [.. Ledger(cloud).Where(r => r.Kind == LedgerKinds.Elsewhere)];
        elsewhere.Length.ShouldBe(4);
        receipts["1-a"].Fate.ShouldBeOneOf(IntentFate.Sent, IntentFate.Shrunk, IntentFate.Refused);
        receipts["1-a"].Reason.ShouldNotContain("not in order");
        summary.Orders.ShouldBe(Ledger(cloud).Count(r => r.Kind == LedgerKinds.Intent));
    }

    [Fact]
    [Trait("Fault", "F-083")]
    [Trait("Fault", "F-087")]
    public async Task A_ledger_that_cannot_be_written_ends_the_worker_and_the_lease_runs_out_by_itself()
    {
        await using WatchedCloud cloud = new();
        using SyntheticMarket market = Endless();
        EdgeWorker worker = Worker(cloud, market, speed: 30, []);
        Task<EdgeSummary> running = worker.RunAsync(TestContext.Current.CancellationToken);
        await Patience.Until(() => worker.Health().Desk is not null, "the start", running);
        cloud.LedgerIsFull = true;
        // A command makes the desk write.
        await cloud.Intents.PublishAsync("desk", [CloudJson.Write<EdgeMessage>(new EdgeCommand("c", DeskCommand.Pause, "test", default, Timestamp.From(DateTimeOffset.UtcNow.AddHours(1))))], TestContext.Current.CancellationToken);
        JournalException broken = await Should.ThrowAsync<JournalException>(running);
        broken.Message.ShouldNotContain('\n');
        worker.Health().IsWell.ShouldBeFalse();
        worker.Health().Problem.ShouldBe(broken.Message);
        (await new LeaseBook(cloud.Table(CloudNames.Tables.Leases), "edge").ReadAsync(TestContext.Current.CancellationToken))!.IsReleased.ShouldBeFalse();
    }

    [Fact]
    [Trait("Fault", "F-078")]
    [Trait("Invariant", "I-35")]
    public async Task An_edge_whose_lease_was_taken_stops_without_a_word_into_the_ledger()
    {
        await using WatchedCloud cloud = new();
        using SyntheticMarket market = Endless();
        EdgeWorker worker = Worker(cloud, market, speed: 30, []);
        Task<EdgeSummary> running = worker.RunAsync(TestContext.Current.CancellationToken);
        await Patience.Until(() => worker.Health().Desk is not null, "the start", running);
        LeaseBook book = new(cloud.Table(CloudNames.Tables.Leases), "edge");
        Timestamp later = Timestamp.From(DateTimeOffset.UtcNow.AddHours(1));
        (await book.AcquireAsync("another", later, TimeSpan.FromHours(1), 0, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        EdgeException lost = await Should.ThrowAsync<EdgeException>(running);
        lost.Message.ShouldContain("lease is lost");
        worker.Health().IsWell.ShouldBeFalse();
        Ledger(cloud).ShouldNotContain(r => r.Kind == LedgerKinds.RunEnd);
        (await book.ReadAsync(TestContext.Current.CancellationToken))!.Holder.ShouldBe("another");
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task A_mode_demanded_before_the_start_holds_from_the_first_event_on()
    {
        await using WatchedCloud cloud = new();
        await new ControlBoard(cloud.Table(CloudNames.Tables.Control)).TightenAsync(new(TradingMode.ReduceOnly, "before", "somebody", default), TestContext.Current.CancellationToken);
        using SyntheticMarket market = Endless();
        EdgeWorker worker = Worker(cloud, market, speed: null, [], TimeSpan.FromMinutes(2));
        await worker.RunAsync(TestContext.Current.CancellationToken);
        LedgerRecord[] ledger = [.. Ledger(cloud)];
        ledger[0].Kind.ShouldBe(LedgerKinds.RunStart);
        LedgerRecord first = ledger.Skip(1).First(r => r.Kind != LedgerKinds.Condition);
        first.Kind.ShouldBe(LedgerKinds.Mode);
        first.Data.GetRawText().ShouldContain("reduce-only by somebody: before");
    }

    private static SyntheticMarket Endless() => new(new SyntheticMarketOptions { Seed = 4, History = TimeSpan.FromMinutes(30) });

    private static EdgeWorker Worker(ICloud cloud, SyntheticMarket market, double? speed, List<string> notes, TimeSpan? span = null)
    {
        ParleyConfig config = ConfigLoader.Load("paper", [], new Dictionary<string, string>(), new Dictionary<string, string>
        {
            ["Edge.LeaseDuration"] = "20s",
            ["Edge.RenewInterval"] = "100ms",
            ["Edge.ReportInterval"] = "50ms",
            ["Edge.PublishInterval"] = "20ms",
        });
        SessionPlan plan = SessionPlan.For(config, "paper", "a test", SyntheticSource.Instruments(new SyntheticMarketOptions(), config), candles: null);
        EdgeRun run = new(plan, market, speed, Markets.Start, span is { } s ? Markets.Start + s : null);
        return new(run, cloud, TimeProvider.System, line =>
        {
            lock (notes) notes.Add(line);
        });
    }

    private static Timestamp Now(EdgeWorker worker) => Timestamp.Parse(worker.Health().Desk!.MarketTime);

    private static OrderIntents Intents(string decisionId, SyntheticMarket market, Timestamp at, string? symbol = null)
    {
        Instrument instrument = symbol is null ? market.Instruments[0] : market.Instruments[0] with { Symbol = new(symbol) };
        Price stop = Price.From(40_000);
        IReadOnlyList<PlaceOrder> orders = EntryPlan.For(decisionId, instrument, Side.Buy, Quantity.From(0.002m), stop);
        return new(
            decisionId, instrument.Symbol, at, at + OrderIntents.Validity, DecisionAction.Enter, Side.Buy, 0.8, stop,
            new string('0', 64), IntentHash.Of(orders), orders);
    }

    private static IEnumerable<LedgerRecord> Ledger(ICloud cloud) =>
        LedgerRecord.ReadAll(new TableJournal(cloud.Table(CloudNames.Tables.Ledger), CloudNames.Ledgers.Edge, "reader"));

    private static LedgerReport Verify(ICloud cloud) =>
        LedgerVerifier.Verify(new TableJournal(cloud.Table(CloudNames.Tables.Ledger), CloudNames.Ledgers.Edge, "reader"), expectedRoot: null);
}
