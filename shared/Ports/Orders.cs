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

    /// <summary>Takes the next fact that has arrived, in order of arrival.</summary>
    bool TryTake(out VenueFact fact);
}
