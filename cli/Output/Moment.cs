using System.Globalization;
using Parley.Domain;

namespace Parley.Cli.Output;

/// <summary>How moments are shown to people: UTC, to the second.</summary>
internal static class Moment
{
    public static string Seconds(Timestamp at) =>
        at.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
