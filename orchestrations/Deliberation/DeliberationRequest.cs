using Parley.Domain;
using Parley.Features;

namespace Parley.Orchestrations;

/// <summary>What is to be deliberated, small enough for a workflow's history: the snapshot itself is fetched by its hash.</summary>
/// <param name="Horizons">The feature groups that get an analyst each.</param>
public sealed record DeliberationRequest(
    string SnapshotHash, IReadOnlyList<string> Horizons, AccountView Account, DeliberationOptions Options)
{
    public static DeliberationRequest On(Snapshot snapshot, string snapshotHash, DeliberationOptions options) =>
        new(snapshotHash, [.. snapshot.Features.Select(g => g.Name).Where(IsHorizon)], snapshot.Account, options);

    // Funding and other markets are facts everybody may cite, not horizons somebody has an opinion on.
    private static bool IsHorizon(string group) => FeatureCatalogue.KindOf(group) is FeatureKind.Bars or FeatureKind.Flow;
}
