using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Volume profile of the running UTC day, from its first trade seen. Its levels are those at the end of the last
/// complete UTC second: the same whenever within a second, and by whom, they are read, and found once a second.
/// </summary>
internal struct SessionProfile
{
    private const long Nowhere = -1;

    private VolumeProfile profile = new();
    private long head = Nowhere;
    private Price last;

    // At the end of the second before the newest trade's.
    private ProfileLevels complete = ProfileLevels.Unknown;

    // With the newest trade's second, once somebody asked: only a shortcut, not part of the state.
    private ProfileLevels whole;
    private bool wholeIsFound;

    public SessionProfile()
    {
    }

    /// <summary>Of the last trade.</summary>
    public readonly Price LastPrice => last;

    public void Update(in Trade trade)
    {
        long second = VenueSecond.Of(trade.VenueTime);
        if (second > head)
        {
            bool sameDay = head != Nowhere && VenueSecond.DayOfSecond(second) == VenueSecond.DayOfSecond(head);
            complete = sameDay ? Whole() : ProfileLevels.Unknown;
            if (!sameDay) profile.Clear();
            head = second;
        }

        profile.Add(trade.Price, trade.Quantity.Raw);
        last = trade.Price;
        wholeIsFound = false;
    }

    /// <summary>Unknown before the first complete second of a day that had a trade.</summary>
    public ProfileLevels Read(Timestamp asOf)
    {
        long now = VenueSecond.Of(asOf);
        if (now <= head) return complete;
        return head != Nowhere && VenueSecond.DayOfSecond(now) == VenueSecond.DayOfSecond(head) ? Whole() : ProfileLevels.Unknown;
    }

    public void Sync(ref StateStream state)
    {
        profile.Sync(ref state);
        state.Sync(ref head);
        long price = last.Raw;
        state.Sync(ref price);
        last = Price.FromRaw(price);
        complete.Sync(ref state);
        if (state.IsReading) wholeIsFound = false;
    }

    private ProfileLevels Whole()
    {
        if (!wholeIsFound) whole = ProfileLevels.Of(profile, last);
        wholeIsFound = true;
        return whole;
    }
}
