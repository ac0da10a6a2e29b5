using System.Text.Json.Serialization;

namespace Parley.Execution;

/// <summary>What kind of market it is, as exits distinguish it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExitRegime>))]
public enum ExitRegime
{
    /// <summary>Not known: nothing of a regime's applies.</summary>
    Unknown,
    Volatile,
    Trending,
    Ranging,
}

/// <summary>Target and stop of a regime as shares of the entry price.</summary>
public sealed record RegimeExit(decimal Target, decimal Stop);

/// <summary>When a position is given up beside its protective stop. Shares are of the entry price; null switches a rule off.</summary>
public sealed record ExitOptions
{
    /// <summary>Profit at which the position is closed.</summary>
    public decimal? Target { get; init; }

    /// <summary>
    /// Share of the best profit so far that the stop secures. After a restart the best begins anew at the first mark; where the
    /// stop had got to is in the ledger, and it never goes back.
    /// </summary>
    public decimal? TrailShare { get; init; }

    /// <summary>Profit from which the stop trails.</summary>
    public decimal TrailFrom { get; init; } = 0.001m;

    /// <summary>Distance of the stop from the best price so far, in average true ranges; after a restart as with <see cref="TrailShare"/>.</summary>
    public decimal? ChandelierMultiple { get; init; }

    /// <summary>How long after its first fill a position may go nowhere, restarts or not.</summary>
    public TimeSpan? TimeStop { get; init; }

    /// <summary>Profit or loss up to which a position counts as going nowhere.</summary>
    public decimal FlatBand { get; init; } = 0.0005m;

    /// <summary>Least way a stop is moved, so that it is not sent anew at every tick.</summary>
    public decimal MoveMin { get; init; } = 0.0002m;

    /// <summary>True: target and stop are those of the regime, where it is known.</summary>
    public bool ByRegime { get; init; }

    public RegimeExit Volatile { get; init; } = new(0.0025m, 0.0015m);

    public RegimeExit Trending { get; init; } = new(0.0035m, 0.0020m);

    public RegimeExit Ranging { get; init; } = new(0.0015m, 0.0010m);

    /// <summary>True when any rule is on.</summary>
    [JsonIgnore]
    public bool IsActive => Target is not null || TrailShare is not null || ChandelierMultiple is not null || TimeStop is not null || ByRegime;

    /// <summary>Parameters of a regime; null where it is unknown or regimes are off.</summary>
    public RegimeExit? For(ExitRegime regime) => !ByRegime ? null : regime switch
    {
        ExitRegime.Volatile => Volatile,
        ExitRegime.Trending => Trending,
        ExitRegime.Ranging => Ranging,
        _ => null,
    };

    /// <summary>What is wrong, one sentence each, naming the key; empty when these may be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        void Bound(string key, decimal? value, decimal min, decimal max)
        {
            if (value < min || value > max) problems.Add($"{key} is {value}; it must lie between {min} and {max}.");
        }

        Bound(nameof(Target), Target, 0.0001m, 1m);
        Bound(nameof(TrailShare), TrailShare, 0.01m, 0.99m);
        Bound(nameof(TrailFrom), TrailFrom, 0m, 1m);
        Bound(nameof(ChandelierMultiple), ChandelierMultiple, 0.1m, 20m);
        Bound(nameof(FlatBand), FlatBand, 0m, 0.1m);
        Bound(nameof(MoveMin), MoveMin, 0m, 0.1m);
        if (TimeStop is { } time && (time <= TimeSpan.Zero || time > TimeSpan.FromDays(30)))
            problems.Add($"{nameof(TimeStop)} is {time}; it must lie above 0, up to 30 days.");
        foreach ((string name, RegimeExit exit) in ((string, RegimeExit)[])[(nameof(Volatile), Volatile), (nameof(Trending), Trending), (nameof(Ranging), Ranging)])
        {
            Bound($"{name}.Target", exit.Target, 0.0001m, 1m);
            Bound($"{name}.Stop", exit.Stop, 0.0001m, 0.5m);
        }

        return problems;
    }
}
