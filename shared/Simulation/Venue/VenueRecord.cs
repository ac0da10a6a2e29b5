using Parley.Domain;

namespace Parley.Simulation;

/// <summary>One acceptance of an order by the venue.</summary>
internal sealed class VenueOrder(PlaceOrder order, Timestamp acceptedAt)
{
    public PlaceOrder Order { get; } = order;

    public Timestamp AcceptedAt { get; } = acceptedAt;

    public Quantity Filled { get; set; }

    /// <summary>When it stopped being open; null while it is.</summary>
    public Timestamp? EndedAt { get; set; }

    public bool IsOpen => EndedAt is null;
}

/// <summary>What truly happened at the venue: what every order, trade and payment of the audit is compared with.</summary>
internal sealed class VenueRecord
{
    private readonly Dictionary<ClientOrderId, List<VenueOrder>> orders = [];
    private readonly Dictionary<ClientOrderId, List<VenueFact>> about = [];
    private readonly Dictionary<ClientOrderId, PlaceOrder> arrived = [];
    private readonly Dictionary<Symbol, Quantity> positions = [];

    /// <summary>Every execution, in order.</summary>
    public List<OrderFilled> Trades { get; } = [];

    public List<FundingPaid> Funding { get; } = [];

    /// <summary>Ids of people's own orders.</summary>
    public HashSet<ClientOrderId> Foreign { get; } = [];

    public IEnumerable<VenueOrder> Orders => orders.Values.SelectMany(each => each);

    public Quantity PositionOf(Symbol symbol) => positions.GetValueOrDefault(symbol);

    public IReadOnlyList<VenueOrder> Of(ClientOrderId id) => orders.TryGetValue(id, out List<VenueOrder>? found) ? found : [];

    /// <summary>What is known about an order, in order of happening.</summary>
    public IReadOnlyList<VenueFact> FactsOf(ClientOrderId id) => about.TryGetValue(id, out List<VenueFact>? found) ? found : [];

    public bool HasOpen(ClientOrderId id) => Of(id).Any(order => order.IsOpen);

    /// <summary>An order request has reached the engine.</summary>
    public void Arrive(PlaceOrder order) => arrived[order.Id] = order;

    public void Add(VenueFact fact)
    {
        switch (fact)
        {
            case FundingPaid funding:
                Funding.Add(funding);
                return;
            case OrderAccepted accepted:
                Accept(accepted);
                break;
            case OrderFilled fill:
                Fill(fill);
                break;
            case OrderCancelled or OrderExpired:
                End((OrderFact)fact);
                break;
        }

        if (fact is not OrderFact order || fact is CancelRefused) return;
        if (!about.TryGetValue(order.Id, out List<VenueFact>? known)) about.Add(order.Id, known = []);
        known.Add(fact);
    }

    private void Accept(OrderAccepted accepted)
    {
        if (!orders.TryGetValue(accepted.Id, out List<VenueOrder>? same)) orders.Add(accepted.Id, same = []);
        same.Add(new(arrived[accepted.Id], accepted.At));
    }

    private void Fill(OrderFilled fill)
    {
        Trades.Add(fill);
        positions[fill.Symbol] = PositionOf(fill.Symbol) + (fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity);
        VenueOrder order = Newest(fill.Id);
        order.Filled += fill.Quantity;
        if (order.Filled == order.Order.Quantity) order.EndedAt = fill.At;
    }

    private void End(OrderFact fact) => Newest(fact.Id).EndedAt = fact.At;

    // Ids are unique among open orders only: what happens happens to the newest of a name.
    private VenueOrder Newest(ClientOrderId id) => orders[id][^1];
}
