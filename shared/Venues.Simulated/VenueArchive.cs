using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>
/// What became of orders: of all open ones and of the newest finished ones, with their fills. Kept only where somebody asks
/// afterwards; a backtest does not pay for it.
/// </summary>
internal sealed class VenueArchive(int finishedMax)
{
    private readonly Dictionary<ClientOrderId, Entry> newest = [];
    private readonly Dictionary<string, Entry> byVenueId = [];
    private readonly Queue<Entry> finished = new();

    public void Accept(PlaceOrder order, OrderAccepted accepted)
    {
        Entry entry = new(order, accepted);
        newest[order.Id] = entry;
        byVenueId[accepted.VenueOrderId] = entry;
    }

    public void Fill(string venueOrderId, OrderFilled fill, decimal realised)
    {
        if (!byVenueId.TryGetValue(venueOrderId, out Entry? entry)) return;
        entry.Fills.Add((fill, realised));
        entry.Filled += fill.Quantity;
        if (entry.Filled == entry.Order.Quantity) Finish(entry);
    }

    /// <param name="end">How it ended other than by being filled.</param>
    public void End(string venueOrderId, OrderFact end)
    {
        if (!byVenueId.TryGetValue(venueOrderId, out Entry? entry)) return;
        entry.End = end;
        Finish(entry);
    }

    /// <summary>Everything about the newest order of an id, in order of happening; empty when it is not known here.</summary>
    public IEnumerable<VenueFact> FactsOf(Symbol symbol, ClientOrderId id)
    {
        if (!newest.TryGetValue(id, out Entry? entry) || entry.Order.Symbol != symbol) yield break;
        yield return entry.Accepted;
        foreach ((OrderFilled fill, _) in entry.Fills) yield return fill;
        if (entry.End is { } end) yield return end;
    }

    /// <summary>Fills of a symbol from a moment on, in order.</summary>
    public IEnumerable<OrderFilled> FillsSince(Symbol symbol, Timestamp since) => byVenueId.Values
        .Where(entry => entry.Order.Symbol == symbol)
        .SelectMany(entry => entry.Fills)
        .Select(fill => fill.Fill)
        .Where(fill => fill.At >= since)
        .OrderBy(fill => fill.TradeId);

    /// <summary>Profit that a fill realised on a perpetual, before its fee.</summary>
    public decimal RealisedBy(OrderFilled fill) =>
        newest.TryGetValue(fill.Id, out Entry? entry) ? entry.Fills.Find(known => known.Fill.TradeId == fill.TradeId).Realised : 0;

    private void Finish(Entry entry)
    {
        if (entry.IsFinished) return;
        entry.IsFinished = true;
        finished.Enqueue(entry);
        if (finished.Count <= finishedMax) return;
        Entry oldest = finished.Dequeue();
        byVenueId.Remove(oldest.Accepted.VenueOrderId);
        if (newest.TryGetValue(oldest.Order.Id, out Entry? last) && ReferenceEquals(last, oldest)) newest.Remove(oldest.Order.Id);
    }

    private sealed class Entry(PlaceOrder order, OrderAccepted accepted)
    {
        public PlaceOrder Order { get; } = order;

        public OrderAccepted Accepted { get; } = accepted;

        public List<(OrderFilled Fill, decimal Realised)> Fills { get; } = [];

        public Quantity Filled { get; set; }

        public OrderFact? End { get; set; }

        public bool IsFinished { get; set; }
    }
}
