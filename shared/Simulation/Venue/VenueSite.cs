using Parley.Domain;

namespace Parley.Simulation;

/// <summary>The venue as a place: its record, its market, and what people may do on its own page.</summary>
internal abstract class VenueSite(Agenda agenda, TraceHash hash)
{
    private readonly Dictionary<Symbol, Timestamp> haltedUntil = [];

    public VenueRecord Record { get; } = new();

    /// <summary>Told every fact the moment it happens, in the order of their coming.</summary>
    public List<Action<VenueFact>> Listeners { get; } = [];

    protected Agenda Agenda => agenda;

    public void Halt(Symbol symbol, Timestamp until) => haltedUntil[symbol] = until;

    public bool IsHalted(Symbol symbol) => haltedUntil.TryGetValue(symbol, out Timestamp until) && agenda.Now < until;

    public abstract void OnTrade(in Trade trade);

    public abstract void OnSnapshot(in DepthSnapshot snapshot);

    public abstract void OnMark(in MarkPrice mark);

    /// <summary>A human places an order on the venue's page.</summary>
    public abstract void PlaceByHand(PlaceOrder order);

    /// <summary>A human cancels an order, anybody's, on the venue's page.</summary>
    public abstract void CancelByHand(VenueOrder order);

    /// <summary>Something has happened at the venue.</summary>
    protected void Note(VenueFact fact)
    {
        Record.Add(fact);
        hash.Add(fact);
        for (int i = 0; i < Listeners.Count; i++) Listeners[i](fact);
    }
}
