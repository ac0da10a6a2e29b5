using System.Text.Json;

namespace Parley.Orchestrations;

/// <summary>What came of making a decision again.</summary>
/// <param name="Mismatch">What differs, in one sentence; null when everything is the same.</param>
public sealed record ReplayResult(string DecisionId, string IntentHash, string? Mismatch)
{
    public bool Matches => Mismatch is null;
}

/// <summary>
/// Makes a recorded decision again from its recorded inputs: same snapshot, same settings, same code must give the same
/// verdicts and the same orders. Anything that was changed since is named.
/// </summary>
public static class Replayer
{
    public static ReplayResult Replay(RunStart run, Decision recorded)
    {
        string snapshotHash = DecisionJson.HashOf(recorded.Snapshot);
        if (snapshotHash != recorded.SnapshotHash)
            return Different(recorded, $"the recorded snapshot has the hash {snapshotHash}, but the decision names {recorded.SnapshotHash}");
        if (DecisionJson.HashOf(run.Settings) is var configHash && configHash != recorded.ConfigHash)
            return Different(recorded, $"the recorded settings have the hash {configHash}, but the decision names {recorded.ConfigHash}");

        // Offline minds answer at once.
        DeliberationOutcome outcome = Deliberator.ConcludeAsync(
            run.Settings, recorded.Snapshot, snapshotHash, TimeProvider.System).GetAwaiter().GetResult();
        Decision again = DecisionMaker.Decide(run.Run, recorded.Snapshot, snapshotHash, outcome, run.Settings, configHash);
        if (again.IntentHash != recorded.IntentHash)
            return Different(recorded, $"the orders differ: intent hash {again.IntentHash} instead of {recorded.IntentHash}");
        byte[] before = JsonSerializer.SerializeToUtf8Bytes(recorded, DecisionJson.Canonical.Decision);
        byte[] after = JsonSerializer.SerializeToUtf8Bytes(again, DecisionJson.Canonical.Decision);
        return before.AsSpan().SequenceEqual(after)
            ? new(recorded.Id, again.IntentHash, null)
            : Different(recorded, "the orders are the same, but the argument differs");
    }

    private static ReplayResult Different(Decision recorded, string mismatch) => new(recorded.Id, recorded.IntentHash, mismatch);
}
