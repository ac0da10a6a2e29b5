using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// The trading mode demanded of the edge, one for the desk, and the edge's report on itself. Anybody in charge may tighten;
/// only a human with the right may loosen.
/// </summary>
public sealed class ControlBoard(ITable table)
{
    private const string Partition = "desk";
    private const string ModeKey = "mode";
    private const string ReportKey = "edge";
    private const int Attempts = 8;

    public async Task<ControlState> ReadAsync(CancellationToken cancellation) => (await FindAsync(cancellation)).State;

    /// <summary>Goes to the mode asked for unless a stricter one holds.</summary>
    /// <returns>What holds now.</returns>
    public Task<ControlState> TightenAsync(ModeDemand demand, CancellationToken cancellation) =>
        ChangeAsync(state => demand.Mode > state.Mode ? Of(demand) : state, cancellation);

    /// <summary>Goes to a looser mode.</summary>
    /// <exception cref="UnauthorizedAccessException">The one who asks has no right to loosen.</exception>
    public Task<ControlState> LoosenAsync(ModeDemand demand, Authority authority, CancellationToken cancellation) =>
        authority >= Authority.Principal
            ? ChangeAsync(_ => Of(demand), cancellation)
            : throw new UnauthorizedAccessException($"{demand.By} may tighten only: loosening to {demand.Mode} needs a human with the role Principal.");

    public async Task<EdgeReport?> ReadReportAsync(CancellationToken cancellation) =>
        await table.FindAsync(Partition, ReportKey, cancellation) is { } row ? CloudJson.Read<EdgeReport>(row.Content, "The edge's report") : null;

    /// <summary>Keeps the report unless one of a younger lease is there.</summary>
    /// <returns>False when a younger edge has reported: this one must stop.</returns>
    public async Task<bool> ReportAsync(EdgeReport report, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Row? row = await table.FindAsync(Partition, ReportKey, cancellation);
            if (row is not null && CloudJson.Read<EdgeReport>(row.Content, "The edge's report").Epoch > report.Epoch) return false;
            if (await WriteAsync(ReportKey, CloudJson.Write(report), row, cancellation)) return true;
        }

        throw new RecordException("The edge's report could not be written: somebody else writes it all the time.");
    }

    private static ControlState Of(ModeDemand demand) => new(demand.Mode, demand.Reason, demand.By, demand.At);

    private async Task<ControlState> ChangeAsync(Func<ControlState, ControlState> change, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (ControlState state, Row? row) = await FindAsync(cancellation);
            ControlState wanted = change(state);
            if (wanted == state || await WriteAsync(ModeKey, CloudJson.Write(wanted), row, cancellation)) return wanted;
        }

        throw new RecordException("The trading mode could not be changed: somebody else changes it all the time.");
    }

    private async Task<(ControlState State, Row? Row)> FindAsync(CancellationToken cancellation)
    {
        Row? row = await table.FindAsync(Partition, ModeKey, cancellation);
        return (row is null ? ControlState.Initial : CloudJson.Read<ControlState>(row.Content, "The trading mode"), row);
    }

    private Task<bool> WriteAsync(string key, ReadOnlyMemory<byte> content, Row? standing, CancellationToken cancellation) =>
        table.WriteAsync([RowWrite.Upon(standing, Partition, key, content)], cancellation);
}
