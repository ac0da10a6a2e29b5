using System.Collections;
using Parley.Ports;

namespace Parley.Hosting;

/// <summary>
/// Secrets from the process's environment: <c>binance-trade-key</c> is <c>PARLEY_SECRET_BINANCE_TRADE_KEY</c>, or the
/// content of the file that <c>PARLEY_SECRET_BINANCE_TRADE_KEY_FILE</c> names.
/// </summary>
public sealed class EnvironmentSecrets(IDictionary environment) : ISecrets
{
    public string Name => "the environment";

    /// <summary>The variable that holds a secret.</summary>
    public static string VariableOf(string name) => $"PARLEY_SECRET_{name.ToUpperInvariant().Replace('-', '_')}";

    public async Task<string?> FindAsync(string name, CancellationToken cancellation)
    {
        string variable = VariableOf(name);
        if (environment[variable] is string { Length: > 0 } value) return value.Trim();
        if (environment[$"{variable}_FILE"] is not string { Length: > 0 } path) return null;
        try
        {
            return (await File.ReadAllTextAsync(path, cancellation)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{variable}_FILE names a file that cannot be read: {e.Message}", e);
        }
    }
}
