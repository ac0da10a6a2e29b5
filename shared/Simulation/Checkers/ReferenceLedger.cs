using Parley.Domain;
using Parley.Execution;

namespace Parley.Simulation;

/// <summary>
/// The account once more, as simply as it can be written, from the venue's own record: what the desk's books must come to
/// when nothing is on its way.
/// </summary>
internal sealed class ReferenceLedger
{
    private readonly SortedDictionary<string, decimal> positions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, decimal> fees = new(StringComparer.Ordinal);

    private ReferenceLedger(decimal cash) => Cash = cash;

    public decimal Cash { get; private set; }

    public static ReferenceLedger Of(VenueRecord record, decimal cash)
    {
        ReferenceLedger ledger = new(cash);
        foreach (OrderFilled trade in record.Trades)
        {
            decimal sign = trade.Side == Side.Buy ? 1 : -1;
            ledger.Cash -= sign * trade.Price.Value * trade.Quantity.Value + trade.Fee;
            Add(ledger.positions, trade.Symbol, sign * trade.Quantity.Value);
            Add(ledger.fees, trade.Symbol, trade.Fee);
        }

        foreach (FundingPaid payment in record.Funding) ledger.Cash += payment.Amount;
        return ledger;
    }

    /// <summary>Everything in which a portfolio differs, in words.</summary>
    public IEnumerable<(string Invariant, string What)> Differences(Portfolio portfolio, IReadOnlyList<Instrument> instruments)
    {
        foreach (Instrument instrument in instruments)
        {
            Symbol symbol = instrument.Symbol;
            decimal held = portfolio.Held(symbol).Value;
            decimal truly = positions.GetValueOrDefault(symbol.Value);
            if (held != truly) yield return ("I-07", $"{symbol}: the ledger holds {held}, the venue {truly}");
            decimal paid = portfolio.Find(symbol)?.Fees ?? 0m;
            decimal charged = fees.GetValueOrDefault(symbol.Value);
            if (paid != charged) yield return ("I-01", $"{symbol}: fees are {paid} in the ledger and {charged} at the venue");
        }

        if (portfolio.Cash != Cash) yield return ("I-01", $"cash is {portfolio.Cash} in the ledger and {Cash} by the venue's record");
    }

    private static void Add(SortedDictionary<string, decimal> sums, Symbol symbol, decimal amount) =>
        sums[symbol.Value] = sums.GetValueOrDefault(symbol.Value) + amount;
}
