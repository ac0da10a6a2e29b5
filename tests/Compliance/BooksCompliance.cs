using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Stores;
using Shouldly;
using Xunit;

namespace Parley.Compliance;

/// <summary>What the books kept in tables must do, whoever keeps the table.</summary>
public abstract class BooksCompliance
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Timestamp Noon = Timestamp.Parse("2024-08-08T12:00:00Z");
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(15);

    /// <summary>An empty table.</summary>
    protected abstract Task<ITable> NewAsync();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Fault", "F-078")]
    [Trait("Invariant", "I-35")]
    public async Task A_lease_has_one_holder_and_a_rising_epoch()
    {
        LeaseBook leases = new(await NewAsync(), "edge");
        Lease first = (await leases.AcquireAsync("a", Noon, Term, 1, None)).ShouldNotBeNull();
        (await leases.AcquireAsync("b", Noon + TimeSpan.FromSeconds(14), Term, 1, None)).ShouldBeNull();
        first = (await leases.RenewAsync(first, Noon + TimeSpan.FromSeconds(10), Term, None)).ShouldNotBeNull();
        (await leases.AcquireAsync("b", Noon + TimeSpan.FromSeconds(20), Term, 1, None)).ShouldBeNull();
        Lease second = (await leases.AcquireAsync("b", Noon + TimeSpan.FromSeconds(25), Term, 1, None)).ShouldNotBeNull();
        second.Epoch.ShouldBeGreaterThan(first.Epoch);
        (await leases.RenewAsync(first, Noon + TimeSpan.FromSeconds(26), Term, None)).ShouldBeNull();
        await leases.ReleaseAsync(first, None);
        (await leases.AcquireAsync("c", Noon + TimeSpan.FromSeconds(26), Term, 1, None)).ShouldBeNull();
        await leases.ReleaseAsync(second, None);
        (await leases.AcquireAsync("c", Noon + TimeSpan.FromSeconds(26), Term, 1, None))!.Epoch.ShouldBeGreaterThan(second.Epoch);
    }

    [Fact]
    public async Task Of_many_that_reach_for_a_free_lease_one_gets_it()
    {
        LeaseBook leases = new(await NewAsync(), "edge");
        Lease?[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => leases.AcquireAsync($"holder {i}", Noon, Term, 1, None)));
        taken.Count(l => l is not null).ShouldBe(1);
    }

    [Fact]
    [Trait("Fault", "F-072")]
    [Trait("Invariant", "I-32")]
    public async Task A_decision_is_claimed_once_however_often_it_comes()
    {
        IntentBook book = new(await NewAsync());
        OrderIntents intents = Intents("d1");
        bool[] claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => book.ClaimAsync(intents, i, Noon, None)));
        claims.Count(c => c).ShouldBe(1);
        long epoch = Array.IndexOf(claims, true);
        (await book.FindAsync(new(Btc, "d1"), None))!.Fate.ShouldBe(IntentFate.Claimed);
        await Should.ThrowAsync<RecordException>(() => book.ConcludeAsync(new("d1", Btc, Noon, IntentFate.Sent, epoch + 100, ""), None));
        await book.ConcludeAsync(new("d1", Btc, Noon, IntentFate.Shrunk, epoch, "less"), None);
        await book.ConcludeAsync(new("d1", Btc, Noon, IntentFate.Refused, epoch, "late"), None);
        (await book.FindAsync(new(Btc, "d1"), None))!.Fate.ShouldBe(IntentFate.Shrunk);
        await Should.ThrowAsync<RecordException>(() => book.ConcludeAsync(new("d2", Btc, Noon, IntentFate.Sent, 1, ""), None));
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task Anybody_tightens_and_only_a_principal_loosens()
    {
        ControlBoard board = new(await NewAsync());
        (await board.ReadAsync(None)).Mode.ShouldBe(TradingMode.Normal);
        (await board.TightenAsync(Demand(TradingMode.ReduceOnly), None)).Mode.ShouldBe(TradingMode.ReduceOnly);
        (await board.TightenAsync(Demand(TradingMode.Guarded), None)).Mode.ShouldBe(TradingMode.ReduceOnly);
        foreach (Authority authority in new[] { Authority.None, Authority.Reader, Authority.Operator })
            await Should.ThrowAsync<UnauthorizedAccessException>(() => board.LoosenAsync(Demand(TradingMode.Normal), authority, None));
        (await board.ReadAsync(None)).Mode.ShouldBe(TradingMode.ReduceOnly);
        (await board.LoosenAsync(Demand(TradingMode.Normal), Authority.Principal, None)).Mode.ShouldBe(TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-086")]
    [Trait("Invariant", "I-22")]
    public async Task Whoever_tightens_at_the_same_time_the_strictest_holds()
    {
        ControlBoard board = new(await NewAsync());
        TradingMode[] modes = [TradingMode.Guarded, TradingMode.CancelOnly, TradingMode.ReduceOnly, TradingMode.Guarded];
        await Task.WhenAll(modes.Select(m => board.TightenAsync(Demand(m), None)));
        (await board.ReadAsync(None)).Mode.ShouldBe(TradingMode.CancelOnly);
    }

    [Fact]
    public async Task An_older_edge_cannot_report_over_a_younger_one()
    {
        ControlBoard board = new(await NewAsync());
        (await board.ReportAsync(Report(epoch: 2), None)).ShouldBeTrue();
        (await board.ReportAsync(Report(epoch: 1), None)).ShouldBeFalse();
        (await board.ReportAsync(Report(epoch: 3), None)).ShouldBeTrue();
        (await board.ReadReportAsync(None))!.Epoch.ShouldBe(3);
    }

    [Fact]
    [Trait("Fault", "F-078")]
    [Trait("Fault", "F-086")]
    [Trait("Invariant", "I-04")]
    public async Task A_ledger_in_a_table_keeps_its_chain_and_knows_a_second_writer()
    {
        ITable table = await NewAsync();
        Ledger first = LedgerRecovery.Open(new TableJournal(table, "edge", "first")).Ledger;
        for (int i = 0; i < 5; i++) first.Append("note", Noon, "{\"n\":1}"u8, durable: true);
        LedgerVerifier.Verify(new TableJournal(table, "edge", "reader"), first.Root).IsIntact.ShouldBeTrue();

        Ledger second = LedgerRecovery.Open(new TableJournal(table, "edge", "second")).Ledger;
        second.Count.ShouldBe(5);
        second.Append("note", Noon, "{\"n\":2}"u8, durable: true);
        Should.Throw<JournalException>(() => first.Append("note", Noon, "{\"n\":2}"u8, durable: true)).Message.ShouldContain("somebody else");
        Should.Throw<LedgerException>(() => first.Append("note", Noon, "{\"n\":3}"u8, durable: true));
        LedgerVerifier.Verify(new TableJournal(table, "edge", "reader"), second.Root).IsIntact.ShouldBeTrue();
    }

    [Fact]
    public async Task Feature_rows_come_back_by_time_with_the_newest_at_hand()
    {
        FeatureBook book = new(await NewAsync());
        FeatureRow[] rows = [.. Enumerable.Range(0, 250).Select(Row)];
        await book.PutAsync(rows, None);
        await book.PutAsync(rows[200..], None);
        List<FeatureRow> read = [];
        await foreach (FeatureRow row in book.ReadAsync(Btc, Timeframe.OneMinute, rows[10].Bar.OpenTime, rows[19].Bar.OpenTime, None)) read.Add(row);
        read.Select(r => r.Bar).ShouldBe(rows[10..20].Select(r => r.Bar));
        FeatureRow latest = (await book.LatestAsync(Btc, Timeframe.OneMinute, None)).ShouldNotBeNull();
        latest.Bar.ShouldBe(rows[^1].Bar);
        latest.Features["rsi_14"].ShouldBe(249.5);
        latest.Features["unknown"].ShouldBeNull();
        (await book.LatestAsync(Btc, Timeframe.OneHour, None)).ShouldBeNull();
    }

    private static FeatureRow Row(int i) => new(
        new(Btc, Timeframe.OneMinute, Noon + TimeSpan.FromMinutes(i), Price.From(60_000), Price.From(60_001), Price.From(59_999), Price.From(60_000.5m), 1.25, double.NaN, 3, i == 7),
        new Dictionary<string, double?> { ["rsi_14"] = i + 0.5, ["unknown"] = null });

    private static ModeDemand Demand(TradingMode mode) => new(mode, "test", "somebody", Noon);

    private static EdgeReport Report(long epoch) => new(epoch, Noon, Noon, TradingMode.Normal, "", 10_000, [], 0, 0, new('0', 64), 0);

    private static OrderIntents Intents(string id) => new(id, Btc, Noon, Noon + Term, DecisionAction.Exit, Side.Sell, 0.6, null, "", IntentHash.Of([]), []);
}
