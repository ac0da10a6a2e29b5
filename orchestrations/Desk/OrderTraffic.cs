using Parley.Domain;
using Parley.Execution;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// The only way of orders and cancels to the venue: each is written to the ledger before it is sent, no order is sent twice,
/// and none that its instrument's mode forbids.
/// </summary>
internal sealed class OrderTraffic(IOrderGateway gateway, DeskLedger ledger, IDeskObserver observer, ModeControl modes, OrderRegister register)
{
    public OrderRegister Register => register;

    public ModeControl Modes => modes;

    public long Sent { get; private set; }

    /// <summary>The venue's clock: what runs out runs out by it.</summary>
    public Timestamp Clock => gateway.Now;

    /// <summary>Told of every order on its way, and of every cancel.</summary>
    public OrderWatch? Watch { get; set; }

    /// <summary>Sends an order that was never intended before.</summary>
    /// <returns>False when it is known already or the mode forbids it; nothing has left then.</returns>
    public bool Send(PlaceOrder order, string decisionId, Timestamp now)
    {
        if (!ModeRules.Allows(modes.ModeOf(order.Symbol), order) || !register.Intend(order)) return false;
        ledger.Write(LedgerKinds.Intent, now, order, DecisionJson.Canonical.PlaceOrder, durable: true);
        register.Submit(order.Id, now);
        Sent++;
        observer.OnOrder(order, decisionId);
        Watch?.Sent(order, now);
        gateway.Place(order);
        return true;
    }

    public void Cancel(Symbol symbol, ClientOrderId id, Timestamp now)
    {
        if (!ModeRules.AllowsCancel(modes.ModeOf(symbol))) return;
        ledger.Write(LedgerKinds.Cancel, now, new CancelSent(symbol, id), DecisionJson.Canonical.CancelSent);
        register.RequestCancel(id);
        Watch?.Cancelling(symbol, id);
        gateway.Cancel(symbol, id);
    }

    public void Lookup(Symbol symbol, ClientOrderId id) => gateway.Lookup(symbol, id);

    public void TakeStock(Symbol symbol, Timestamp since) => gateway.TakeStock(symbol, since);

    public bool TryTake(out VenueFact fact) => gateway.TryTake(out fact);

    /// <summary>Something a human must see, into the ledger and to whoever watches.</summary>
    public void Alert(string rule, string message, Timestamp now)
    {
        var alert = new DeskAlert(rule, message) { IsCritical = true };
        ledger.Write(LedgerKinds.Alert, now, alert, DecisionJson.Canonical.DeskAlert);
        observer.OnAlert(now, alert);
    }

    public void Write(AbsenceProved proof, Timestamp now) =>
        ledger.Write(LedgerKinds.Absent, now, proof, DecisionJson.Canonical.AbsenceProved, durable: true);

    public void Write(StopPlanned plan, Timestamp now) => ledger.Write(LedgerKinds.StopPlan, now, plan, DecisionJson.Canonical.StopPlanned);

    public void Write(ExternalHoldings holdings, Timestamp now) =>
        ledger.Write(LedgerKinds.Holdings, now, holdings, DecisionJson.Canonical.ExternalHoldings, durable: true);
}
