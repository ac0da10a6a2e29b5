using Parley.Execution;
using Parley.Stores;

namespace Parley.Azure.Tests;

/// <summary>A cloud in memory, behind whose hub <c>intents</c> an edge claims what it is sent, says it sent it, and is flat when told to be.</summary>
internal sealed class CloudWithEdge : ICloud, IEventPublisher
{
    private readonly EmbeddedCloud inner = new(directory: null, TimeProvider.System);

    public string Name => inner.Name;

    public int BodyMax => 1_000_000;

    public ITable Table(string name) => inner.Table(name);

    public IBlobStore Blobs(string container) => inner.Blobs(container);

    public IEventPublisher Publisher(string hub) => hub == CloudNames.Hubs.Intents ? this : inner.Publisher(hub);

    public IEventConsumer Consumer(string hub, string consumerGroup) => inner.Consumer(hub, consumerGroup);

    public async Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
    {
        foreach (ReadOnlyMemory<byte> body in bodies)
        {
            switch (CloudJson.Read<EdgeMessage>(body, "A message"))
            {
                case OrderIntents intents:
                    IntentBook book = new(Table(CloudNames.Tables.Orders));
                    if (await book.ClaimAsync(intents, 1, intents.At, cancellation))
                        await book.ConcludeAsync(new(intents.DecisionId, intents.Symbol, intents.At, IntentFate.Sent, 1, ""), cancellation);
                    break;
                case EdgeCommand command:
                    await ReportAsync(command.At + TimeSpan.FromSeconds(1), cancellation);
                    break;
            }
        }
    }

    /// <summary>The edge reports: flat, quiet, an empty ledger.</summary>
    public Task<bool> ReportAsync(Timestamp at, CancellationToken cancellation) => new ControlBoard(Table(CloudNames.Tables.Control)).ReportAsync(
        new(1, at, at, TradingMode.Normal, "", 10_000, [], 0, 0, Ledger.FirstPrevious, 0), cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
