using System.Text.Json;
using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;

namespace Parley.Cli.Hosting;

/// <summary>What became of a decision's orders, folded from the ledger.</summary>
public sealed record OrderOutcome(OrderState Order)
{
    public static IEnumerable<OrderOutcome> Of(string dataDirectory, string decisionId)
    {
        var orders = new OrderRegister();
        List<ClientOrderId> ids = [];
        foreach (LedgerRecord record in DeskLedgerFile.Read(dataDirectory))
        {
            if (record.Kind == LedgerKinds.Intent)
            {
                PlaceOrder order = record.Data.Deserialize(DecisionJson.Canonical.PlaceOrder)!;
                if (!order.Id.Value.StartsWith(decisionId + ".", StringComparison.Ordinal) || !orders.Intend(order)) continue;
                orders.Submit(order.Id, record.At);
                ids.Add(order.Id);
            }
            else if (record.Kind == LedgerKinds.Fact && record.Data.Deserialize(DecisionJson.Canonical.VenueFact) is OrderFact fact)
            {
                orders.Apply(fact);
            }
        }

        foreach (ClientOrderId id in ids)
            if (orders.TryGet(id, out OrderState? state)) yield return new(state);
    }
}
