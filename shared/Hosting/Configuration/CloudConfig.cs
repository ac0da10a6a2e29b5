namespace Parley.Hosting;

/// <summary>
/// Where state and messages go. Addresses only: a process enters Azure as itself (managed identity), and the emulators'
/// connection strings are the only ones allowed here, because they hold nothing secret.
/// </summary>
public sealed record CloudConfig
{
    /// <summary>Starts the Storage emulator's connection string.</summary>
    public const string DevelopmentStorage = "UseDevelopmentStorage=true";

    private const string DevelopmentEmulator = "UseDevelopmentEmulator=true";

    /// <summary>Event Hubs: a namespace (<c>name.servicebus.windows.net</c>) or the emulator's connection string.</summary>
    public string EventHubs { get; init; } = "";

    /// <summary>Tables: an https endpoint or <c>UseDevelopmentStorage=true</c>.</summary>
    public string Tables { get; init; } = "";

    /// <summary>Tables of the ledger, an account of their own where money counts; empty is <see cref="Tables"/>.</summary>
    public string LedgerTables { get; init; } = "";

    /// <summary>Blobs: an https endpoint or <c>UseDevelopmentStorage=true</c>.</summary>
    public string Blobs { get; init; } = "";

    /// <summary>Key Vault with the venue's keys: an https endpoint; empty reads them from the environment.</summary>
    public string KeyVault { get; init; } = "";

    /// <summary>Of the embedded cloud; empty is <c>cloud</c> under the data directory.</summary>
    public string Directory { get; init; } = "";

    /// <summary>What is missing or wrong for a cloud outside this process, one sentence each.</summary>
    public IReadOnlyList<string> ProblemsOutside()
    {
        List<string> missing = [];
        if (EventHubs.Length == 0) missing.Add("Cloud.EventHubs is empty; name the Event Hubs namespace, for example parley.servicebus.windows.net.");
        if (Tables.Length == 0) missing.Add("Cloud.Tables is empty; name the endpoint, for example https://parley.table.core.windows.net.");
        if (Blobs.Length == 0) missing.Add("Cloud.Blobs is empty; name the endpoint, for example https://parley.blob.core.windows.net.");
        return missing;
    }

    /// <returns>This, when it names a cloud outside this process.</returns>
    /// <exception cref="ConfigException">Something is missing.</exception>
    public CloudConfig RequireOutside() => ProblemsOutside() is { Count: > 0 } missing ? throw new ConfigException(string.Join(Environment.NewLine, missing)) : this;

    internal IEnumerable<string> Problems()
    {
        if (EventHubs.Contains('=', StringComparison.Ordinal)
                ? !EventHubs.Contains(DevelopmentEmulator, StringComparison.Ordinal)
                : EventHubs.Length > 0 && Uri.CheckHostName(EventHubs) != UriHostNameType.Dns)
            yield return $"Cloud.EventHubs is neither a namespace nor the emulator's connection string (it says {DevelopmentEmulator}); keys have no place in a configuration.";
        if (!IsStorage(Tables)) yield return $"Cloud.Tables is neither an https endpoint nor {DevelopmentStorage}; keys have no place in a configuration.";
        if (!IsStorage(LedgerTables)) yield return $"Cloud.LedgerTables is neither an https endpoint nor {DevelopmentStorage}; keys have no place in a configuration.";
        if (!IsStorage(Blobs)) yield return $"Cloud.Blobs is neither an https endpoint nor {DevelopmentStorage}; keys have no place in a configuration.";
        if (KeyVault.Length > 0 && !IsHttps(KeyVault)) yield return "Cloud.KeyVault is not an https endpoint, for example https://kv-parley.vault.azure.net/.";
    }

    private static bool IsStorage(string text) =>
        text.Length == 0
        || text.StartsWith(DevelopmentStorage, StringComparison.Ordinal)
        || IsHttps(text);

    private static bool IsHttps(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Query.Length == 0 && uri.UserInfo.Length == 0;
}
