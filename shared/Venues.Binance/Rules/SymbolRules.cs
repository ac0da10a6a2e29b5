using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Smallest, largest and grid of a quantity; zero switches a bound off.</summary>
public readonly record struct LotRule(Quantity Min, Quantity Max, Quantity Step);

/// <summary>How far a price may lie from the venue's basis, as multiples of it; zero switches a bound off.</summary>
public readonly record struct PriceBand(decimal BuyDown, decimal BuyUp, decimal SellDown, decimal SellUp);

/// <summary>What the venue demands of orders of one instrument, as it says itself.</summary>
/// <param name="Status">The venue's word: <c>TRADING</c>, <c>HALT</c>, <c>BREAK</c> …; one not known here is no trading either.</param>
/// <param name="PriceMin">Zero: no bound.</param>
/// <param name="PriceMax">Zero: no bound.</param>
/// <param name="NotionalMax">Zero: no bound.</param>
/// <param name="MaxOrders">Open orders of the account; zero: no bound.</param>
/// <param name="MaxAlgoOrders">Open conditional orders; zero: no bound.</param>
/// <param name="MaxPosition">Base coins held and bid for; zero: no bound.</param>
public sealed record SymbolRules(
    Instrument Instrument,
    string Status,
    Price PriceMin,
    Price PriceMax,
    LotRule Lot,
    LotRule MarketLot,
    decimal NotionalMax,
    bool NotionalMinForMarket,
    bool NotionalMaxForMarket,
    PriceBand Band,
    int MaxOrders,
    int MaxAlgoOrders,
    decimal MaxPosition,
    IReadOnlyList<string> OrderTypes,
    IReadOnlyList<string> PreventionModes)
{
    public bool IsTrading => Status == "TRADING";

    /// <summary>Whether the instrument takes an order type, in the venue's words.</summary>
    public bool AllowsType(string type) => Has(OrderTypes, type);

    /// <summary>Futures list no modes and allow all.</summary>
    internal bool AllowsPrevention(string mode) => PreventionModes.Count == 0 || Has(PreventionModes, mode);

    /// <summary>The limit of a stop-limit order that shall behave like a stop-market order: beyond the trigger, on the grid.</summary>
    internal Price StopLimit(Side side, Price stop, decimal slippage)
    {
        decimal limit = stop.Value * (side == Side.Buy ? 1 + slippage : 1 - slippage);
        Price tick = Instrument.TickSize;
        Price price = Price.From(decimal.Round(limit, FixedPoint.Decimals));
        if (tick.Raw == 0) return price;
        return side == Side.Buy ? price.CeilingTo(tick) : price.FloorTo(tick);
    }

    private static bool Has(IReadOnlyList<string> words, string word)
    {
        for (int i = 0; i < words.Count; i++)
            if (words[i] == word) return true;
        return false;
    }
}

/// <summary>A step of the margin table of futures, as it holds for this account.</summary>
/// <param name="NotionalMax">Holds for positions up to this worth, in quote currency.</param>
/// <param name="Maintenance">Share of the notional below which the venue liquidates.</param>
/// <param name="LeverageMax">Largest leverage in this step.</param>
public sealed record LeverageBracket(decimal NotionalMax, decimal Maintenance, int LeverageMax);

/// <summary>How often something may happen.</summary>
/// <param name="Kind"><c>REQUEST_WEIGHT</c>, <c>ORDERS</c>, <c>RAW_REQUESTS</c> …</param>
public sealed record RateLimit(string Kind, TimeSpan Interval, int Limit);

/// <summary>What the venue says about itself.</summary>
public sealed record ExchangeInfo(IReadOnlyList<RateLimit> Limits, IReadOnlyList<SymbolRules> Symbols);
