using Parley.Domain;

namespace Parley.Features;

/// <summary>The grid of UTC seconds on which flow is added up and prices are sampled.</summary>
internal static class VenueSecond
{
    private const long Nanoseconds = 1_000_000_000;

    /// <summary>Whole seconds since 1970-01-01.</summary>
    public static long Of(Timestamp time) => time.Nanoseconds / Nanoseconds;
}
