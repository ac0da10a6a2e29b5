using System.Text;
using Parley.Ports;
using Parley.Stores;

namespace Parley.Execution.Tests;

/// <summary>What every journal must do.</summary>
public abstract class JournalCompliance
{
    /// <summary>A journal whose bytes are these, ready to be appended to.</summary>
    protected abstract IRecoverableJournal With(string content);

    /// <summary>What <see cref="IRecoverableJournal.Cut"/> kept under the name it returned.</summary>
    protected abstract string Kept(IRecoverableJournal journal, string name);

    [Fact]
    public void Records_come_back_as_they_went_in()
    {
        using IRecoverableJournal journal = With("");
        string[] records = ["first", "", "third with ü and \u0001", new string('x', 200_000), "last"];
        for (int i = 0; i < records.Length; i++) journal.Append(Encoding.UTF8.GetBytes(records[i]), durable: i % 2 == 0);
        Texts(journal).ShouldBe(records);
        Texts(journal).ShouldBe(records);
    }

    [Fact]
    public void Any_records_come_back_whatever_their_lengths() => Cases.Check(50, random =>
    {
        using IRecoverableJournal journal = With("");
        List<string> records = [];
        for (int i = random.Next(60); i > 0; i--)
        {
            records.Add(new string((char)random.Next(32, 127), random.Next(3) == 0 ? random.Next(70_000) : random.Next(300)));
            journal.Append(Encoding.ASCII.GetBytes(records[^1]), durable: false);
        }

        // Not ShouldBe: it is slow on long texts, and a difference names its seed anyway.
        Texts(journal).SequenceEqual(records).ShouldBeTrue();
    });

    [Fact]
    public void A_record_with_a_line_break_is_refused_and_leaves_nothing()
    {
        using IRecoverableJournal journal = With("one\n");
        Should.Throw<ArgumentException>(() => journal.Append("a\nb"u8, durable: true));
        Texts(journal).ShouldBe(["one"]);
    }

    [Fact]
    public void Reading_while_writing_sees_whole_records_only()
    {
        using IRecoverableJournal journal = With("");
        journal.Append("one"u8, durable: false);
        using IEnumerator<ReadOnlyMemory<byte>> reader = journal.ReadAll().GetEnumerator();
        reader.MoveNext().ShouldBeTrue();
        journal.Append("two"u8, durable: false);
        Encoding.UTF8.GetString(reader.Current.Span).ShouldBe("one");
        Texts(journal).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void Half_a_record_at_the_end_is_not_read_and_not_written_behind()
    {
        using IRecoverableJournal journal = With("one\ntwo\nhal");
        Texts(journal).ShouldBe(["one", "two"]);
        Should.Throw<InvalidOperationException>(() => journal.Append("three"u8, durable: true)).Message.ShouldContain("half a record");
        Bytes(journal).ShouldBe("one\ntwo\nhal");
    }

    [Fact]
    [Trait("Fault", "F-089")]
    public void What_is_cut_off_is_kept_and_appending_goes_on()
    {
        using IRecoverableJournal journal = With("one\ntwo\nhal");
        string name = journal.Cut(8);
        Kept(journal, name).ShouldBe("hal");
        name.ShouldEndWith("torn-8");
        journal.Append("three"u8, durable: true);
        Bytes(journal).ShouldBe("one\ntwo\nthree\n");
    }

    protected static string[] Texts(IJournal journal) => [.. journal.ReadAll().Select(r => Encoding.UTF8.GetString(r.Span))];

    private static string Bytes(IRecoverableJournal journal)
    {
        using StreamReader reader = new(journal.OpenRead());
        return reader.ReadToEnd();
    }
}

public sealed class MemoryJournalTests : JournalCompliance
{
    protected override IRecoverableJournal With(string content) => MemoryJournal.Of(Encoding.UTF8.GetBytes(content));

    protected override string Kept(IRecoverableJournal journal, string name) =>
        Encoding.UTF8.GetString(((MemoryJournal)journal).Cuts[name]);
}

public sealed class FileJournalTests : JournalCompliance, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-journal-").FullName;
    private int files;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Fault", "F-078")]
    [Trait("Fault", "F-086")]
    public void A_second_writer_gets_one_clear_line_until_the_first_is_done()
    {
        string path = NewPath();
        using (FileJournal first = FileJournal.Open(path))
        {
            first.Append("one"u8, durable: true);
            JournalException refusal = Should.Throw<JournalException>(() => FileJournal.Open(path));
            refusal.Message.ShouldBe($"Journal {path} is being written by another process.");
            FileJournal.Read(path).Count().ShouldBe(1);
        }

        using FileJournal second = FileJournal.Open(path);
        second.Append("two"u8, durable: true);
        Texts(second).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void Missing_folders_are_made_and_impossible_paths_are_one_line()
    {
        using (FileJournal journal = FileJournal.Open(Path.Combine(folder, "a", "b", "journal"))) journal.Append("x"u8, durable: true);
        string file = Path.Combine(folder, "a", "b", "journal");
        JournalException refusal = Should.Throw<JournalException>(() => FileJournal.Open(Path.Combine(file, "below-a-file")));
        refusal.Message.ShouldStartWith("Cannot open journal ");
        refusal.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void What_an_earlier_cut_kept_is_never_overwritten()
    {
        string path = NewPath();
        for (int i = 0; i < 2; i++)
        {
            File.WriteAllText(path, $"half{i}");
            using FileJournal journal = FileJournal.Open(path);
            File.ReadAllText(journal.Cut(0)).ShouldBe($"half{i}");
        }

        File.ReadAllText(path + ".torn-0").ShouldBe("half0");
        File.ReadAllText(path + ".torn-0-2").ShouldBe("half1");
    }

    protected override IRecoverableJournal With(string content)
    {
        string path = NewPath();
        File.WriteAllText(path, content);
        return FileJournal.Open(path);
    }

    protected override string Kept(IRecoverableJournal journal, string name) => File.ReadAllText(name);

    private string NewPath() => Path.Combine(folder, $"journal-{files++}.jsonl");
}
