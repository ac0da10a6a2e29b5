using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>An order that the venue has accepted and that is not done.</summary>
/// <param name="Order">As it was sent.</param>
/// <param name="Filled">Executed so far.</param>
/// <param name="AcceptedAt">When it took effect.</param>
public sealed record OpenOrder(PlaceOrder Order, string VenueOrderId, Quantity Filled, Timestamp AcceptedAt);
