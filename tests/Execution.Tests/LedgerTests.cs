using System.Text;
using System.Text.Json.Serialization;
using Parley.Domain;
using Parley.Stores;

namespace Parley.Execution.Tests;

public sealed class LedgerTests
{
    [Fact]
    public void A_record_is_its_hash_and_its_json_on_one_line()
    {
        using MemoryJournal journal = new();
        using Ledger ledger = Ledger.Start(journal);
        ledger.Root.ShouldBe(new string('0', 64));
        string root = ledger.Append("start", Facts.Start, """{"run":"first"}"""u8, durable: true);
        const string Json = """{"seq":1,"at":"2024-07-19T00:00:00Z","kind":"start","data":{"run":"first"}}""";
        string line = Encoding.UTF8.GetString(journal.ReadAll().Single().Span);
        line.ShouldBe($"{root} {Json}");
        root.ShouldBe(ContentHash.Of(Encoding.UTF8.GetBytes($"{new string('0', 64)} {Json}")));
        string second = ledger.Append("fact", Facts.At(1), "{}"u8, durable: false);
        second.ShouldBe(ContentHash.Of(Encoding.UTF8.GetBytes(
            root + """ {"seq":2,"at":"2024-07-19T00:00:00.001Z","kind":"fact","data":{}}""")));
        (ledger.Root, ledger.Count).ShouldBe((second, 2));
    }

    [Fact]
    public void The_same_records_always_give_the_same_root() =>
        // Recomputed by the verifier of docs/ledger.md; changes only if the format does, which breaks every ledger there is.
        LedgerSample.Verify(LedgerSample.Bytes()).Root.ShouldBe("db5ba91919eeafdeea8edadb2d0a1a8fe722f3a7a9f80f440445df267ad2e7ef");

    [Fact]
    public void Typed_data_is_written_by_generated_code_and_read_back()
    {
        using MemoryJournal journal = new();
        using Ledger ledger = Ledger.Start(journal);
        VenueFact fact = Facts.Filled("d1.e.0", 7, Side.Buy, 63_943.9m, 0.012m, fee: 0.3m);
        ledger.Append("fact", fact.At, fact, TestJson.Default.VenueFact, durable: true);
        LedgerRecord record = LedgerRecord.ReadAll(journal).Single();
        (record.Number, record.Hash, record.At, record.Kind).ShouldBe((1L, ledger.Root, fact.At, "fact"));
        System.Text.Json.JsonSerializer.Deserialize(record.Data, TestJson.Default.VenueFact).ShouldBe(fact);
    }

    [Theory]
    [InlineData("{\"a\":1")]
    [InlineData("{}{}")]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{\"a\":\n1}")]
    public void Data_that_is_not_one_line_of_json_is_refused_and_nothing_is_written(string data)
    {
        using MemoryJournal journal = new();
        using Ledger ledger = Ledger.Start(journal);
        Should.Throw<LedgerException>(() => ledger.Append("fact", Facts.Start, Encoding.UTF8.GetBytes(data), durable: true));
        journal.ReadAll().ShouldBeEmpty();
        ledger.Append("fact", Facts.Start, "{}"u8, durable: true);
        LedgerVerifier.Verify(journal, ledger.Root).IsIntact.ShouldBeTrue();
    }

    [Fact]
    [Trait("Fault", "F-083")]
    [Trait("Fault", "F-087")]
    public void After_a_failed_write_nothing_more_is_written()
    {
        using FullJournal journal = new(room: 2);
        using Ledger ledger = Ledger.Start(journal);
        ledger.Append("a", Facts.Start, "1"u8, durable: true);
        string root = ledger.Append("a", Facts.Start, "2"u8, durable: true);
        Should.Throw<IOException>(() => ledger.Append("a", Facts.Start, "3"u8, durable: true));
        Should.Throw<LedgerException>(() => ledger.Append("a", Facts.Start, "4"u8, durable: true)).Message.ShouldContain("closed");
        (ledger.Root, ledger.Count).ShouldBe((root, 2));
    }

    [Fact]
    [Trait("Fault", "F-086")]
    [Trait("Invariant", "I-04")]
    public void A_ledger_that_exists_is_not_started_again()
    {
        using MemoryJournal journal = MemoryJournal.Of(LedgerSample.Bytes());
        Should.Throw<LedgerException>(() => Ledger.Start(journal));
        using RecoveredLedger recovered = LedgerRecovery.Open(journal);
        recovered.Ledger.Count.ShouldBe(LedgerSample.Records);
        recovered.Ledger.Append("fact", Facts.Start, "{}"u8, durable: true);
        LedgerVerifier.Verify(journal, recovered.Ledger.Root).Records.ShouldBe(LedgerSample.Records + 1);
    }

    [Fact]
    public void Threads_may_append_together()
    {
        using MemoryJournal journal = new();
        using Ledger ledger = Ledger.Start(journal);
        Parallel.For(0, 400, i => ledger.Append("fact", Facts.At(i), Encoding.ASCII.GetBytes($"{i}"), durable: false));
        LedgerVerifier.Verify(journal, ledger.Root).Records.ShouldBe(400);
    }

    [Fact]
    public void A_line_that_is_no_record_is_said_to_be_none() =>
        Should.Throw<LedgerException>(() => LedgerRecord.Of([Encoding.ASCII.GetBytes("short")]).ToList());
}

[JsonSerializable(typeof(VenueFact))]
internal sealed partial class TestJson : JsonSerializerContext;
