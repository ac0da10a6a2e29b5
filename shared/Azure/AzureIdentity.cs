using Azure.Core;
using Azure.Identity;

namespace Parley.Azure;

/// <summary>Who this process is in Azure.</summary>
public static class AzureIdentity
{
    private const string ClientIdKey = "AZURE_CLIENT_ID";

    /// <summary>A deployed process has one identity and says which; on a laptop it is whoever signed in. Nothing is asked for yet.</summary>
    public static TokenCredential OfProcess() => Environment.GetEnvironmentVariable(ClientIdKey) is { Length: > 0 } id
        ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id))
        : new DefaultAzureCredential();
}
