namespace Parley.Azure;

/// <summary>
/// Where state and messages lie. Addresses only: a process enters Azure as itself. What is no https address is an emulator's
/// connection string, which holds nothing secret; whoever reads the configuration refuses others.
/// </summary>
/// <param name="EventHubs">A namespace (<c>name.servicebus.windows.net</c>) or the emulator's connection string.</param>
/// <param name="Tables">An https endpoint or <c>UseDevelopmentStorage=true</c>.</param>
/// <param name="LedgerTables">Of the account that keeps the ledger; empty is <paramref name="Tables"/>.</param>
/// <param name="Blobs">An https endpoint or <c>UseDevelopmentStorage=true</c>.</param>
public sealed record AzureCloudOptions(string EventHubs, string Tables, string LedgerTables, string Blobs)
{
    internal string TablesOf(string table) => LedgerTables.Length > 0 && table == Ports.CloudNames.Tables.Ledger ? LedgerTables : Tables;

    /// <summary>The ledger's digests lie in the ledger's account, whose blob endpoint differs from the table endpoint by one word.</summary>
    internal string BlobsOf(string container) => LedgerTables.Length > 0 && container == Ports.CloudNames.Containers.Digests
        ? LedgerTables.Replace(".table.", ".blob.", StringComparison.Ordinal)
        : Blobs;
}
