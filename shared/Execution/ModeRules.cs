using Parley.Domain;

namespace Parley.Execution;

/// <summary>What may leave in which mode.</summary>
public static class ModeRules
{
    /// <summary>
    /// Whether the order may leave. In cancel-only the one exception is a protective stop: the venue lets it only
    /// shrink a position, and a position that loses its stop because the books are in doubt would be the greater harm.
    /// When halted nothing leaves at all; stops that rest stay.
    /// </summary>
    public static bool Allows(TradingMode mode, PlaceOrder order) => mode switch
    {
        TradingMode.Normal => true,
        TradingMode.Guarded or TradingMode.ReduceOnly => order.ReduceOnly,
        TradingMode.CancelOnly => order is { ReduceOnly: true, Type: OrderType.StopMarket },
        _ => false,
    };

    /// <summary>Whether orders may be cancelled.</summary>
    public static bool AllowsCancel(TradingMode mode) => mode != TradingMode.Halted;
}
