namespace Parley.Execution.Tests;

public sealed class LedgerVerifierTests
{
    private static readonly byte[] Sample = LedgerSample.Bytes();

    [Fact]
    [Trait("Fault", "F-089")]
    [Trait("Invariant", "I-04")]
    public void An_intact_ledger_is_intact()
    {
        LedgerReport report = LedgerSample.Verify(Sample);
        (report.IsIntact, report.Records, report.Bytes).ShouldBe((true, LedgerSample.Records, Sample.Length));
        LedgerReport empty = LedgerSample.Verify([]);
        (empty.IsIntact, empty.Records, empty.Root).ShouldBe((true, 0, Ledger.FirstPrevious));
    }

    [Fact]
    public void Any_change_of_any_single_byte_names_the_record_it_is_in()
    {
        int record = 1;
        long start = 0;
        for (int i = 0; i < Sample.Length; i++)
        {
            // Each bit flipped, and the bytes with a meaning of their own.
            foreach (byte value in Flips(Sample[i]).Concat("\n\r \0"u8.ToArray()))
            {
                if (value == Sample[i]) continue;
                byte[] changed = [.. Sample];
                changed[i] = value;
                LedgerFault? fault = LedgerSample.Verify(changed).Fault;
                if (fault is null || fault.Record != record || fault.Offset != start)
                    Assert.Fail($"Byte {i} of record {record} set to {value}: {fault?.ToString() ?? "not noticed"}");
            }

            if (Sample[i] != '\n') continue;
            record++;
            start = i + 1;
        }

        record.ShouldBe(LedgerSample.Records + 1);
    }

    [Fact]
    public void Any_byte_put_in_or_taken_out_names_the_record_it_is_in()
    {
        int record = 1;
        for (int i = 0; i < Sample.Length; i++)
        {
            LedgerSample.Verify([.. Sample[..i], .. Sample[(i + 1)..]]).Fault.ShouldNotBeNull().Record.ShouldBe(record);
            foreach (byte extra in "\n 0x"u8.ToArray())
            {
                // The same byte doubled is the same file wherever within the run it is put.
                if (extra == Sample[i]) continue;
                LedgerSample.Verify([.. Sample[..i], extra, .. Sample[i..]]).Fault.ShouldNotBeNull().Record.ShouldBe(record);
            }

            if (Sample[i] == '\n') record++;
        }
    }

    [Fact]
    public void A_record_taken_out_or_repeated_or_moved_is_named()
    {
        for (int i = 0; i < LedgerSample.Records; i++)
        {
            List<byte[]> lines = LedgerSample.Lines(Sample);
            lines.Insert(i, lines[i]);
            Fault(lines).Record.ShouldBe(i + 2);
            if (i + 1 == LedgerSample.Records) continue;

            lines = LedgerSample.Lines(Sample);
            lines.RemoveAt(i);
            LedgerFault missing = Fault(lines);
            missing.Record.ShouldBe(i + 1);
            missing.Reason.ShouldContain($"calls itself record {i + 2}");

            lines = LedgerSample.Lines(Sample);
            (lines[i], lines[i + 1]) = (lines[i + 1], lines[i]);
            Fault(lines).Record.ShouldBe(i + 1);
        }
    }

    [Fact]
    public void Whole_records_missing_from_the_end_are_noticed_by_the_noted_root_alone()
    {
        string root = LedgerSample.Verify(Sample).Root;
        List<byte[]> lines = LedgerSample.Lines(Sample);
        lines.RemoveAt(lines.Count - 1);
        byte[] shortened = [.. lines.SelectMany(line => line)];
        LedgerSample.Verify(shortened).IsIntact.ShouldBeTrue();
        LedgerFault fault = LedgerSample.Verify(shortened, root).Fault.ShouldNotBeNull();
        fault.Record.ShouldBe(LedgerSample.Records);
        fault.Reason.ShouldContain("missing");
        LedgerSample.Verify(Sample, root).IsIntact.ShouldBeTrue();
    }

    [Fact]
    [Trait("Invariant", "I-04")]
    public void A_ledger_longer_than_any_buffer_is_walked_to_its_end()
    {
        using Stores.MemoryJournal journal = new();
        using Ledger ledger = Ledger.Start(journal);
        for (int i = 1; i <= 300; i++)
            ledger.Append("big", Facts.At(i), System.Text.Encoding.ASCII.GetBytes($"\"{new string('y', i * 700)}\""), durable: false);
        LedgerVerifier.Verify(journal, ledger.Root).ToString().ShouldBe($"300 records are intact; the last one's hash is {ledger.Root}.");
    }

    private static IEnumerable<byte> Flips(byte value) => Enumerable.Range(0, 8).Select(bit => (byte)(value ^ (1 << bit)));

    private static LedgerFault Fault(List<byte[]> lines) =>
        LedgerSample.Verify([.. lines.SelectMany(line => line)]).Fault.ShouldNotBeNull();
}
