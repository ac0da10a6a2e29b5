using Parley.Execution;
using Parley.Stores;
using Parley.Venues.Simulated.Binance;

namespace Parley.Proving;

/// <summary>What one kill came to.</summary>
/// <param name="Died">The first desk came to its point.</param>
/// <param name="Recovered">The second took its ledger up, closed what was open and ended in order.</param>
/// <param name="Bare">The longest a position was without a stop while a desk was ready.</param>
/// <param name="Lost">Orders of unknown outcome at the end that the venue did accept.</param>
public sealed record KillOutcome(Point Point, bool Died, bool Recovered, LedgerReport Ledger, Books Books, TimeSpan Bare, int Lost)
{
    /// <summary>All that was asked for, but for how long a position was bare.</summary>
    public bool Holds => Died && Recovered && Ledger.IsIntact && Books.SentTwice == 0 && Books.Differences.Count == 0 && Lost == 0;

    public override string ToString() =>
        FormattableString.Invariant($"{Point}: {(Died ? "died there" : "never came there")}, {(Recovered ? "recovered" : "not recovered")}, {Books.Orders} orders, {Books.Trades} trades, ")
        + FormattableString.Invariant($"sent twice {Books.SentTwice}, absent {Books.Absent}, unknown {Books.Unresolved.Count}, longest without a stop {Bare.TotalSeconds:0.00} s")
        + string.Concat(Books.Differences.Take(5).Select(d => $"\n  {d}"));
}

/// <summary>
/// Kills the desk's process at a point of the order path while the venue goes on; lets a second one take up ledger and
/// account and end in order; then holds the ledger against the venue's own record.
/// </summary>
public static class KillProof
{
    private const int Instruments = 4;

    /// <param name="program">The path of this assembly.</param>
    /// <param name="waits">Until the absence of what was never sent is proved, which takes a minute or more.</param>
    public static async Task<KillOutcome> RunAsync(string program, Point point, bool waits, bool futures = true)
    {
        string folder = Directory.CreateTempSubdirectory("parley-kill-").FullName;
        try
        {
            await using SocketVenue venue = await SocketVenue.StartAsync(SocketVenue.Symbols(Instruments));
            string path = Path.Combine(folder, "ledger.jsonl");
            KilledLives lives = new(program, venue.Address, futures, Instruments, path);
            bool died = await lives.DieAtAsync(point);
            bool recovered = await lives.EndAsync(waits);
            using FileJournal journal = FileJournal.Open(path);
            LedgerReport ledger = LedgerVerifier.Verify(journal, expectedRoot: null);
            IReadOnlyList<VenueRecordEntry> record = venue.Record(futures);
            Books books = Books.Compare(LedgerRecord.ReadAll(journal), record);
            HashSet<string> accepted = [.. record.Select(e => e.ClientOrderId)];
            TimeSpan bare = futures ? Bareness.Longest(Bareness.Of(record), lives.Lives) : TimeSpan.Zero;
            return new(point, died, recovered, ledger, books, bare, books.Unresolved.Count(o => waits || accepted.Contains(o.Id.Value)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
