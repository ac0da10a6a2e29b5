using Parley.Domain;

namespace Parley.Ports;

/// <summary>
/// The way to a venue: commands out, facts in. A command returns at once; what became of it arrives later as a
/// <see cref="VenueFact"/>, possibly twice, possibly never. Nothing here retries.
/// </summary>
public interface IOrderGateway
{
    /// <summary>Sends the order once.</summary>
    void Place(PlaceOrder order);

    /// <summary>Asks for the order to be taken off the book. Idempotent.</summary>
    void Cancel(Symbol symbol, ClientOrderId id);

    /// <summary>The venue's clock, as well as it is known here. Never goes back.</summary>
    Timestamp Now { get; }

    /// <summary>
    /// Asks what became of an order. Answered by the facts that say so (accepted, fills, its end) or by
    /// <see cref="OrderNotFound"/>; not answered at all when asking failed.
    /// </summary>
    void Lookup(Symbol symbol, ClientOrderId id);

    /// <summary>
    /// Asks what the venue holds for an instrument: open orders of every book, position, trades. Answered by the fills
    /// since a moment, then <see cref="StockTaken"/>; not answered at all when asking failed.
    /// </summary>
    /// <param name="since">Venue time from which trades are read again.</param>
    void TakeStock(Symbol symbol, Timestamp since);

    /// <summary>Takes the next fact that has arrived, in order of arrival.</summary>
    bool TryTake(out VenueFact fact);
}
