using System.CommandLine;
using System.Text.Json;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Execution;
using Parley.Hosting;

namespace Parley.Cli.Verbs;

/// <summary><c>ledger show|verify|export</c>.</summary>
public static class LedgerVerb
{
    public static Command Create() =>
        new("ledger", "The hash-chained record of everything the desk decided and did.") { Show(), Verify(), Export() };

    private static Command Show()
    {
        var limit = new Option<int>("--limit", "-n") { Description = "At most this many of the newest.", DefaultValueFactory = _ => 50 };
        var kind = new Option<string?>("--kind") { Description = "Only records of this kind, for example fact." };
        var command = new Command("show", "The records, newest last.") { limit, kind, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        command.SetAction(parsed =>
        {
            ParleyConfig config = parsed.LoadConfig("base");
            string? wanted = parsed.GetValue(kind);
            LedgerRecord[] found = [.. Records(config).Where(r => wanted is null || r.Kind == wanted).TakeLast(Math.Max(parsed.GetValue(limit), 1))];
            if (found.Length == 0)
                throw new CliException(ExitCode.NotFound, $"no {(wanted is null ? "" : $"'{wanted}' ")}record in {DeskLedgerFile.PathIn(config.DataDirectory)}.");
            Terminal terminal = parsed.Terminal();
            terminal.Table([">Record", "=At", "=Kind", "Data"], found.Select(r => (IReadOnlyList<string>)
                [$"{r.Number}", Moment.Seconds(r.At), r.Kind, Shortened(r.Data.GetRawText())]));
            terminal.Document(found.Select(r => new { record = r.Number, hash = r.Hash, at = r.At.ToString(), kind = r.Kind, data = r.Data }));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Verify()
    {
        var root = new Option<string?>("--root") { Description = "Root noted elsewhere; finds records missing from the end.", HelpName = "HASH" };
        var command = new Command("verify", "Check every record's hash; the first one that is wrong is named.") { root, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        command.SetAction(parsed =>
        {
            ParleyConfig config = parsed.LoadConfig("base");
            string path = DeskLedgerFile.PathIn(config.DataDirectory);
            if (!File.Exists(path)) throw new CliException(ExitCode.NotFound, $"there is no ledger at {path}.");
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            LedgerReport report = LedgerVerifier.Verify(file, parsed.GetValue(root));
            Terminal terminal = parsed.Terminal();
            terminal.Line(report.ToString());
            terminal.Document(new
            {
                intact = report.IsIntact,
                records = report.Records,
                root = report.Root,
                faultyRecord = report.Fault?.Record,
                faultyOffset = report.Fault?.Offset,
                reason = report.Fault?.Reason,
            });
            return report.IsIntact ? ExitCode.Ok : ExitCode.Error;
        });
        return command;
    }

    private static Command Export()
    {
        var output = new Option<string?>("--out", "-o") { Description = "File to write; standard output without it.", HelpName = "FILE" };
        var kind = new Option<string?>("--kind") { Description = "Only records of this kind. The hashes then no longer chain." };
        var command = new Command("export", "The records as one JSON array, readable without this tool.") { output, kind, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        command.SetAction(parsed =>
        {
            ParleyConfig config = parsed.LoadConfig("base");
            string? wanted = parsed.GetValue(kind);
            IEnumerable<LedgerRecord> records = Records(config).Where(r => wanted is null || r.Kind == wanted);
            if (parsed.GetValue(output) is not { } path)
            {
                using Stream standard = Console.OpenStandardOutput();
                Write(standard, records);
                return ExitCode.Ok;
            }

            long count;
            using (FileStream file = File.Create(path)) count = Write(file, records);
            Terminal terminal = parsed.Terminal();
            terminal.Line($"{count} records written to {path}.");
            terminal.Document(new { records = count, file = path });
            return ExitCode.Ok;
        });
        return command;
    }

    private static IEnumerable<LedgerRecord> Records(ParleyConfig config)
    {
        using IEnumerator<LedgerRecord> records = DeskLedgerFile.Read(config.DataDirectory).GetEnumerator();
        while (Next(records)) yield return records.Current;
    }

    private static bool Next(IEnumerator<LedgerRecord> records)
    {
        try
        {
            return records.MoveNext();
        }
        catch (LedgerException e)
        {
            throw new CliException(ExitCode.Error, $"{e.Message} `parley ledger verify` names the record.");
        }
    }

    private static long Write(Stream stream, IEnumerable<LedgerRecord> records)
    {
        long count = 0;
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartArray();
        foreach (LedgerRecord record in records)
        {
            writer.WriteStartObject();
            writer.WriteNumber("record", record.Number);
            writer.WriteString("hash", record.Hash);
            writer.WriteString("at", record.At.ToString());
            writer.WriteString("kind", record.Kind);
            writer.WritePropertyName("data");
            record.Data.WriteTo(writer);
            writer.WriteEndObject();
            if (++count % 256 == 0) writer.Flush();
        }

        writer.WriteEndArray();
        writer.Flush();
        stream.WriteByte((byte)'\n');
        return count;
    }

    private static string Shortened(string text) => text.Length <= 120 ? text : text[..119] + "…";
}
