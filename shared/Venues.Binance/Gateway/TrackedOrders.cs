using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>What the adapter must remember of an order to tell its facts under the right name.</summary>
internal sealed class TrackedOrder(ClientOrderId id, Symbol symbol)
{
    public ClientOrderId Id => id;

    public Symbol Symbol => symbol;

    /// <summary>Whether it is in the book of conditional orders; null when not known.</summary>
    public bool? IsAlgo { get; set; }

    /// <summary>Set while it may still execute.</summary>
    public bool IsOpen { get; set; }

    public Side? Side { get; set; }

    public Quantity Quantity { get; set; }

    /// <summary>What the trades told so far add up to.</summary>
    public Quantity Seen { get; private set; }

    /// <summary>Whether its missing trades are being asked for.</summary>
    public bool AskingTrades { get; set; }

    /// <summary>Its numbers in the regular book.</summary>
    public List<long> Numbers { get; } = [];

    private HashSet<long> Trades { get; } = [];

    public void See(long tradeId, Quantity quantity)
    {
        if (Trades.Add(tradeId)) Seen += quantity;
    }
}

/// <summary>The orders the adapter knows, by our name and by the venue's number. Of finished ones the newest are kept.</summary>
internal sealed class TrackedOrders
{
    private const int FinishedKept = 20_000;

    private readonly Dictionary<(Symbol, ClientOrderId), TrackedOrder> byName = [];
    private readonly Dictionary<(Symbol, long), TrackedOrder> byNumber = [];
    private readonly Dictionary<Symbol, (int All, int Algo)> open = [];
    private readonly Queue<TrackedOrder> finished = new();

    public TrackedOrder? Find(Symbol symbol, ClientOrderId id) => byName.GetValueOrDefault((symbol, id));

    /// <summary>By the number in the book of regular orders.</summary>
    public TrackedOrder? Find(Symbol symbol, long number) => byNumber.GetValueOrDefault((symbol, number));

    public TrackedOrder Track(Symbol symbol, ClientOrderId id)
    {
        if (byName.TryGetValue((symbol, id), out TrackedOrder? order)) return order;
        order = new TrackedOrder(id, symbol);
        byName.Add((symbol, id), order);
        return order;
    }

    /// <summary>Remembers under which number of the regular book an order works, or another works for it.</summary>
    public void Number(TrackedOrder order, long number)
    {
        if (number <= 0) return;
        byNumber[(order.Symbol, number)] = order;
        if (!order.Numbers.Contains(number)) order.Numbers.Add(number);
    }

    /// <summary>Counts an order as open.</summary>
    public void Open(TrackedOrder order)
    {
        if (order.IsOpen) return;
        order.IsOpen = true;
        Count(order, 1);
    }

    public void Close(TrackedOrder order)
    {
        if (!order.IsOpen) return;
        Count(order, -1);
        order.IsOpen = false;
        finished.Enqueue(order);
        while (finished.Count > FinishedKept) Forget(finished.Dequeue());
    }

    /// <summary>Orders open on an instrument, and conditional ones of these.</summary>
    public (int All, int Algo) OpenOn(Symbol symbol) => open.GetValueOrDefault(symbol);

    private void Count(TrackedOrder order, int change)
    {
        (int all, int algo) = open.GetValueOrDefault(order.Symbol);
        open[order.Symbol] = (all + change, algo + (order.IsAlgo == true ? change : 0));
    }

    private void Forget(TrackedOrder order)
    {
        if (order.IsOpen) return;
        byName.Remove((order.Symbol, order.Id));
        foreach (long number in order.Numbers) byNumber.Remove((order.Symbol, number));
    }
}
