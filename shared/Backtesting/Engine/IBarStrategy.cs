namespace Parley.Backtesting;

/// <summary>What a strategy wants done at the open of the next bar.</summary>
public enum BarSignal
{
    /// <summary>Leave things as they are.</summary>
    Hold,

    /// <summary>Buy; ignored while a position is open.</summary>
    EnterLong,

    /// <summary>Sell the position; ignored while flat.</summary>
    Exit,

    /// <summary>Sell the position because it lost too much; ignored while flat.</summary>
    StopLoss,
}

/// <summary>The position a strategy holds at the close of a bar.</summary>
/// <param name="IsOpen">False when flat; the other members then mean nothing.</param>
/// <param name="EntryBar">Bar at whose open it was bought.</param>
public readonly record struct BarPosition(bool IsOpen, int EntryBar, Price EntryPrice);

/// <summary>
/// Decides at every bar close. Implementations are mutable structs, so that the loop is compiled for each of them and the
/// call disappears; an instance serves one run.
/// </summary>
public interface IBarStrategy
{
    /// <param name="bars">The bar that has just closed and all before it.</param>
    BarSignal OnClose(BarHistory bars, BarPosition position);
}
