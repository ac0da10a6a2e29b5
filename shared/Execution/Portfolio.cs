using Parley.Domain;

namespace Parley.Execution;

/// <summary>
/// Cash and positions as a fold over fills and funding, all in one quote currency. Spot and perpetuals alike are booked as
/// cash flows: a purchase takes price × quantity from cash, a sale adds it, so that equity is cash plus quantity × mark.
/// Facts that come twice count once: fills by trade id, funding by its moment. Not safe for several threads at once.
/// </summary>
/// <remarks>
/// Always: equity − opening cash = Σ realised + Σ unrealised − Σ fees + Σ funding + flows. Equity does not depend on the order of
/// fills; how profit splits into realised and unrealised, and into round trips, does, so histories are rebuilt in venue order
/// (<see cref="Rebuild"/>).
/// <para>
/// A spot fee that was taken in coins of the instrument leaves fewer of them: the coins count as sold at the fill's price, which
/// pays the fee. What is left of a spot position below one step cannot be sold; its round trip ends there, and the next one
/// begins with it.
/// </para>
/// </remarks>
/// <param name="instruments">Those known; an instrument that is not among them counts as a perpetual.</param>
public sealed class Portfolio(decimal openingCash, IReadOnlyList<Instrument>? instruments = null)
{
    private readonly Dictionary<Symbol, Position> positions = [];
    private readonly HashSet<(Symbol Symbol, long TradeId)> fillsSeen = [];
    private readonly HashSet<(Symbol Symbol, Timestamp At)> fundingSeen = [];
    private readonly HashSet<AccountFlow> flowsSeen = [];
    private readonly List<RoundTrip> roundTrips = [];

    public decimal OpeningCash { get; } = openingCash;

    public decimal Cash { get; private set; } = openingCash;

    /// <summary>What came in without a trade, less what went: no profit.</summary>
    public decimal Flows { get; private set; }

    /// <summary>Every instrument ever traded, flat ones included.</summary>
    public IReadOnlyCollection<Position> Positions => positions.Values;

    /// <summary>Closed positions in the order of their closing.</summary>
    public IReadOnlyList<RoundTrip> RoundTrips => roundTrips;

    /// <summary>Cash plus all positions at their marks.</summary>
    public decimal Equity
    {
        get
        {
            decimal equity = Cash;
            foreach (Position position in positions.Values) equity += position.Value;
            return equity;
        }
    }

    /// <summary>Gross notional of all positions but one instrument's, at their marks.</summary>
    public decimal ExposureBeside(Symbol symbol)
    {
        decimal exposure = 0m;
        foreach (Position position in positions.Values)
            if (position.Symbol != symbol) exposure += Math.Abs(position.Value);
        return exposure;
    }

    /// <summary>The position in an instrument, or null when it was never traded or marked.</summary>
    public Position? Find(Symbol symbol) => positions.GetValueOrDefault(symbol);

    /// <summary>Signed base quantity held; zero when never traded.</summary>
    public Quantity Held(Symbol symbol) => Find(symbol)?.Quantity ?? Quantity.Zero;

    /// <summary>Values an instrument at a price from now on.</summary>
    public void Mark(Symbol symbol, Price price) => Of(symbol).Mark = price;

    /// <summary>Folds a fact. Flows must be in the quote currency.</summary>
    /// <returns>False when it was known already or moves no money.</returns>
    public bool Apply(VenueFact fact) => fact switch
    {
        OrderFilled fill => Apply(fill),
        FundingPaid funding => Apply(funding),
        AccountFlow flow => Apply(flow),
        _ => false,
    };

    /// <summary>Folds facts in venue order (time, then trade id), so that any order of delivery gives the same portfolio.</summary>
    public static Portfolio Rebuild(decimal openingCash, IEnumerable<VenueFact> facts)
    {
        Portfolio portfolio = new(openingCash);
        IEnumerable<VenueFact> ordered = facts
            .OrderBy(fact => fact.At)
            .ThenBy(fact => fact.Symbol.Value, StringComparer.Ordinal)
            .ThenBy(fact => fact is OrderFilled fill ? fill.TradeId : long.MaxValue);
        foreach (VenueFact fact in ordered) portfolio.Apply(fact);
        return portfolio;
    }

    private bool Apply(OrderFilled fill)
    {
        if (!fillsSeen.Add((fill.Symbol, fill.TradeId))) return false;
        decimal notional = fill.Price * fill.Quantity;
        Cash += (fill.Side == Side.Buy ? -notional : notional) - fill.Fee;
        Book(fill);
        if (CoinsCharged(fill) is { IsZero: false } coins)
        {
            Cash += fill.Price * coins;
            Book(fill with { Side = Side.Sell, Quantity = coins, Fee = 0, Charged = null });
        }

        return true;
    }

    private void Book(OrderFilled fill)
    {
        if (Of(fill.Symbol).Apply(fill) is { } finished) roundTrips.Add(finished);
    }

    private Quantity CoinsCharged(OrderFilled fill) =>
        fill.Charged is { Amount: > 0 } charged && Spot(fill.Symbol) is { } spot && spot.BaseAsset == charged.Asset
            ? Quantity.From(decimal.Round(charged.Amount, FixedPoint.Decimals))
            : Quantity.Zero;

    private Instrument? Spot(Symbol symbol)
    {
        foreach (Instrument instrument in instruments ?? [])
            if (instrument.Symbol == symbol && instrument.Kind == InstrumentKind.Spot) return instrument;
        return null;
    }

    private bool Apply(FundingPaid funding)
    {
        if (!fundingSeen.Add((funding.Symbol, funding.At))) return false;
        Cash += funding.Amount;
        Of(funding.Symbol).Apply(funding);
        return true;
    }

    private bool Apply(AccountFlow flow)
    {
        if (!flowsSeen.Add(flow)) return false;
        Cash += flow.Flow.Amount;
        Flows += flow.Flow.Amount;
        return true;
    }

    private Position Of(Symbol symbol)
    {
        if (!positions.TryGetValue(symbol, out Position? position))
            positions.Add(symbol, position = new Position(symbol, Spot(symbol)?.StepSize ?? Quantity.Zero));
        return position;
    }
}
