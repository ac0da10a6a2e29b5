using System.Text.Json.Serialization;

namespace Parley.Execution;

/// <summary>Where an order stands, as far as we know.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderPhase>))]
public enum OrderPhase
{
    /// <summary>Written to the journal; not sent.</summary>
    Intended,

    /// <summary>Being sent: the venue may have it.</summary>
    Submitting,

    /// <summary>Resting at the venue, nothing filled.</summary>
    Working,

    /// <summary>Resting at the venue, some of it filled.</summary>
    PartiallyFilled,

    Filled,

    /// <summary>Taken off the book at our request, perhaps after part of it filled.</summary>
    Cancelled,

    /// <summary>Taken off the book by the venue, perhaps after part of it filled.</summary>
    Expired,

    /// <summary>Provably not executed.</summary>
    Refused,

    /// <summary>Sent, and no proof of what became of it. Blocks new risk on its instrument.</summary>
    Unknown,

    /// <summary>Proved absent by two quiet sources after the horizon. A tombstone: a late fact still revives it.</summary>
    Absent,
}
