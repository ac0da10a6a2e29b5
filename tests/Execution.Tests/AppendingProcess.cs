using System.Text;
using Parley.Domain;
using Parley.Stores;

namespace Parley.Execution.Tests;

/// <summary>Recovers a ledger and appends to it as fast as it can until it is killed; says on stdout what is safe.</summary>
internal static class AppendingProcess
{
    public const string Verb = "append-until-killed";

    public static int Run(string path)
    {
        using Ledger ledger = LedgerRecovery.Open(FileJournal.Open(path)).Ledger;
        using Stream output = Console.OpenStandardOutput();
        for (long i = ledger.Count + 1; ; i++)
        {
            // Long and short ones, durable and not, so that the kill hits every part of an append.
            byte[] data = Encoding.UTF8.GetBytes($$"""{"value":{{i}},"padding":"{{new string('x', (int)(i % 7) * 3_000)}}"}""");
            ledger.Append("test", Timestamp.FromMilliseconds(i), data, durable: i % 16 == 0);
            output.Write(Encoding.ASCII.GetBytes($"{i}\n"));
        }
    }
}
