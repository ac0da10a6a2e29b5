using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>One line of the venue's own record.</summary>
/// <param name="Kind"><c>accepted</c>, <c>trade</c>, <c>cancelled</c>, <c>expired</c>, <c>refused</c>, <c>funding</c> or <c>algo</c>.</param>
/// <param name="Product"><c>spot</c> or <c>futures</c>.</param>
/// <param name="Amount">Fee of a trade or funding received, in quote currency; zero otherwise.</param>
/// <param name="Position">Of the symbol, afterwards.</param>
/// <param name="Cash">Of the product's account, afterwards.</param>
public sealed record VenueRecordEntry(
    long Number, string Kind, Timestamp At, string Product, Symbol Symbol, string ClientOrderId, long OrderId, long TradeId,
    Side Side, Price? Price, Quantity Quantity, decimal Amount, Quantity Position, decimal Cash);

/// <summary>What really happened at the venue, in order, whatever the client was told. Only ever appended to.</summary>
public sealed class VenueRecord
{
    private readonly List<VenueRecordEntry> entries = [];

    public IReadOnlyList<VenueRecordEntry> Entries => entries;

    internal void Append(VenueRecordEntry entry) => entries.Add(entry);
}
