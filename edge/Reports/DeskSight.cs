using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Edge;

/// <summary>The desk as it looked at one moment between two events, so that all of it fits together.</summary>
/// <param name="TakenAt">By the edge's clock.</param>
/// <param name="LedgerRoot">Hash of the ledger's last record, number <paramref name="LedgerCount"/>.</param>
/// <param name="Frames">Records read from the market.</param>
public sealed record DeskSight(DeskStatus Status, Timestamp TakenAt, string LedgerRoot, long LedgerCount, long Frames)
{
    public static DeskSight Of(Desk desk, TimeProvider clock, long frames)
    {
        (string root, long count) = desk.LedgerHead;
        return new(desk.Status(), Timestamp.From(clock.GetUtcNow()), root, count, frames);
    }

    /// <param name="epoch">Of the lease under which this edge works.</param>
    public EdgeReport Report(long epoch) => new(
        epoch, TakenAt, Status.Now, Status.Mode, Status.ModeReason, Status.Account.Equity,
        [.. Status.Positions.Select(p => new EdgePosition(p.Symbol, p.Quantity, p.AverageEntry, p.Stop))],
        Status.OpenOrders.Count(o => o.Order is not { Type: OrderType.StopMarket, ReduceOnly: true }),
        Status.OpenOrders.Count(o => o.Phase is nameof(Execution.OrderPhase.Unknown)),
        LedgerRoot, LedgerCount);
}
