using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>Terms of the simulated venue.</summary>
public sealed record SimulatedVenueOptions
{
    /// <summary>What can be traded; all settle in one quote currency.</summary>
    public required IReadOnlyList<Instrument> Instruments { get; init; }

    /// <summary>Quote currency at the start; at least 0.</summary>
    public required decimal InitialCash { get; init; }

    /// <summary>Fee on fills of resting orders, in basis points of notional; negative is a rebate. In [−100, 1000].</summary>
    public decimal MakerFeeBps { get; init; } = 2;

    /// <summary>Fee on fills of orders that match at once, in basis points of notional. In [−100, 1000].</summary>
    public decimal TakerFeeBps { get; init; } = 5;

    /// <summary>From sending a command to its taking effect.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>From a fact's happening to its arrival.</summary>
    public TimeSpan AnswerLatency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Notional allowed per unit of equity on perpetuals. Default 1: an unconfigured account cannot borrow.</summary>
    public decimal LeverageMax { get; init; } = 1;

    /// <summary>What market and stop orders lose to the price where only bars are known, in basis points. In [0, 1000].</summary>
    public decimal BarSlippageBps { get; init; }

    /// <summary>Charges fees in a third asset; null charges quote currency.</summary>
    public ThirdAssetFee? FeeAsset { get; init; }

    /// <summary>
    /// Finished orders that <see cref="SimulatedVenue.Lookup"/> and <see cref="SimulatedVenue.TakeStock"/> still know with
    /// their fills; at least 0. Default 0: only open orders are known, and nothing is kept.
    /// </summary>
    public int ArchivedOrders { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its stated bounds; the message names it.</exception>
    internal void Validate()
    {
        Require(Instruments.Count > 0, nameof(Instruments), "name at least one");
        Require(Instruments.DistinctBy(i => i.Symbol).Count() == Instruments.Count, nameof(Instruments), "the same symbol twice");
        Require(Instruments.All(IsSound), nameof(Instruments), "tick, step and minimum quantity must be positive");
        Require(Instruments.All(i => i.QuoteAsset == Instruments[0].QuoteAsset), nameof(Instruments), "they settle in different currencies");
        Require(InitialCash >= 0, nameof(InitialCash), $"{InitialCash} is negative");
        Require(MakerFeeBps is >= -100 and <= 1_000, nameof(MakerFeeBps), $"{MakerFeeBps} is not in [-100, 1000]");
        Require(TakerFeeBps is >= -100 and <= 1_000, nameof(TakerFeeBps), $"{TakerFeeBps} is not in [-100, 1000]");
        Require(Latency >= TimeSpan.Zero, nameof(Latency), $"{Latency} is negative");
        Require(AnswerLatency >= TimeSpan.Zero, nameof(AnswerLatency), $"{AnswerLatency} is negative");
        Require(LeverageMax > 0, nameof(LeverageMax), $"{LeverageMax} is not positive");
        Require(ArchivedOrders >= 0, nameof(ArchivedOrders), $"{ArchivedOrders} is negative");
        Require(FeeAsset is null or { Balance: >= 0, Price: > 0, Discount: >= 0 and < 1 }, nameof(FeeAsset), "balance must not be negative, price positive, discount in [0, 1)");
        Require(BarSlippageBps is >= 0 and <= 1_000, nameof(BarSlippageBps), $"{BarSlippageBps} is not in [0, 1000]");
    }

    private static bool IsSound(Instrument instrument) =>
        instrument.TickSize.IsPositive && instrument.StepSize.IsPositive && instrument.QuantityMin.IsPositive;

    private static void Require(bool holds, string name, string reason)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, $"{name}: {reason}.");
    }
}
