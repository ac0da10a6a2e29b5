namespace Parley.Backtesting;

/// <summary>One round trip: a position opened and closed again.</summary>
/// <param name="Side"><see cref="Side.Buy"/> for a long position, <see cref="Side.Sell"/> for a short one.</param>
/// <param name="EntryBar">Bar at whose open it was entered; −1 where the run has no bars.</param>
/// <param name="ExitBar">Bar at whose open it was left; −1 where the run has no bars.</param>
/// <param name="EntryPrice">Average price paid, quote currency per unit.</param>
/// <param name="ExitPrice">Average price received, quote currency per unit.</param>
/// <param name="Quantity">Positive.</param>
/// <param name="Fees">Of both sides, quote currency.</param>
/// <param name="ExitReason">For example <c>exit_signal</c> or <c>stop_loss</c>.</param>
public readonly record struct ClosedTrade(
    Side Side,
    int EntryBar,
    int ExitBar,
    Timestamp EntryTime,
    Timestamp ExitTime,
    decimal EntryPrice,
    decimal ExitPrice,
    Quantity Quantity,
    decimal Fees,
    string ExitReason)
{
    /// <summary>Notional at entry, quote currency.</summary>
    public decimal Stake => EntryPrice * Quantity.Value;

    /// <summary>Notional of both sides, quote currency.</summary>
    public decimal Volume => (EntryPrice + ExitPrice) * Quantity.Value;

    /// <summary>Before fees, quote currency.</summary>
    public decimal GrossProfit =>
        (Side == Side.Buy ? ExitPrice - EntryPrice : EntryPrice - ExitPrice) * Quantity.Value;

    /// <summary>After the fees of both sides, quote currency.</summary>
    public decimal NetProfit => GrossProfit - Fees;

    /// <summary>Net profit as a share of the notional at entry; 0.01 is one percent.</summary>
    public double ProfitRatio => (double)(NetProfit / Stake);

    public TimeSpan Duration => ExitTime - EntryTime;

    /// <summary>Bars from entry to exit; 0 where the run has no bars.</summary>
    public int BarsHeld => ExitBar - EntryBar;
}

/// <summary>A position still open when the data ended.</summary>
/// <param name="Side"><see cref="Side.Buy"/> for a long position, <see cref="Side.Sell"/> for a short one.</param>
/// <param name="EntryBar">Bar at whose open it was entered; −1 where the run has no bars.</param>
/// <param name="EntryFee">Paid already, quote currency.</param>
/// <param name="MarkPrice">Last price known, quote currency per unit.</param>
public sealed record OpenPosition(
    Side Side,
    int EntryBar,
    Timestamp EntryTime,
    decimal EntryPrice,
    Quantity Quantity,
    decimal EntryFee,
    decimal MarkPrice)
{
    /// <summary>At the mark, after the entry fee; leaving would cost another fee.</summary>
    public decimal UnrealisedProfit =>
        (Side == Side.Buy ? MarkPrice - EntryPrice : EntryPrice - MarkPrice) * Quantity.Value - EntryFee;
}
