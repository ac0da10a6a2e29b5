using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Simulation.Tests;

public sealed class KernelTests
{
    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_000_000);

    [Fact]
    public void Events_happen_in_the_order_of_time_and_at_the_same_time_in_the_order_of_planning() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int[]>(delays =>
        {
            Agenda agenda = new();
            agenda.StartAt(Start);
            List<(long Delay, int Number)> happened = [];
            for (int i = 0; i < delays.Length; i++)
            {
                (long delay, int number) = (Math.Abs((long)delays[i]) % 5, i);
                agenda.In(TimeSpan.FromMilliseconds(delay), StepKind.Timer, () => happened.Add((delay, number)));
            }

            while (agenda.TryStep(Start + TimeSpan.FromSeconds(1), out _, out _))
            {
            }

            return happened.SequenceEqual(happened.OrderBy(h => h.Delay).ThenBy(h => h.Number)) && happened.Count == delays.Length;
        }));

    [Fact]
    public void Nothing_happens_before_its_time_and_time_never_goes_back()
    {
        Agenda agenda = new();
        agenda.StartAt(Start);
        agenda.In(TimeSpan.FromSeconds(2), StepKind.Timer, () => agenda.At(Start, StepKind.Timer, () => { }));
        agenda.TryStep(Start + TimeSpan.FromSeconds(1), out _, out _).ShouldBeFalse();
        agenda.RestUntil(Start + TimeSpan.FromSeconds(1));
        agenda.Now.ShouldBe(Start + TimeSpan.FromSeconds(1));
        agenda.TryStep(Start + TimeSpan.FromSeconds(3), out _, out _).ShouldBeTrue();
        agenda.TryStep(Start + TimeSpan.FromSeconds(3), out _, out _).ShouldBeTrue();
        agenda.Now.ShouldBe(Start + TimeSpan.FromSeconds(2));
    }

    [Fact]
    [Trait("Fault", "F-048")]
    public void A_wall_clock_that_jumps_leaves_the_monotonic_one_alone()
    {
        Agenda agenda = new();
        agenda.StartAt(Start);
        VirtualClock clock = new(agenda, new(ClockShape.Steps, TimeSpan.Zero, 0, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)), Start);
        (long monotonic, DateTimeOffset wall) = (clock.GetTimestamp(), clock.GetUtcNow());
        agenda.RestUntil(Start + TimeSpan.FromSeconds(12));
        clock.GetElapsedTime(monotonic).ShouldBe(TimeSpan.FromSeconds(12));
        (clock.GetUtcNow() - wall).ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public void A_delay_on_a_virtual_clock_goes_on_as_an_event_and_stays_in_the_world()
    {
        Agenda agenda = new();
        agenda.StartAt(Start);
        LoneScheduler scheduler = new(agenda);
        VirtualClock clock = new(agenda, ClockTerms.Right, Start);
        List<Timestamp> reached = [];
        scheduler.Run(() => _ = WalkAsync());
        scheduler.Run(() =>
        {
            while (agenda.TryStep(Start + TimeSpan.FromMinutes(1), out _, out _))
            {
            }
        });
        reached.ShouldBe([Start + TimeSpan.FromSeconds(3), Start + TimeSpan.FromSeconds(8)]);
        scheduler.Escape.ShouldBeNull();

        async Task WalkAsync()
        {
            await Task.Delay(TimeSpan.FromSeconds(3), clock);
            reached.Add(agenda.Now);
            await Task.Delay(TimeSpan.FromSeconds(5), clock);
            reached.Add(agenda.Now);
        }
    }

    [Fact]
    public void A_continuation_that_comes_from_another_thread_is_an_escape()
    {
        Agenda agenda = new();
        agenda.StartAt(Start);
        LoneScheduler scheduler = new(agenda);
        TaskCompletionSource outside = new();
        Task walk = Task.CompletedTask;
        scheduler.Run(() => walk = WalkAsync());
        Thread other = new(outside.SetResult);
        other.Start();
        other.Join();
        scheduler.Escape.ShouldNotBeNull();
        walk.IsCompleted.ShouldBeFalse("what escaped must not go on");

        async Task WalkAsync() => await outside.Task;
    }

    [Fact]
    public void Timers_of_a_dead_process_are_dead()
    {
        Agenda agenda = new();
        agenda.StartAt(Start);
        VirtualClock clock = new(agenda, ClockTerms.Right, Start);
        int fired = 0;
        using ITimer timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        agenda.TryStep(Start + TimeSpan.FromSeconds(1), out _, out _);
        clock.IsDead = true;
        while (agenda.TryStep(Start + TimeSpan.FromSeconds(9), out _, out _))
        {
        }

        fired.ShouldBe(1);
    }

    [Fact]
    public void The_trace_hash_tells_contents_apart_and_is_the_same_number_everywhere()
    {
        TraceHash hash = new();
        hash.Add(42);
        hash.Add("d1.e.0");
        hash.Add("the bytes of a message"u8);
        TraceHash same = new();
        same.Add(42);
        same.Add("d1.e.0");
        same.Add("the bytes of a message"u8);
        TraceHash other = new();
        other.Add(42);
        other.Add("d1.e.1");
        other.Add("the bytes of a message"u8);
        same.Value.ShouldBe(hash.Value);
        other.Value.ShouldNotBe(hash.Value);
        // Written down, so that a process whose numbers differ is noticed.
        hash.Value.ShouldBe(17771423489358178936UL);
    }

    [Fact]
    public void Families_that_are_off_leave_the_other_draws_as_they_were()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            Scenario all = Scenario.Draw(new(seed));
            Scenario some = Scenario.Draw(new(seed, FaultFamily.All & ~FaultFamily.Network));
            some.Families.ShouldBe(all.Families & ~FaultFamily.Network);
            (some.Storm, some.LookupLag, some.CrashInterval, some.DecisionInterval).ShouldBe((all.Storm, all.LookupLag, all.CrashInterval, all.DecisionInterval));
        }
    }

    [Fact]
    public void Each_family_is_off_in_about_half_of_the_seeds()
    {
        foreach (FaultFamily family in Enum.GetValues<FaultFamily>())
        {
            if (family is FaultFamily.None or FaultFamily.All) continue;
            int on = Enumerable.Range(1, 1_000).Count(seed => Scenario.Draw(new((ulong)seed)).Families.HasFlag(family));
            on.ShouldBeInRange(430, 570, $"{family}");
        }
    }

    [Fact]
    public void A_corpus_entry_reads_back_as_it_was_written()
    {
        CorpusEntry entry = new(7, FaultFamily.Network | FaultFamily.Human, 4, 812, VenueLevel.Bytes, "I-20", "an order alive unknown");
        CorpusEntry.Parse(entry.ToJson()).ShouldBe(entry);
        Reproduction.LineFor(entry.Terms).ShouldBe("parley simulate --seed 7 --families \"Network, Human\" --order-share 4 --steps 812 --level Bytes");
    }
}
