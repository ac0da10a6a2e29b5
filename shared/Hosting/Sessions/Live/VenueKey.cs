using Parley.Ports;
using Parley.Venues.Binance;

namespace Parley.Hosting;

/// <summary>The key of a venue, fetched from where secrets are kept and tied to the hosts it is for.</summary>
internal static class VenueKey
{
    /// <summary>A vault that has not answered by then is taken for one that does not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <exception cref="ConfigException">There is no such secret, nobody answers, or it is no key. Says where it was looked for, never what it holds.</exception>
    public static async Task<BinanceAccess> FetchAsync(
        BinanceHosts hosts, string name, ISecrets secrets, TimeProvider clock, CancellationToken cancellation)
    {
        string secret = await FindAsync(name, secrets, clock, cancellation)
            ?? throw new ConfigException(
                $"there is no secret '{name}' in {secrets.Name}; it holds API-KEY:SECRET (in the environment as {EnvironmentSecrets.VariableOf(name)}).");
        int colon = secret.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == secret.Length - 1) throw new ConfigException($"the secret '{name}' in {secrets.Name} is not of the form API-KEY:SECRET.");
        try
        {
            return new(hosts, secret[..colon], Signers.From(secret[(colon + 1)..]));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ConfigException($"the secret '{name}' in {secrets.Name} cannot be used: {e.Message}");
        }
    }

    private static async Task<string?> FindAsync(string name, ISecrets secrets, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            return await secrets.FindAsync(name, cancellation).WaitAsync(Patience, clock, cancellation);
        }
        catch (TimeoutException)
        {
            throw new ConfigException($"{secrets.Name} has not answered for {Patience.TotalSeconds:0} s; without '{name}' nothing starts.");
        }
        catch (IOException e)
        {
            throw new ConfigException($"'{name}' cannot be read from {secrets.Name}: {e.Message}");
        }
    }
}
