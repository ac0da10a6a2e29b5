namespace Parley.Edge.Tests;

public sealed class LeaseTests
{
    private static readonly LeaseTerms Terms = new("edge-a", TimeSpan.FromSeconds(15), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(15));
    private readonly JournaledTable table = JournaledTable.InMemory();
    private readonly ManualClock clock = new();

    [Fact]
    [Trait("Fault", "F-078")]
    [Trait("Fault", "F-079")]
    [Trait("Fault", "F-084")]
    [Trait("Invariant", "I-35")]
    public async Task The_second_edge_waits_until_the_first_lets_go_and_then_need_not_wait_for_what_it_sent()
    {
        LeaseKeeper first = await AcquireAsync("edge-a");
        first.Pause.ShouldBe(TimeSpan.Zero);
        List<string> notes = [];
        Task<LeaseKeeper> second = AcquireAsync("edge-b", notes);
        await Patience.Until(() => notes.Count > 0, "the second edge to notice the first");
        notes[0].ShouldContain("edge-a");
        second.IsCompleted.ShouldBeFalse();

        await first.ReleaseAsync(TestContext.Current.CancellationToken);
        first.State.ShouldBe(LeaseState.Lost);
        await using LeaseKeeper taken = await second;
        taken.Epoch.ShouldBeGreaterThan(first.Epoch);
        taken.Pause.ShouldBe(TimeSpan.Zero);
        taken.State.ShouldBe(LeaseState.Valid);
        notes.Count.ShouldBe(1, "said once");
    }

    [Fact]
    [Trait("Fault", "F-078")]
    [Trait("Invariant", "I-35")]
    public async Task Who_takes_over_from_an_edge_that_did_not_let_go_waits_for_what_it_may_have_sent()
    {
        LeaseKeeper first = await AcquireAsync("edge-a");
        await first.DisposeAsync();
        clock.Advance(TimeSpan.FromSeconds(14));
        Task<LeaseKeeper> early = AcquireAsync("edge-b");
        await Task.Delay(50, TestContext.Current.CancellationToken);
        early.IsCompleted.ShouldBeFalse("it has not run out");
        clock.Advance(TimeSpan.FromSeconds(1));
        await using LeaseKeeper second = await early;
        second.Epoch.ShouldBeGreaterThan(first.Epoch);
        second.Pause.ShouldBe(TimeSpan.FromSeconds(30));
        first.State.ShouldBe(LeaseState.Lost);
    }

    [Fact]
    [Trait("Fault", "F-078")]
    public async Task An_edge_whose_lease_was_taken_notices_at_its_next_renewal()
    {
        await using LeaseKeeper slow = await AcquireAsync("edge-a", renew: TimeSpan.FromHours(1));
        clock.Advance(TimeSpan.FromSeconds(15));
        await using LeaseKeeper second = await AcquireAsync("edge-b");
        slow.ConfirmSoon();
        await Patience.Until(() => slow.State == LeaseState.Lost, "the first edge to notice");
        second.State.ShouldBe(LeaseState.Valid);
    }

    [Fact]
    [Trait("Fault", "F-078")]
    [Trait("Fault", "F-087")]
    public async Task An_unconfirmed_lease_becomes_doubtful_then_lost_and_stays_lost()
    {
        FlakyTable flaky = new(table);
        await using LeaseKeeper lease = await LeaseKeeper.AcquireAsync(new(flaky, "edge"), Terms, clock, _ => { }, TestContext.Current.CancellationToken);
        flaky.IsCutOff = true;
        await Task.Delay(50, TestContext.Current.CancellationToken);
        lease.State.ShouldBe(LeaseState.Valid);
        clock.Advance(TimeSpan.FromSeconds(7.5));
        lease.State.ShouldBe(LeaseState.Valid, "half of it is not more than half");
        clock.Advance(TimeSpan.FromMilliseconds(1));
        lease.State.ShouldBe(LeaseState.Doubtful);
        clock.Advance(TimeSpan.FromSeconds(7.498));
        lease.State.ShouldBe(LeaseState.Doubtful);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        lease.State.ShouldBe(LeaseState.Lost);
        flaky.IsCutOff = false;
        await Task.Delay(50, TestContext.Current.CancellationToken);
        lease.State.ShouldBe(LeaseState.Lost);
    }

    [Fact]
    [Trait("Fault", "F-085")]
    public async Task A_table_that_comes_back_in_time_makes_it_valid_again_even_where_an_answer_was_lost()
    {
        FlakyTable flaky = new(table);
        await using LeaseKeeper lease = await LeaseKeeper.AcquireAsync(new(flaky, "edge"), Terms, clock, _ => { }, TestContext.Current.CancellationToken);
        flaky.IsCutOff = true;
        clock.Advance(TimeSpan.FromSeconds(10));
        lease.State.ShouldBe(LeaseState.Doubtful);
        flaky.AnswersToLose = 2;
        flaky.IsCutOff = false;
        await Patience.Until(() => lease.State == LeaseState.Valid, "the renewal");
    }

    [Fact]
    [Trait("Fault", "F-078")]
    [Trait("Fault", "F-090")]
    [Trait("Invariant", "I-35")]
    public async Task The_epoch_rises_even_where_the_leases_were_lost()
    {
        LeaseKeeper first = await AcquireAsync("edge-a");
        await first.ReleaseAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(1));
        await using LeaseKeeper second = await LeaseKeeper.AcquireAsync(
            new(JournaledTable.InMemory(), "edge"), Terms, clock, _ => { }, TestContext.Current.CancellationToken);
        second.Epoch.ShouldBeGreaterThan(first.Epoch);
    }

    [Fact]
    [Trait("Fault", "F-078")]
    [Trait("Invariant", "I-35")]
    public async Task Of_many_that_want_it_one_has_it()
    {
        using CancellationTokenSource enough = new();
        Task<LeaseKeeper>[] all = [.. Enumerable.Range(0, 8).Select(i =>
            Task.Run(() => LeaseKeeper.AcquireAsync(new(table, "edge"), Terms with { Holder = $"edge-{i}" }, clock, _ => { }, enough.Token)))];
        await using LeaseKeeper one = await await Task.WhenAny(all);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        all.Count(t => t.IsCompletedSuccessfully).ShouldBe(1);
        await enough.CancelAsync();
        foreach (Task<LeaseKeeper> other in all.Where(t => !t.IsCompletedSuccessfully)) await Should.ThrowAsync<OperationCanceledException>(other);
    }

    private Task<LeaseKeeper> AcquireAsync(string holder, List<string>? notes = null, TimeSpan? renew = null) =>
        LeaseKeeper.AcquireAsync(
            new LeaseBook(table, "edge"), Terms with { Holder = holder, RenewInterval = renew ?? Terms.RenewInterval }, clock,
            line => notes?.Add(line), TestContext.Current.CancellationToken);
}
