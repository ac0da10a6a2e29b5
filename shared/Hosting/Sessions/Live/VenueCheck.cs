using System.Text.Json;
using Parley.Network;
using Parley.Ports;
using Parley.Venues.Binance;

namespace Parley.Hosting;

/// <summary>What was found out about a venue, in one line.</summary>
public sealed record VenueFinding(string Check, bool Ok, string Detail);

/// <summary>Whether a venue can be traded on from here: its key, its clock and its addresses. Sends nothing signed.</summary>
public static class VenueCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>The venue tolerates a clock this far off before nothing new may be opened.</summary>
    private static readonly TimeSpan OffsetMax = TimeSpan.FromMilliseconds(250);

    /// <exception cref="ConfigException">The venue is simulated in the process and has no hosts.</exception>
    public static async Task<IReadOnlyList<VenueFinding>> RunAsync(
        ParleyConfig config, string profile, ISecrets secrets, TimeProvider clock, CancellationToken cancellation)
    {
        BinanceHosts hosts = VenueHosts.Of(config.Venue, profile);
        bool isSpot = hosts.Product == BinanceProduct.Spot;
        List<VenueFinding> findings = [await KeyAsync(hosts, config.Venue.Secret, secrets, clock, cancellation)];
        using NetworkWire wire = new(clock);
        Listener listener = new(clock);
        listener.SentAt = clock.GetUtcNow();
        wire.Send(1, new(WireMethod.Get, hosts.Rest, isSpot ? "/api/v3/time" : "/fapi/v1/time", null, null, Patience));
        List<(long Socket, string Name, Uri Address)> sockets = [(2, "venue streams", new(hosts.Streams, isSpot ? "/stream" : "/public/stream"))];
        if (hosts.WebSocketApi is { } api) sockets.Add((3, "venue user data", api));
        foreach ((long socket, _, Uri address) in sockets) wire.Open(socket, address);
        long began = clock.GetTimestamp();
        while ((listener.Clock is null || listener.Sockets.Count < sockets.Count) && clock.GetElapsedTime(began) < Patience)
            if (!wire.Poll(listener)) await Task.Delay(Pause, clock, cancellation);
        findings.Add(new("venue clock", listener.Clock is { Ok: true }, $"{hosts.Rest.Authority}: {listener.Clock?.Detail ?? Silence}"));
        foreach ((long socket, string name, Uri address) in sockets)
        {
            string? problem = listener.Sockets.TryGetValue(socket, out string? told) ? told : Silence;
            findings.Add(new(name, problem is null, $"{address.Authority}{address.AbsolutePath}: {problem ?? "opens"}"));
        }

        return findings;
    }

    private static string Silence => $"no answer within {Patience.TotalSeconds:0} s";

    private static async Task<VenueFinding> KeyAsync(BinanceHosts hosts, string name, ISecrets secrets, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            BinanceAccess access = await VenueKey.FetchAsync(hosts, name, secrets, clock, cancellation);
            return new("venue key", true, $"'{name}' is in {secrets.Name}: {access}");
        }
        catch (ConfigException e)
        {
            return new("venue key", false, e.Message);
        }
    }

    private sealed class Listener(TimeProvider clock) : IWireSink
    {
        public DateTimeOffset SentAt { get; set; }

        public (bool Ok, string Detail)? Clock { get; private set; }

        /// <summary>What was wrong with each socket; null where it opened.</summary>
        public Dictionary<long, string?> Sockets { get; } = [];

        public void OnAnswer(long id, in WireAnswer answer)
        {
            DateTimeOffset received = clock.GetUtcNow();
            if (answer.Status != 200)
            {
                Clock = (false, $"HTTP {answer.Status}");
                return;
            }

            try
            {
                using JsonDocument body = JsonDocument.Parse(answer.Body.ToArray());
                DateTimeOffset venue = DateTimeOffset.FromUnixTimeMilliseconds(body.RootElement.GetProperty("serverTime").GetInt64());
                TimeSpan trip = received - SentAt;
                TimeSpan ahead = venue - (SentAt + trip / 2);
                // Half the way there and back is not known to be spent evenly.
                bool isNear = ahead.Duration() - trip / 2 <= OffsetMax;
                string side = ahead < TimeSpan.Zero ? "behind" : "ahead of";
                Clock = (isNear, $"{ahead.Duration().TotalMilliseconds:0} ms {side} this machine's, answered in {trip.TotalMilliseconds:0} ms{(isNear ? "" : "; set this machine's clock")}");
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
            {
                Clock = (false, "answered, but not with its time");
            }
        }

        public void OnLost(long id, bool neverLeft, string reason) => Clock = (false, reason);

        public void OnOpen(long socket) => Sockets.TryAdd(socket, null);

        public void OnMessage(long socket, ReadOnlySpan<byte> message)
        {
            // Nothing was asked for.
        }

        public void OnClosed(long socket, string reason) => Sockets.TryAdd(socket, reason);
    }
}
