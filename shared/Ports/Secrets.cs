namespace Parley.Ports;

/// <summary>Secrets by name, from where they are kept. Read once when a process starts; never written down by it.</summary>
public interface ISecrets
{
    /// <summary>Where secrets come from, for people.</summary>
    string Name { get; }

    /// <param name="name">Lower case with dashes: <c>binance-trade-key</c>.</param>
    /// <returns>Null when there is no such secret.</returns>
    /// <exception cref="IOException">The place could not be reached, or refuses; the message never holds a secret.</exception>
    Task<string?> FindAsync(string name, CancellationToken cancellation);
}
