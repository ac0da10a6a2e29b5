using Parley.Domain;

namespace Parley.Execution;

/// <summary>
/// What is held of one instrument, at average cost. Money is exact: the only rounding, the cost of a partly closed
/// position, is to 10⁻¹⁶ and moves between realised and unrealised profit without touching their sum.
/// </summary>
public sealed class Position
{
    private const int CostDecimals = 16;

    private readonly Quantity step;
    private Trip trip;

    /// <param name="step">Less than this cannot be sold; zero where everything can.</param>
    internal Position(Symbol symbol, Quantity step) => (Symbol, this.step) = (symbol, step);

    public Symbol Symbol { get; }

    /// <summary>Signed base quantity, negative when short.</summary>
    public Quantity Quantity { get; private set; }

    /// <summary>What the open quantity cost, in quote currency, with the sign of <see cref="Quantity"/>.</summary>
    public decimal Cost { get; private set; }

    /// <summary>Average price of the open quantity; 0 when flat.</summary>
    public decimal AverageEntry => Quantity.IsZero ? 0m : Cost / Quantity.Value;

    /// <summary>When the first fill of the open position was; the epoch when flat.</summary>
    public Timestamp OpenedAt => Quantity.IsZero ? default : trip.Start;

    /// <summary>Price at which the position is valued: the last one given, or the last fill's.</summary>
    public Price Mark { get; internal set; }

    /// <summary>Profit of everything closed, before fees and funding.</summary>
    public decimal Realised { get; private set; }

    /// <summary>Profit of what is open at its mark, before fees and funding.</summary>
    public decimal Unrealised => Value - Cost;

    public decimal Fees { get; private set; }

    public decimal Funding { get; private set; }

    /// <summary>Quantity × mark, signed.</summary>
    public decimal Value => Mark * Quantity;

    /// <summary>Folds one fill.</summary>
    /// <returns>The round trip it completed, if it did.</returns>
    internal RoundTrip? Apply(OrderFilled fill)
    {
        if (!Mark.IsPositive) Mark = fill.Price;
        Fees += fill.Fee;
        bool buys = fill.Side == Side.Buy;
        bool enlarges = Quantity.IsZero || Quantity.IsPositive == buys;
        if (enlarges)
        {
            Enlarge(fill, fill.Quantity, fill.Fee);
            return null;
        }

        Quantity closed = Quantity.Min(fill.Quantity, Quantity.Abs());
        decimal closingFee = closed == fill.Quantity
            ? fill.Fee
            : decimal.Round(fill.Fee * closed.Value / fill.Quantity.Value, CostDecimals);
        RoundTrip? finished = Shrink(fill, closed, closingFee);
        if (closed < fill.Quantity) Enlarge(fill, fill.Quantity - closed, fill.Fee - closingFee);
        return finished;
    }

    internal void Apply(FundingPaid funding)
    {
        Funding += funding.Amount;
        trip.Funding += funding.Amount;
    }

    private void Enlarge(OrderFilled fill, Quantity quantity, decimal fee)
    {
        if (Quantity.IsZero) trip = new Trip { Start = fill.At, Side = fill.Side };
        else if (Quantity.Abs() < step) trip.Start = fill.At;
        decimal notional = fill.Price * quantity;
        trip.Entered += quantity;
        trip.EntryNotional += notional;
        trip.Fees += fee;
        bool buys = fill.Side == Side.Buy;
        Quantity += buys ? quantity : -quantity;
        Cost += buys ? notional : -notional;
    }

    private RoundTrip? Shrink(OrderFilled fill, Quantity quantity, decimal fee)
    {
        decimal notional = fill.Price * quantity;
        trip.ExitNotional += notional;
        trip.Fees += fee;
        bool all = quantity == Quantity.Abs();
        decimal cost = all ? Cost : decimal.Round(Cost * quantity.Value / Quantity.Abs().Value, CostDecimals);
        bool isLong = Quantity.IsPositive;
        Realised += (isLong ? notional : -notional) - cost;
        Cost -= cost;
        Quantity += isLong ? -quantity : quantity;
        Quantity rest = Quantity.Abs();
        if (!all && rest >= step) return null;
        decimal restNotional = fill.Price * rest;
        trip.ExitNotional += restNotional;
        RoundTrip finished = trip.Finish(Symbol, fill.At);
        trip = new Trip { Start = fill.At, Side = trip.Side, Entered = rest, EntryNotional = restNotional };
        return finished;
    }

    private struct Trip
    {
        public Timestamp Start;
        public Side Side;
        public Quantity Entered;
        public decimal EntryNotional;
        public decimal ExitNotional;
        public decimal Fees;
        public decimal Funding;

        public readonly RoundTrip Finish(Symbol symbol, Timestamp end)
        {
            decimal gross = Side == Side.Buy ? ExitNotional - EntryNotional : EntryNotional - ExitNotional;
            return new(
                symbol, Side, Start, end, EntryNotional / Entered.Value, ExitNotional / Entered.Value, Entered, Fees, Funding,
                gross - Fees + Funding);
        }
    }
}
