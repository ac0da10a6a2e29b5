using Parley.Execution;
using Parley.Orchestrations.Inline;
using Parley.Ports;
using Parley.Stores;

namespace Parley.Orchestrations.Tests;

/// <summary>Execution, flattening and reconciliation against an edge that answers, is silent, or disagrees.</summary>
public sealed class EdgeWorkflowTests : IDisposable
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Timestamp Noon = Timestamp.Parse("2024-08-08T12:00:00Z");
    private readonly SkippingClock clock = new(Noon);
    private readonly List<EdgeMessage> sent = [];
    private readonly List<Alert> alerts = [];
    private readonly IntentBook receipts = new(JournaledTable.InMemory());
    private readonly ControlBoard control = new(JournaledTable.InMemory());
    private readonly MemoryJournal journal = new();
    private readonly ActivityTable activities;

    public EdgeWorkflowTests() => activities = new EdgeActivities(
        new Publisher(sent), receipts, control, new LedgerReader(() => journal), new Told(alerts)).AddTo(new ActivityTable());

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private IWorkflowContext Context => new InlineWorkflow("test", clock.Now, activities, clock);

    [Fact]
    public async Task Execution_ends_with_the_edges_word()
    {
        OrderIntents intents = Intents("d1");
        await receipts.ClaimAsync(intents, 4, Noon, None);
        await receipts.ConcludeAsync(new("d1", Btc, Noon, IntentFate.Shrunk, 4, "less depth"), None);
        IntentReceipt receipt = await ExecutionWorkflow.RunAsync(Context, intents);
        receipt.Fate.ShouldBe(IntentFate.Shrunk);
        receipt.Epoch.ShouldBe(4);
        sent.ShouldHaveSingleItem().ShouldBeOfType<OrderIntents>().DecisionId.ShouldBe("d1");
        alerts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Fault", "F-073")]
    [Trait("Fault", "F-074")]
    public async Task An_edge_that_says_nothing_is_noticed_after_the_orders_have_expired(bool claimed)
    {
        OrderIntents intents = Intents("d1");
        if (claimed) await receipts.ClaimAsync(intents, 4, Noon, None);
        (await ExecutionWorkflow.RunAsync(Context, intents)).Fate.ShouldBe(IntentFate.Unanswered);
        clock.Now.ShouldBeGreaterThan(Noon + OrderIntents.Validity);
        alerts.ShouldHaveSingleItem().Severity.ShouldBe(AlertSeverity.Critical);
    }

    [Fact]
    public async Task Flattening_tightens_first_and_ends_when_a_later_report_is_flat()
    {
        await control.ReportAsync(Report(Noon + TimeSpan.FromSeconds(-1), []), None);
        int looks = 0;
        ActivityTable watching = new ActivityTable()
            .Add(FlattenWorkflow.Tighten, demand => control.TightenAsync(demand, None))
            .Add(ExecutionWorkflow.Publish, async message =>
            {
                (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.ReduceOnly);
                sent.Add(message);
                return true;
            })
            .Add(FlattenWorkflow.AskEdge, async _ =>
            {
                // Flat before the command proves nothing; then a position, then flat.
                looks++;
                if (looks == 2) await control.ReportAsync(Report(clock.Now, [new(Btc, Quantity.From(1), 60_000, null)]), None);
                if (looks == 3) await control.ReportAsync(Report(clock.Now, []), None);
                return await control.ReadReportAsync(None);
            });
        FlattenResult result = await FlattenWorkflow.RunAsync(
            new InlineWorkflow("test", clock.Now, watching, clock), new("f1", "somebody", "test", Halt: true));
        result.Flat.ShouldBeTrue(result.Summary);
        looks.ShouldBe(3);
        sent.ShouldHaveSingleItem().ShouldBeOfType<EdgeCommand>().Command.ShouldBe(DeskCommand.Halt);
    }

    [Fact]
    [Trait("Fault", "F-073")]
    public async Task Flattening_that_does_not_come_about_is_an_alert()
    {
        await control.ReportAsync(Report(Noon, [new(Btc, Quantity.From(1), 60_000, null)]), None);
        FlattenResult result = await FlattenWorkflow.RunAsync(Context, new("f1", "somebody", "test", Halt: false));
        result.Flat.ShouldBeFalse();
        result.Summary.ShouldContain("1 positions");
        alerts.ShouldHaveSingleItem().Severity.ShouldBe(AlertSeverity.Critical);
        (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.ReduceOnly);
    }

    [Fact]
    public async Task A_quiet_edge_that_holds_what_the_ledger_says_is_clean()
    {
        Ledger ledger = Bought(Quantity.From(2));
        (await ReconcileAsync(ledger, [new(Btc, Quantity.From(2), 60_000, null)])).Verdict.ShouldBe(ReconcileVerdict.Clean);
        (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.Normal);
        alerts.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-067")]
    [Trait("Invariant", "I-07")]
    public async Task A_position_the_ledger_does_not_know_tightens_to_cancel_only()
    {
        ReconcileResult result = await ReconcileAsync(Bought(Quantity.From(2)), [new(Btc, Quantity.From(3), 60_000, null)]);
        result.Verdict.ShouldBe(ReconcileVerdict.Mismatch);
        result.Summary.ShouldBe("BTCUSDT: the edge holds 3, the ledger says 2.");
        (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.CancelOnly);
        alerts.ShouldHaveSingleItem();
    }

    [Fact]
    [Trait("Fault", "F-089")]
    [Trait("Invariant", "I-04")]
    public async Task A_ledger_with_one_changed_byte_is_a_mismatch()
    {
        Ledger ledger = Bought(Quantity.From(2));
        using MemoryStream bytes = new();
        await journal.OpenRead().CopyToAsync(bytes, None);
        byte[] changed = bytes.ToArray();
        changed[changed.Length / 2] ^= 1;
        MemoryJournal damaged = MemoryJournal.Of(changed);
        LedgerAccount account = await new LedgerReader(() => damaged).FoldAsync(ledger.Count, None);
        account.Fault.ShouldNotBeNull();
        EdgeReport report = Report(Noon, [new(Btc, Quantity.From(2), 60_000, null)]) with { LedgerCount = ledger.Count, LedgerRoot = ledger.Root };
        Reconciliation.Compare(report with { ReportedAt = Noon + TimeSpan.FromSeconds(-5) }, report, account, Noon).Verdict.ShouldBe(ReconcileVerdict.Mismatch);
    }

    [Fact]
    [Trait("Fault", "F-089")]
    [Trait("Fault", "F-090")]
    [Trait("Invariant", "I-04")]
    public async Task A_ledger_that_was_shortened_or_written_anew_is_a_mismatch()
    {
        Ledger ledger = Bought(Quantity.From(2));
        EdgeReport report = Report(Noon, []) with { LedgerCount = ledger.Count + 1, LedgerRoot = ledger.Root };
        LedgerAccount account = await new LedgerReader(() => journal).FoldAsync(ledger.Count + 1, None);
        Reconciliation.Compare(report, report, account, Noon).Summary.ShouldContain("are there");
        report = report with { LedgerCount = ledger.Count, LedgerRoot = new('a', 64) };
        Reconciliation.Compare(report, report, account, Noon).Summary.ShouldContain("not the one");
    }

    [Fact]
    [Trait("Fault", "F-089")]
    [Trait("Invariant", "I-04")]
    public async Task A_ledger_written_anew_contradicts_the_hash_that_was_put_away()
    {
        Timestamp day = Noon.FloorTo(Timeframe.OneDay);
        DigestShelf digests = new(new MemoryBlobs());
        using Ledger ledger = Bought(Quantity.From(2));
        LedgerAudit Audit(MemoryJournal of) => new(new LedgerReader(() => of), digests, control, new Told(alerts));

        await Audit(journal).RunAsync(day, None);
        (await digests.FindAsync(day, None)).ShouldBe(new LedgerDigest(day, ledger.Root, 1));
        ledger.Append(LedgerKinds.Alert, Noon, "{}"u8, durable: true);
        await Audit(journal).RunAsync(day + Timeframe.OneDay, None);
        alerts.ShouldBeEmpty("it only grew");
        (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.Normal);

        using MemoryJournal anew = new();
        Ledger other = Ledger.Start(anew);
        for (int i = 0; i < 3; i++) other.Append(LedgerKinds.Alert, Noon, "{}"u8, durable: true);
        (await Audit(anew).RunAsync(day + Timeframe.OneDay + Timeframe.OneDay, None)).ShouldContain("not the one of yesterday");
        (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.CancelOnly);
        alerts.ShouldHaveSingleItem().Severity.ShouldBe(AlertSeverity.Critical);
    }

    [Fact]
    [Trait("Fault", "F-066")]
    [Trait("Fault", "F-079")]
    public async Task Orders_on_their_way_are_not_judged_and_silence_reduces()
    {
        Ledger ledger = Bought(Quantity.From(2));
        EdgeReport busy = Report(Noon, []) with { OpenOrders = 1, LedgerCount = ledger.Count, LedgerRoot = ledger.Root };
        LedgerAccount account = await new LedgerReader(() => journal).FoldAsync(ledger.Count, None);
        Reconciliation.Compare(busy with { ReportedAt = Noon + TimeSpan.FromSeconds(-5) }, busy, account, Noon).Verdict.ShouldBe(ReconcileVerdict.NotQuiet);

        ReconcileResult silent = await ReconcileWorkflow.RunAsync(Context, new(Noon));
        silent.Verdict.ShouldBe(ReconcileVerdict.Silent);
        (await control.ReadAsync(None)).Mode.ShouldBe(TradingMode.ReduceOnly);
    }

    public void Dispose() => journal.Dispose();

    private async Task<ReconcileResult> ReconcileAsync(Ledger ledger, IReadOnlyList<EdgePosition> positions)
    {
        EdgeReport report = Report(clock.Now, positions) with { LedgerCount = ledger.Count, LedgerRoot = ledger.Root };
        await control.ReportAsync(report, None);
        int asked = 0;
        ActivityTable reporting = new EdgeActivities(new Publisher(sent), receipts, control, new LedgerReader(() => journal), new Told(alerts))
            .AddTo(new ActivityTable());
        ActivityTable table = new ActivityTable()
            .Add(FlattenWorkflow.AskEdge, async _ =>
            {
                // The edge reports every few seconds.
                if (++asked == 2) await control.ReportAsync(report with { ReportedAt = clock.Now }, None);
                return await control.ReadReportAsync(None);
            })
            .Add(ReconcileWorkflow.FoldLedger, reporting.Find(ReconcileWorkflow.FoldLedger))
            .Add(FlattenWorkflow.Tighten, reporting.Find(FlattenWorkflow.Tighten))
            .Add(ExecutionWorkflow.Raise, reporting.Find(ExecutionWorkflow.Raise));
        return await ReconcileWorkflow.RunAsync(new InlineWorkflow("test", clock.Now, table, clock), new(Noon));
    }

    private Ledger Bought(Quantity quantity)
    {
        Ledger ledger = Ledger.Start(journal);
        VenueFact fill = new OrderFilled(new("d1.entry.0"), Btc, Noon, 1, Side.Buy, Price.From(60_000), quantity, 1, false);
        ledger.Append(LedgerKinds.Fact, Noon, fill, DecisionJson.Canonical.VenueFact, durable: true);
        return ledger;
    }

    private static EdgeReport Report(Timestamp at, IReadOnlyList<EdgePosition> positions) =>
        new(1, at, at, TradingMode.Normal, "", 10_000, positions, 0, 0, Ledger.FirstPrevious, 0);

    private static OrderIntents Intents(string id) =>
        new(id, Btc, Noon, Noon + OrderIntents.Validity, DecisionAction.Exit, Side.Sell, 0.6, null, "", IntentHash.Of([]), []);

    private sealed class Publisher(List<EdgeMessage> sent) : IEventPublisher
    {
        public int BodyMax => 1_000_000;

        public Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
        {
            foreach (ReadOnlyMemory<byte> body in bodies) sent.Add(CloudJson.Read<EdgeMessage>(body, "A message"));
            return Task.CompletedTask;
        }
    }

    private sealed class Told(List<Alert> alerts) : IAlerts
    {
        public Task SendAsync(Alert alert, CancellationToken cancellation)
        {
            alerts.Add(alert);
            return Task.CompletedTask;
        }
    }
}
