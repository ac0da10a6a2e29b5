using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>
/// Takes a desk's decisions elsewhere. Beside the market's own events, which it gets from the feed, it hears from the desk
/// what a picture of an instrument needs to be the same there: when bars may close, how other markets' bars came out, and
/// when a decision is due. Called on the desk's own thread, between events.
/// </summary>
public interface IDeskRelay
{
    /// <summary>Bars of the instrument that are over at this venue time close now.</summary>
    void OnClock(Symbol symbol, Timestamp now);

    /// <summary>The instrument is compared with this bar of another market.</summary>
    void OnReferenceBar(Symbol symbol, in Bar bar);

    /// <summary>A decision on the instrument is due.</summary>
    void OnDue(Symbol symbol, Timestamp now, AccountView account);
}
