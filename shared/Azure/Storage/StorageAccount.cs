using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Parley.Azure;

/// <summary>
/// Opens tables and containers, each through two clients: one that tries again, for what may be done twice, and one for
/// writes with a condition.
/// </summary>
internal static class StorageAccount
{
    // Money waits for these writes; a service that is silent for so long counts as gone.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    /// <param name="transport">Null is the network.</param>
    public static TableStore Table(string account, Lazy<TokenCredential> credential, string name, HttpPipelineTransport? transport = null)
    {
        TableServiceClient Open(RetryPolicy? retry)
        {
            TableClientOptions options = new();
            Set(options, retry, transport);
            return IsEmulator(account) ? new(account, options) : new(new Uri(account), credential.Value, options);
        }

        TableServiceClient twice = Open(retry: null);
        if (IsEmulator(account)) Create($"table {name}", () => twice.CreateTableIfNotExists(name));
        return new(twice.GetTableClient(name), Open(new BusyRetry()).GetTableClient(name));
    }

    /// <param name="transport">Null is the network.</param>
    public static BlobStore Blobs(string account, Lazy<TokenCredential> credential, string container, HttpPipelineTransport? transport = null)
    {
        BlobServiceClient Open(RetryPolicy? retry)
        {
            BlobClientOptions options = new();
            Set(options, retry, transport);
            return IsEmulator(account) ? new(account, options) : new(new Uri(account), credential.Value, options);
        }

        BlobContainerClient twice = Open(retry: null).GetBlobContainerClient(container);
        if (IsEmulator(account)) Create($"container {container}", () => twice.CreateIfNotExists());
        return new(twice, Open(new BusyRetry()).GetBlobContainerClient(container));
    }

    private static bool IsEmulator(string account) => !account.StartsWith("https://", StringComparison.Ordinal);

    private static void Set(ClientOptions options, RetryPolicy? retry, HttpPipelineTransport? transport)
    {
        options.Retry.NetworkTimeout = AnswerMax;
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.RetryPolicy = retry;
        if (transport is not null) options.Transport = transport;
    }

    private static void Create(string what, Action create)
    {
        try
        {
            create();
        }
        catch (Exception e) when (Outside.Translate(what, e) is not null)
        {
            throw Outside.Translate($"Creating the {what}", e)!;
        }
    }
}
