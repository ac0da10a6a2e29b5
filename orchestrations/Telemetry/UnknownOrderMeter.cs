using System.Diagnostics.Metrics;
using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>Measures how many orders nobody has an answer about, and for how long, by what the desk says of itself now and then.</summary>
internal sealed class UnknownOrderMeter
{
    private readonly Gauge<int> count;
    private readonly Gauge<double> age;
    private readonly Histogram<double> resolved;
    private readonly Dictionary<ClientOrderId, Timestamp> since = [];

    public UnknownOrderMeter(Meter meter)
    {
        count = meter.CreateGauge<int>(MetricNames.OrdersUnknown, "{order}", "Orders whose outcome is not known.");
        age = meter.CreateGauge<double>(MetricNames.OrdersUnknownAge, "s", "How long the oldest of the orders whose outcome is not known has been so.");
        resolved = meter.CreateHistogram<double>(MetricNames.OrdersResolved, "s", "How long it took until an order's outcome was known after all.");
    }

    public void Measure(DeskStatus status)
    {
        HashSet<ClientOrderId> open = [];
        foreach (OpenOrderStatus order in status.OpenOrders)
        {
            if (order.Phase != nameof(OrderPhase.Unknown)) continue;
            open.Add(order.Order.Id);
            since.TryAdd(order.Order.Id, status.Now);
        }

        foreach ((ClientOrderId id, Timestamp from) in since.Where(known => !open.Contains(known.Key)).ToArray())
        {
            since.Remove(id);
            resolved.Record((status.Now - from).TotalSeconds);
        }

        count.Record(open.Count);
        age.Record(since.Count == 0 ? 0 : since.Values.Max(from => (status.Now - from).TotalSeconds));
    }
}
