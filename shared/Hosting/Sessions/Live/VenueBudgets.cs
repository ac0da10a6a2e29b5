using System.Collections.Concurrent;
using Parley.Network;
using Parley.Venues.Binance;

namespace Parley.Hosting;

/// <summary>
/// What this process may ask of each host, for all that ask from it: a venue counts by address, and does not care how many
/// parts of a program share one. Other processes behind the same address are known by what the venue says in its answers.
/// </summary>
internal static class VenueBudgets
{
    private static readonly ConcurrentDictionary<string, RateBudget> Requests = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ConnectBudget> Sockets = new(StringComparer.Ordinal);

    public static RateBudget RequestsTo(Uri host) => Requests.GetOrAdd(host.Authority, static _ => new());

    /// <summary>For one thread at a time: a process listens to a host by one.</summary>
    public static ConnectBudget ConnectsTo(Uri host, TimeProvider clock) => Sockets.GetOrAdd(host.Authority, static (_, time) => new(time), clock);
}
