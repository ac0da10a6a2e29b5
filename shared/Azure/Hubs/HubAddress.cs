using Azure.Core;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;

namespace Parley.Azure;

/// <summary>One event hub and how to enter it.</summary>
/// <param name="Account">The namespace, or the emulator's connection string when <paramref name="Credential"/> is null.</param>
internal sealed record HubAddress(string Account, string Hub, TokenCredential? Credential)
{
    public static HubAddress Of(string account, string hub, Lazy<TokenCredential> credential) =>
        new(account, hub, account.Contains('=', StringComparison.Ordinal) ? null : credential.Value);

    public EventHubProducerClient Producer() =>
        Credential is null ? new(Account, Hub) : new(Account, Hub, Credential);

    public HubProcessor Processor(CheckpointStore checkpoints, string group, HubBatchHandler handler, EventProcessorOptions options) => Credential is null
        ? new(checkpoints, group, Account, Hub, handler, options)
        : new(checkpoints, group, Account, Hub, Credential, handler, options);
}
