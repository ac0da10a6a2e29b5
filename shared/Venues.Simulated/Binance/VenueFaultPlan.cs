namespace Parley.Venues.Simulated.Binance;

/// <summary>
/// How much goes wrong: probabilities in [0, 1] per request or message, and stretches of time. The default is a venue
/// without faults. Names are those of the faults file.
/// </summary>
public sealed record VenueFaultPlan
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Requests that never arrive.</summary>
    public double LoseRequest { get; init; }

    /// <summary>Answers that are lost although the request was carried out.</summary>
    public double LoseAnswer { get; init; }

    /// <summary>Answers that are held back, uniformly up to <see cref="DelayMaxMilliseconds"/>.</summary>
    public double DelayAnswer { get; init; }

    public int DelayMaxMilliseconds { get; init; } = 5_000;

    /// <summary>Orders and cancels answered with an error whose text says that nobody knows; half of them were carried out.</summary>
    public double UnknownError { get; init; }

    /// <summary>Orders answered with 503 "Service Unavailable.", not carried out.</summary>
    public double Unavailable { get; init; }

    /// <summary>Orders answered with −1008, not carried out.</summary>
    public double Overloaded { get; init; }

    /// <summary>Orders answered with −1007; half of them were carried out.</summary>
    public double Timeout { get; init; }

    /// <summary>Requests answered with 429.</summary>
    public double TooMany { get; init; }

    /// <summary>Requests answered with 418.</summary>
    public double Banned { get; init; }

    /// <summary>Seconds announced with 429 and 418.</summary>
    public int RetryAfterSeconds { get; init; } = 2;

    /// <summary>Account events sent twice.</summary>
    public double RepeatEvent { get; init; }

    /// <summary>Account events lost.</summary>
    public double LoseEvent { get; init; }

    /// <summary>Account events held back, so that later ones overtake them.</summary>
    public double ReorderEvent { get; init; }

    /// <summary>Market messages lost.</summary>
    public double LoseMarket { get; init; }

    /// <summary>Sockets closed, per second and socket.</summary>
    public double CloseSocket { get; init; }

    /// <summary>Orders that lookups do not see at first, uniformly up to <see cref="LookupLagMaxMilliseconds"/>.</summary>
    public double LookupLag { get; init; }

    public int LookupLagMaxMilliseconds { get; init; } = 5_000;

    /// <summary>Orders that no lookup sees for <see cref="BlindMilliseconds"/>.</summary>
    public double BlindOrder { get; init; }

    public int BlindMilliseconds { get; init; } = 1_800_000;

    /// <summary>What the venue's clock shows more than the true time.</summary>
    public int ClockOffsetMilliseconds { get; init; }

    public IReadOnlyList<FaultStretch> Schedule { get; init; } = [];

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its stated bounds; the message names it.</exception>
    public void Validate()
    {
        (string Name, double Value)[] shares =
        [
            (nameof(LoseRequest), LoseRequest), (nameof(LoseAnswer), LoseAnswer), (nameof(DelayAnswer), DelayAnswer), (nameof(UnknownError), UnknownError),
            (nameof(Unavailable), Unavailable), (nameof(Overloaded), Overloaded), (nameof(Timeout), Timeout), (nameof(TooMany), TooMany), (nameof(Banned), Banned),
            (nameof(RepeatEvent), RepeatEvent), (nameof(LoseEvent), LoseEvent), (nameof(ReorderEvent), ReorderEvent), (nameof(LoseMarket), LoseMarket),
            (nameof(CloseSocket), CloseSocket), (nameof(LookupLag), LookupLag), (nameof(BlindOrder), BlindOrder),
        ];
        foreach ((string name, double value) in shares)
            if (value is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(name, $"{name}: {value} is not in [0, 1].");
        (string Name, int Value)[] spans =
        [
            (nameof(DelayMaxMilliseconds), DelayMaxMilliseconds), (nameof(LookupLagMaxMilliseconds), LookupLagMaxMilliseconds),
            (nameof(BlindMilliseconds), BlindMilliseconds), (nameof(RetryAfterSeconds), RetryAfterSeconds),
        ];
        foreach ((string name, int value) in spans)
            if (value <= 0) throw new ArgumentOutOfRangeException(name, $"{name}: {value} is not positive.");
        foreach (FaultStretch stretch in Schedule) stretch.Validate();
    }
}

/// <summary>A fault for a stretch of time.</summary>
public sealed record FaultStretch
{
    /// <summary>Seconds after the venue's start.</summary>
    public double FromSeconds { get; init; }

    public double ForSeconds { get; init; }

    /// <summary>
    /// <c>stream-silent</c>: sockets stay open and carry nothing. <c>halt</c>, <c>cancel-only</c>: of the symbol, or of all.
    /// <c>coarse-filters</c>: tick and step ten times as large. <c>dead</c>: no request arrives.
    /// </summary>
    public string Kind { get; init; } = "";

    /// <summary>The symbol concerned; null is all.</summary>
    public string? Symbol { get; init; }

    internal void Validate()
    {
        if (Kind is not ("stream-silent" or "halt" or "cancel-only" or "coarse-filters" or "dead"))
            throw new ArgumentOutOfRangeException(nameof(Kind), $"Kind: '{Kind}' is none of stream-silent, halt, cancel-only, coarse-filters, dead.");
        if (FromSeconds < 0) throw new ArgumentOutOfRangeException(nameof(FromSeconds), $"FromSeconds: {FromSeconds} is negative.");
        if (ForSeconds <= 0) throw new ArgumentOutOfRangeException(nameof(ForSeconds), $"ForSeconds: {ForSeconds} is not positive.");
    }
}
