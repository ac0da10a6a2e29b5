using System.Text;
using Parley.Domain;
using Parley.Execution;
using Parley.Stores;

namespace Parley.Simulation.Tests;

/// <summary>The simulated disk fails the way the ledger is promised disks may fail, and no worse.</summary>
public sealed class StorageTests
{
    private static DurableLog LogOf(params string[] records)
    {
        DurableLog log = new();
        log.Open();
        foreach (string record in records) log.Write(Encoding.UTF8.GetBytes(record + "\n"));
        return log;
    }

    [Fact]
    [Trait("Fault", "F-089")]
    public void A_power_cut_takes_nothing_that_was_safe()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            DurableLog log = LogOf("one", "two");
            log.Sync();
            log.Write("three\nfour\n"u8);
            log.CutPower(Prng.For(seed, 1));
            string left = Encoding.UTF8.GetString(log.Content.Span);
            left.ShouldStartWith("one\ntwo\n");
            "one\ntwo\nthree\nfour\n".ShouldStartWith(left);
            left.Length.ShouldBeLessThan("one\ntwo\nthree\nfour\n".Length);
        }
    }

    [Fact]
    public void A_power_cut_tears_records()
    {
        int torn = 0;
        for (ulong seed = 1; seed <= 100; seed++)
        {
            DurableLog log = LogOf("one");
            log.Sync();
            log.Write("a record that is long enough to be torn\n"u8);
            if (log.CutPower(Prng.For(seed, 1))) torn++;
        }

        torn.ShouldBeInRange(70, 100);
    }

    [Fact]
    [Trait("Fault", "F-078")]
    public void Whoever_was_overtaken_may_not_write()
    {
        World world = new(new(1));
        SimulatedJournal old = new(world.Log, world.Storage);
        SimulatedJournal young = new(world.Log, world.Storage);
        Should.Throw<JournalException>(() => old.Append("late"u8, durable: true));
        young.Append("mine"u8, durable: false);
        young.ReadAll().Count().ShouldBe(1);
    }

    [Fact]
    public void The_watch_reads_an_intents_id_from_what_the_ledger_really_writes()
    {
        using MemoryJournal journal = new();
        using Ledger ledger = Ledger.Start(journal);
        ledger.Append("intent", new Timestamp(1), """{"id":{"value":"d7.e.0"},"symbol":"BTCUSDT"}"""u8, durable: true);
        ledger.Append("fact", new Timestamp(2), """{"id":{"value":"d8.e.0"}}"""u8, durable: true);
        journal.ReadAll().Select(record => DurableLog.IntentOf(record.Span)).ShouldBe([new ClientOrderId("d7.e.0"), null]);
    }
}
