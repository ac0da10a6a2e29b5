using Parley.Domain;

namespace Parley.Execution;

/// <summary>Freezes the account for a decision on one instrument.</summary>
public static class AccountViews
{
    /// <param name="now">Venue time of the decision.</param>
    /// <param name="reserved">What live orders in other instruments can add to their exposure, in quote currency: they count as filled.</param>
    public static AccountView Of(
        Symbol symbol, Timestamp now, Portfolio portfolio, EquityTracker equity, OrderRegister orders, TradingMode mode, decimal reserved)
    {
        Position? position = portfolio.Find(symbol);
        return new(
            portfolio.Equity, portfolio.Cash, position?.Quantity ?? Quantity.Zero, position?.AverageEntry ?? 0m,
            equity.DayStart, equity.WeekStart, equity.Peak, orders.OpenOrders(symbol), orders.UnknownOrders(symbol), mode)
        {
            ExposureElsewhere = portfolio.ExposureBeside(symbol) + reserved,
            OrdersInLastMinute = orders.EntriesInLastMinute(now),
        };
    }
}
