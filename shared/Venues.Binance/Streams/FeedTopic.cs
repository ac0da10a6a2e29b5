using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Why a topic's data cannot be relied on.</summary>
[Flags]
internal enum TopicFaults
{
    None = 0,

    /// <summary>Not connected, not heard yet, or silent for too long.</summary>
    Silent = 1,

    /// <summary>The book does not follow from what came, or makes no sense.</summary>
    Broken = 2,

    /// <summary>Another stream of the same instrument says something else.</summary>
    Diverging = 4,

    /// <summary>More was dropped than may be.</summary>
    Lossy = 8,
}

/// <summary>One stream of one symbol: when it was heard, and what is wrong with it.</summary>
internal sealed class FeedTopic(Symbol symbol, FeedTopics kind, string stream, TimeSpan gap, FeedConditions conditions)
{
    private static readonly TimeSpan Never = TimeSpan.MinValue;

    private TopicFaults faults;

    /// <summary>Passes each event on once, from however many sockets it comes.</summary>
    public SequenceGate Gate;

    public string Stream => stream;

    public bool IsStale => faults != TopicFaults.None;

    /// <summary>When it was asked for last; <see cref="TimeSpan.MinValue"/> while it was not.</summary>
    public TimeSpan AskedAt { get; private set; } = Never;

    public TimeSpan HeardAt { get; private set; } = Never;

    /// <summary>Times it was asked for again since it was heard.</summary>
    public int Strikes { get; private set; }

    public void Hear(TimeSpan now)
    {
        HeardAt = now;
        Strikes = 0;
        if ((faults & TopicFaults.Silent) != TopicFaults.None) Clear(TopicFaults.Silent);
    }

    public void Asked(TimeSpan now)
    {
        AskedAt = now;
        HeardAt = Never;
    }

    public void AskAgain(TimeSpan now)
    {
        Strikes++;
        Asked(now);
    }

    /// <summary>Not asked for any more: its socket is gone.</summary>
    public void Forget()
    {
        AskedAt = HeardAt = Never;
        Strikes = 0;
    }

    public bool IsSilent(TimeSpan now, TimeSpan firstMessage)
    {
        if (AskedAt == Never) return false;
        return HeardAt == Never ? now - AskedAt > firstMessage : now - HeardAt > 2 * gap;
    }

    public void Set(TopicFaults fault, string reason)
    {
        if ((faults & fault) != TopicFaults.None) return;
        faults |= fault;
        conditions.Add(symbol, Name, TradingMode.Guarded, $"{stream}: {reason}");
    }

    public void Clear(TopicFaults fault)
    {
        if ((faults & fault) == TopicFaults.None) return;
        faults &= ~fault;
        if (faults == TopicFaults.None) conditions.Add(symbol, Name, TradingMode.Normal, $"{stream}: in order again");
    }

    private string Name => kind switch
    {
        FeedTopics.Trades => "feed-trades",
        FeedTopics.Quotes => "feed-quotes",
        FeedTopics.Depth => "feed-depth",
        _ => "feed-marks",
    };
}
