namespace Parley.Venues.Simulated.Binance;

/// <summary>All orders the protocol can still answer for: the open ones, and a bounded number of finished ones with their trades.</summary>
internal sealed class OrderArchive(int finishedMax)
{
    private readonly Dictionary<long, FrontOrder> byId = [];
    private readonly Dictionary<string, FrontOrder> openByClient = [];
    private readonly Dictionary<string, FrontOrder> lastByClient = [];
    private readonly SortedDictionary<long, FrontOrder> open = [];
    private readonly Queue<FrontOrder> finished = new();
    private readonly List<FrontTrade> trades = [];

    /// <summary>By order id, oldest first.</summary>
    public IEnumerable<FrontOrder> Open => open.Values;

    public int OpenCount => open.Count;

    public IEnumerable<FrontOrder> All => byId.Values;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FrontTrade> Trades => trades;

    public bool HasOpen(string clientId) => openByClient.ContainsKey(clientId);

    public FrontOrder? Opened(string clientId) => openByClient.GetValueOrDefault(clientId);

    public FrontOrder? Find(long orderId) => byId.GetValueOrDefault(orderId);

    /// <summary>The newest order of an id: the id may be used again once its order is done.</summary>
    public FrontOrder? Find(string clientId) => openByClient.GetValueOrDefault(clientId) ?? lastByClient.GetValueOrDefault(clientId);

    public void Add(FrontOrder order)
    {
        byId.Add(order.OrderId, order);
        lastByClient[order.ClientId] = order;
        openByClient[order.ClientId] = order;
        open.Add(order.OrderId, order);
    }

    public void Add(FrontTrade trade)
    {
        (trade.Order.Trades ??= []).Add(trade);
        trades.Add(trade);
        if (trades.Count > 2 * finishedMax) trades.RemoveRange(0, finishedMax);
    }

    public void Finish(FrontOrder order)
    {
        openByClient.Remove(order.ClientId);
        if (!open.Remove(order.OrderId)) return;
        finished.Enqueue(order);
        if (finished.Count <= finishedMax) return;
        FrontOrder oldest = finished.Dequeue();
        byId.Remove(oldest.OrderId);
        if (lastByClient.TryGetValue(oldest.ClientId, out FrontOrder? last) && ReferenceEquals(last, oldest)) lastByClient.Remove(oldest.ClientId);
    }
}
