using System.Net;
using System.Text.Json.Serialization;

namespace Parley.Hosting;

/// <summary>What the edge does with ticks that are not published yet when there is no more room for them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OverflowPolicy>))]
public enum OverflowPolicy
{
    /// <summary>The market waits: for recorded and made-up ones, which can.</summary>
    Block,

    /// <summary>The oldest go, and the gap is seen in the sequence numbers: for live feeds, which cannot wait.</summary>
    Drop,
}

/// <summary>The worker beside the exchange.</summary>
public sealed record EdgeConfig
{
    /// <summary>What this edge is called in leases and reports; every process adds something of its own to it.</summary>
    public string Holder { get; init; } = "edge";

    /// <summary>How long a lease holds without being renewed.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan RenewInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Waited, besides the lease's duration, after taking over from an edge that did not let go: what it sent last may still
    /// be on its way to the venue. The venue's receive window (5 s) and ten seconds more.
    /// </summary>
    public TimeSpan TakeoverPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Ticks are published at least this often; earlier when a batch is full or a decision is due.</summary>
    public TimeSpan PublishInterval { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Of health and metrics.</summary>
    public int HealthPort { get; init; } = 8081;

    /// <summary>An address that is not public; the loopback one by default.</summary>
    public string HealthAddress { get; init; } = "127.0.0.1";

    /// <summary>The desk's thread never waits for the network but looks again and again: less delay for a whole processor.</summary>
    public bool Spins { get; init; }

    public OverflowPolicy Overflow { get; init; } = OverflowPolicy.Block;

    internal IEnumerable<string> Problems()
    {
        if (Holder.Length is 0 or > 64 || Holder.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')))
            yield return "Edge.Holder must be 1 to 64 letters, digits, dots, dashes and underscores.";
        if (LeaseDuration < TimeSpan.FromSeconds(1) || LeaseDuration > TimeSpan.FromMinutes(5)) yield return "Edge.LeaseDuration must lie between 1 s and 5 minutes.";
        // Two renewals may fail before orders are held back.
        if (RenewInterval <= TimeSpan.Zero || RenewInterval > LeaseDuration / 3) yield return "Edge.RenewInterval must be above 0 and at most a third of Edge.LeaseDuration.";
        if (TakeoverPause < TimeSpan.Zero || TakeoverPause > TimeSpan.FromMinutes(5)) yield return "Edge.TakeoverPause must lie between 0 and 5 minutes.";
        if (PublishInterval <= TimeSpan.Zero || PublishInterval > TimeSpan.FromSeconds(30)) yield return "Edge.PublishInterval must be above 0 and at most 30 s.";
        if (ReportInterval <= TimeSpan.Zero || ReportInterval > TimeSpan.FromSeconds(30)) yield return "Edge.ReportInterval must be above 0 and at most 30 s.";
        if (HealthPort is <= 0 or > 65_535) yield return $"Edge.HealthPort is {HealthPort}; it must lie between 1 and 65535.";
        if (!IPAddress.TryParse(HealthAddress, out _)) yield return $"Edge.HealthAddress is '{HealthAddress}'; it must be an IP address.";
    }
}
