using Parley.Ports;

namespace Parley.Orchestrations.Tests;

/// <summary>A venue that says nothing but what a test tells it to say, and keeps every command.</summary>
internal sealed class ScriptedVenue : IOrderGateway
{
    private readonly Queue<VenueFact> _coming = new();

    public List<PlaceOrder> Placed { get; } = [];

    public List<ClientOrderId> Cancelled { get; } = [];

    public List<ClientOrderId> LookedUp { get; } = [];

    public List<(Symbol Symbol, Timestamp Since, Timestamp At)> Stocks { get; } = [];

    public Timestamp Now { get; set; } = Timestamp.Parse("2024-07-19T00:00:00Z");

    public void Say(VenueFact fact) => _coming.Enqueue(fact);

    public void Place(PlaceOrder order) => Placed.Add(order);

    public void Cancel(Symbol symbol, ClientOrderId id) => Cancelled.Add(id);

    public void Lookup(Symbol symbol, ClientOrderId id) => LookedUp.Add(id);

    public void TakeStock(Symbol symbol, Timestamp since) => Stocks.Add((symbol, since, Now));

    public bool TryTake(out VenueFact fact) => _coming.TryDequeue(out fact!);
}
