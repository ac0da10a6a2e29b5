using Parley.Stores;

namespace Parley.Execution.Tests;

public sealed class LedgerRecoveryTests
{
    private static readonly byte[] Sample = LedgerSample.Bytes();

    [Fact]
    public void A_ledger_cut_anywhere_comes_back_to_its_last_whole_record()
    {
        int whole = 0;
        int wholeBytes = 0;
        for (int length = 0; length <= Sample.Length; length++)
        {
            if (length > 0 && Sample[length - 1] == '\n') (whole, wholeBytes) = (whole + 1, length);
            using MemoryJournal journal = MemoryJournal.Of(Sample.AsSpan(0, length));
            using RecoveredLedger recovered = LedgerRecovery.Open(journal);
            recovered.Ledger.Count.ShouldBe(whole);
            bool torn = length > wholeBytes;
            (recovered.TornKeptAt is not null).ShouldBe(torn);
            if (torn)
            {
                journal.Cuts[recovered.TornKeptAt!].ShouldBe(Sample[wholeBytes..length]);
                recovered.Message.ShouldContain($"inside record {whole + 1}");
            }

            recovered.Ledger.Append("fact", Facts.Start, "{}"u8, durable: true);
            LedgerVerifier.Verify(journal, recovered.Ledger.Root).Records.ShouldBe(whole + 1);
        }
    }

    [Fact]
    public void Damage_before_the_end_is_an_error_that_names_the_record_and_cuts_nothing()
    {
        int record = 1;
        for (int i = 0; i < Sample.Length; i++)
        {
            byte[] damaged = [.. Sample];
            damaged[i] ^= 0x01;
            using MemoryJournal journal = MemoryJournal.Of(damaged);
            LedgerException error = Should.Throw<LedgerException>(() => LedgerRecovery.Open(journal));
            error.Message.ShouldContain($"Record {record} at byte");
            journal.Cuts.ShouldBeEmpty();
            if (Sample[i] == '\n') record++;
        }
    }

    [Fact]
    [Trait("Fault", "F-089")]
    [Trait("Invariant", "I-04")]
    public void The_torn_bytes_of_a_file_are_kept_next_to_it()
    {
        string folder = Directory.CreateTempSubdirectory("parley-torn-").FullName;
        try
        {
            string path = Path.Combine(folder, "ledger.jsonl");
            File.WriteAllBytes(path, Sample[..^10]);
            int offset = LedgerSample.Lines(Sample).Take(LedgerSample.Records - 1).Sum(line => line.Length);
            using RecoveredLedger recovered = LedgerRecovery.Open(FileJournal.Open(path));
            recovered.TornKeptAt.ShouldBe($"{path}.torn-{offset}");
            File.ReadAllBytes(recovered.TornKeptAt!).ShouldBe(Sample[offset..^10]);
            File.ReadAllBytes(path).ShouldBe(Sample[..offset]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
