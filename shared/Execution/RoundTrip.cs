using Parley.Domain;

namespace Parley.Execution;

/// <summary>A position from opening to closing.</summary>
/// <param name="Side">Buy for a long position, Sell for a short one.</param>
/// <param name="EntryPrice">Average over everything that enlarged the position, in quote currency.</param>
/// <param name="ExitPrice">Average over everything that shrank it.</param>
/// <param name="Quantity">Base quantity entered, and exited, in all.</param>
/// <param name="Fees">In quote currency, both sides; negative is a rebate.</param>
/// <param name="Funding">In quote currency; positive was received.</param>
/// <param name="NetProfit">In quote currency, after fees and funding.</param>
public sealed record RoundTrip(
    Symbol Symbol,
    Side Side,
    Timestamp EntryTime,
    Timestamp ExitTime,
    decimal EntryPrice,
    decimal ExitPrice,
    Quantity Quantity,
    decimal Fees,
    decimal Funding,
    decimal NetProfit);
