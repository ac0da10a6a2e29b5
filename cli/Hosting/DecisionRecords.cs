using System.Text.Json;
using Parley.Cli.Output;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;

namespace Parley.Cli.Hosting;

/// <summary>A decision in the ledger, with the run it belongs to.</summary>
public sealed record RecordedDecision(RunStart Run, Decision Decision, long Record);

/// <summary>Decisions as the ledger holds them.</summary>
public static class DecisionRecords
{
    /// <exception cref="CliException">There is no ledger, or a record in it cannot be read.</exception>
    public static IEnumerable<RecordedDecision> Read(string dataDirectory)
    {
        RunStart? run = null;
        foreach (LedgerRecord record in DeskLedgerFile.Read(dataDirectory))
        {
            if (record.Kind == LedgerKinds.RunStart) run = Parse(record, DecisionJson.Canonical.RunStart);
            if (record.Kind == LedgerKinds.Decision && run is not null)
                yield return new(run, Parse(record, DecisionJson.Canonical.Decision), record.Number);
        }
    }

    /// <summary>Finds one by its id or an unambiguous beginning of it.</summary>
    /// <exception cref="CliException">None or several match.</exception>
    public static RecordedDecision Find(string dataDirectory, string id)
    {
        RecordedDecision[] found = [.. Read(dataDirectory).Where(d => d.Decision.Id.StartsWith(id, StringComparison.Ordinal)).Take(2)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new CliException(ExitCode.NotFound, $"no decision '{id}' in {DeskLedgerFile.PathIn(dataDirectory)}; `parley decisions` lists them."),
            _ => throw new CliException(ExitCode.NotFound, $"several decisions begin with '{id}'; give more of the id."),
        };
    }

    private static T Parse<T>(LedgerRecord record, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return record.Data.Deserialize(type) ?? throw new JsonException("it is null.");
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw new CliException(ExitCode.Error, $"record {record.Number} of the ledger is no {record.Kind} this version can read: {e.Message}");
        }
    }
}
