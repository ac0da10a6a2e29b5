using Parley.Domain;
using Parley.Venues.Simulated.Binance;

namespace Parley.Simulation;

/// <summary>What goes wrong at the venue behind Binance's protocol, as the seed's scenario has it.</summary>
internal sealed class FrontFaults(World world, VenueSite site, Prng chance) : IVenueFaults
{
    private static readonly (RequestFate Fate, int Status, int Code, string Message)[] Vague =
    [
        (RequestFate.ExecutedThenError, 503, 0, "Unknown error, please check your request or try again later."),
        (RequestFate.ErrorInstead, 503, 0, "Unknown error, please check your request or try again later."),
        (RequestFate.ExecutedThenError, 408, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown."),
        (RequestFate.ErrorInstead, 408, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown."),
        (RequestFate.ExecutedThenError, 500, -1006, "An unexpected response was received from the message bus. Execution status unknown."),
        (RequestFate.ErrorInstead, 503, 0, "Service Unavailable."),
        (RequestFate.ErrorInstead, 503, -1008, "Request throttled by system-level protection."),
    ];

    private Scenario Scenario => world.Scenario;

    public RequestFault OnRequest(Timestamp now, string path, bool isFutures, bool isOrder)
    {
        if (!world.IsStormy) return RequestFault.None;
        if (isOrder && chance.NextDouble() < Scenario.VagueShare)
        {
            (RequestFate fate, int status, int code, string message) = Vague[chance.NextInt(Vague.Length)];
            if (fate == RequestFate.ExecutedThenError) world.Probes.Seen(Probe.ExecutedAfterTimeout);
            return new(fate, TimeSpan.Zero, status, code, message);
        }

        if (chance.NextDouble() < Scenario.ThrottleShare / 5)
        {
            world.Probes.Seen(Probe.Throttled);
            return new(RequestFate.ErrorInstead, TimeSpan.Zero, 429, -1003, "Too many requests.", RetryAfter: 1 + chance.NextInt(5));
        }

        return chance.NextDouble() < Scenario.SlowShare
            ? new(RequestFate.Served, TimeSpan.FromSeconds(12 * chance.NextDouble()))
            : RequestFault.None;
    }

    public MessageFault OnMessage(Timestamp now, bool isFutures, bool isUserData)
    {
        if (!world.IsStormy || !isUserData) return MessageFault.None;
        bool again = chance.NextDouble() < Scenario.StreamDuplicates;
        bool late = chance.NextDouble() < Scenario.StreamReorders;
        if (again) world.Probes.Seen(Probe.DuplicateFact);
        if (late) world.Probes.Seen(Probe.ReorderedFacts);
        return new(again ? 2 : 1, late ? TimeSpan.FromMilliseconds(chance.NextInt(3_000)) : TimeSpan.Zero);
    }

    public TimeSpan LookupLag(Timestamp now, bool isFutures)
    {
        if (!world.IsStormy) return TimeSpan.Zero;
        bool blind = chance.NextDouble() < Scenario.BlindShare;
        TimeSpan lag = blind ? Scenario.BlindMax * chance.NextDouble() : Scenario.LookupLag * chance.NextDouble();
        // Nothing stays hidden once faults have ended.
        if (now + lag > world.StormEnd) lag = world.StormEnd - now;
        if (lag > TimeSpan.FromSeconds(1)) world.Probes.Seen(Probe.LookupLied);
        return lag;
    }

    public TimeSpan ClockOffset(Timestamp now) => TimeSpan.Zero;

    public bool CloseSocket(Timestamp now, bool isFutures) =>
        world.IsStormy && Scenario.StreamCutInterval > TimeSpan.Zero && chance.NextDouble() < 0.25 / Scenario.StreamCutInterval.TotalSeconds;

    public string? StatusOf(Timestamp now, Symbol symbol, bool isFutures) => site.IsHalted(symbol) ? "PENDING_TRADING" : null;

    public Instrument Rules(Timestamp now, Instrument instrument) => instrument;
}
