using Parley.Domain;

namespace Parley.Market;

internal enum FeedTopic
{
    Trades,
    Quotes,
    Depth,
}

/// <summary>
/// Whether a symbol's feed is alive, topic by topic: a connection may be open and one kind of message missing. Only topics
/// that were seen once are expected.
/// </summary>
internal sealed class FeedPulse(DataQualityOptions options)
{
    private readonly TimeSpan[] muteAfter = [options.TradeMuteAfter, options.QuoteMuteAfter, options.DepthMuteAfter];
    private readonly Timestamp[] last = new Timestamp[3];
    private readonly bool[] mute = new bool[3];
    private TimeSpan delayLeast = TimeSpan.MaxValue;
    private TimeSpan delay;
    private bool late;

    /// <summary>Venue time of the newest event of any topic.</summary>
    public Timestamp Latest { get; private set; }

    /// <summary>Notes an event and reports what its coming reveals.</summary>
    public void Beat(FeedTopic topic, Timestamp venueTime, Timestamp receivedAt, Action<DataIssueKind, string> report)
    {
        TimeSpan silence = Latest == default ? TimeSpan.Zero : venueTime - Latest;
        if (silence > options.StaleAfter) report(DataIssueKind.Stale, $"nothing came for {Seconds(silence)}");
        Latest = Timestamp.Max(Latest, venueTime);
        last[(int)topic] = Timestamp.Max(last[(int)topic], venueTime);
        mute[(int)topic] = false;
        NoteDelay(receivedAt - venueTime, report);

        // After a silence of everything no single topic is to blame.
        if (silence <= options.StaleAfter) NoteMuteTopics(report);
    }

    /// <summary>What is wrong at this moment, in words; null when nothing is.</summary>
    public string? StaleAt(Timestamp now)
    {
        if (Latest != default && now - Latest > options.StaleAfter) return $"nothing came for {Seconds(now - Latest)}";
        return late ? $"events come {Seconds(delay - delayLeast)} late" : null;
    }

    public string? MuteTopics()
    {
        string? text = null;
        for (int i = 0; i < mute.Length; i++)
            if (mute[i]) text = text is null ? Name(i) : $"{text}, {Name(i)}";
        return text is null ? null : $"no {text} since {last[Array.IndexOf(mute, true)]}";
    }

    public void Sync(ref StateStream state)
    {
        Timestamp latest = Latest;
        state.Sync(ref latest);
        Latest = latest;
        foreach (ref Timestamp at in last.AsSpan()) state.Sync(ref at);
        foreach (ref bool isMute in mute.AsSpan()) state.Sync(ref isMute);
        state.Sync(ref delayLeast);
        state.Sync(ref delay);
        state.Sync(ref late);
    }

    // The two clocks differ by an unknown constant, so only what exceeds the least difference seen is delay.
    private void NoteDelay(TimeSpan difference, Action<DataIssueKind, string> report)
    {
        if (difference < delayLeast) delayLeast = difference;
        delay = difference;
        bool isLate = difference - delayLeast > options.DelayMax;
        if (isLate && !late) report(DataIssueKind.Stale, $"events come {Seconds(difference - delayLeast)} late");
        late = isLate;
    }

    private void NoteMuteTopics(Action<DataIssueKind, string> report)
    {
        for (int i = 0; i < last.Length; i++)
        {
            if (mute[i] || last[i] == default || Latest - last[i] <= muteAfter[i]) continue;
            mute[i] = true;
            report(DataIssueKind.Mute, $"no {Name(i)} since {last[i]} while other events come");
        }
    }

    private static string Name(int topic) => topic switch
    {
        (int)FeedTopic.Trades => "trades",
        (int)FeedTopic.Quotes => "quotes",
        _ => "depth",
    };

    private static string Seconds(TimeSpan span) => $"{span.TotalSeconds:0.0} s";
}
