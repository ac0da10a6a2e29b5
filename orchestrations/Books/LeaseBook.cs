using System.Text.Json.Serialization;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>The right to be the only writer.</summary>
/// <param name="Epoch">Rises with every holder: what carries an older one is refused.</param>
/// <param name="ExpiresAt">When others may take it, by the clock of whoever asks.</param>
public sealed record Lease(string Holder, long Epoch, Timestamp ExpiresAt)
{
    /// <summary>Its holder let go in order: nothing of it is on its way any more.</summary>
    [JsonIgnore]
    public bool IsReleased => ExpiresAt == default;
}

/// <summary>A single-writer lease with a rising epoch, kept in one row that is only ever written conditionally.</summary>
public sealed class LeaseBook(ITable table, string name)
{
    private const string Partition = "lease";

    /// <summary>The lease as it stands, run out or let go perhaps; null when there never was one.</summary>
    public async Task<Lease?> ReadAsync(CancellationToken cancellation) => (await FindAsync(cancellation)).Lease;

    /// <summary>Takes the lease when it is free, has run out or is one's own.</summary>
    /// <param name="holder">Unique per process.</param>
    /// <param name="epochMin">The new epoch is at least this: what was written under earlier ones may outlive the row.</param>
    /// <returns>Null when somebody else has it.</returns>
    public async Task<Lease?> AcquireAsync(string holder, Timestamp now, TimeSpan duration, long epochMin, CancellationToken cancellation)
    {
        (Lease? standing, Row? row) = await FindAsync(cancellation);
        if (standing is not null && standing.Holder != holder && standing.ExpiresAt > now) return null;
        Lease taken = new(holder, Math.Max((standing?.Epoch ?? 0) + 1, epochMin), now + duration);
        return await WriteAsync(taken, row, cancellation) ? taken : null;
    }

    /// <summary>Keeps the lease for longer.</summary>
    /// <returns>Null when it is lost: the holder must stop before its next send.</returns>
    public async Task<Lease?> RenewAsync(Lease lease, Timestamp now, TimeSpan duration, CancellationToken cancellation)
    {
        (Lease? standing, Row? row) = await FindAsync(cancellation);
        if (standing is null || standing.Holder != lease.Holder || standing.Epoch != lease.Epoch) return null;
        Lease renewed = standing with { ExpiresAt = now + duration };
        return await WriteAsync(renewed, row, cancellation) ? renewed : null;
    }

    /// <summary>Lets go; the epoch stays, so that the next one is higher.</summary>
    public async Task ReleaseAsync(Lease lease, CancellationToken cancellation)
    {
        (Lease? standing, Row? row) = await FindAsync(cancellation);
        if (standing is null || standing.Holder != lease.Holder || standing.Epoch != lease.Epoch) return;
        await WriteAsync(standing with { ExpiresAt = default }, row, cancellation);
    }

    private async Task<(Lease? Lease, Row? Row)> FindAsync(CancellationToken cancellation)
    {
        Row? row = await table.FindAsync(Partition, name, cancellation);
        return (row is null ? null : CloudJson.Read<Lease>(row.Content, $"The lease {name}"), row);
    }

    private Task<bool> WriteAsync(Lease lease, Row? standing, CancellationToken cancellation) =>
        table.WriteAsync([RowWrite.Upon(standing, Partition, name, CloudJson.Write(lease))], cancellation);
}
