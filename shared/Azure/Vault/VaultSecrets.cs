using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>Secrets in Key Vault, read with the process's own identity.</summary>
public sealed class VaultSecrets(Uri vault) : ISecrets
{
    private readonly SecretClient client = new(vault, AzureIdentity.OfProcess());

    public string Name => vault.Host;

    public async Task<string?> FindAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return (await client.GetSecretAsync(name, cancellationToken: cancellation)).Value.Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
        catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException)
        {
            throw new IOException($"Key Vault {vault.Host} gave no secret {name}: {e.Message.Split('\n')[0]}", e);
        }
    }
}
