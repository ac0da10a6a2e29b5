using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;

namespace Parley.Simulation;

/// <summary>Listens to one process's desk on behalf of the checkers and the probes.</summary>
internal sealed class NodeObserver(World world, EdgeProcess process) : IDeskObserver
{
    public void OnDecision(Decision decision) => world.Probes.Seen(Probe.Deliberated);

    public void OnOrder(PlaceOrder order, string decisionId) => world.Watch.OnIntent(order, decisionId);

    public void OnFact(VenueFact fact)
    {
        if (fact is OrderFilled { Quantity: var filled } fill && world.Site.Record.Of(fill.Id) is [.., var order] && filled < order.Order.Quantity)
            world.Probes.Seen(Probe.PartialFill);
        if (fact is OrderFilled filling && process.Desk is { } desk && desk.Register.TryGet(filling.Id, out OrderState? state))
        {
            if (state.Accepted is null) world.Probes.Seen(Probe.FillBeforeAccepted);
            if (state.Cancelled is not null || state.Expired is not null) world.Probes.Seen(Probe.FillAfterEnd);
            if (state.IsProtectiveStop) world.Probes.Seen(Probe.StopFilled);
        }

        if (fact is FundingPaid) world.Probes.Seen(Probe.FundingPaid);
    }

    public void OnMode(Timestamp at, ModeChange change)
    {
        world.Hash.Add((int)change.To);
        if (change.To < change.From) world.Probes.Seen(Probe.ModeLoosened);
        Probe? reached = change.To switch
        {
            TradingMode.Guarded => Probe.ModeGuarded,
            TradingMode.ReduceOnly => Probe.ModeReduceOnly,
            TradingMode.CancelOnly => Probe.ModeCancelOnly,
            TradingMode.Halted => Probe.ModeHalted,
            _ => null,
        };
        if (reached is { } probe) world.Probes.Seen(probe);
    }

    public void OnIntents(OrderIntents intents, IntentFate fate, string reason) => world.Strategy.Hear(intents, fate, reason);

    public void OnAlert(Timestamp at, DeskAlert alert)
    {
        if (alert.Rule == "OrderAbsent") world.Probes.Seen(Probe.OrderAbsent);
        if (alert.Rule == "LateFact") world.Probes.Seen(Probe.LateFactAdopted);
    }
}
