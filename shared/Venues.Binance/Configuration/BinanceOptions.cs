using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>What the venue does when one of our orders meets another of ours.</summary>
public enum SelfTradePrevention
{
    /// <summary>The resting order goes, so that an exit is never stopped by our own quote.</summary>
    ExpireMaker,

    ExpireTaker,

    ExpireBoth,
}

/// <summary>What the account must look like before futures are traded.</summary>
/// <param name="Leverage">Exactly this; never changed by the adapter.</param>
/// <param name="MarginType"><c>CROSSED</c> or <c>ISOLATED</c>.</param>
public sealed record FuturesTerms(int Leverage, string MarginType);

/// <summary>Settings of one gateway.</summary>
public sealed record BinanceOptions
{
    public required BinanceAccess Access { get; init; }

    /// <summary>The instruments traded: their rules are watched, their stock is taken after every gap of the user stream.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>How old a request may be when the venue takes it: 1,000 to 2,000 ms.</summary>
    public TimeSpan RecvWindow { get; init; } = TimeSpan.FromMilliseconds(1_500);

    public SelfTradePrevention SelfTradePrevention { get; init; } = SelfTradePrevention.ExpireMaker;

    /// <summary>How long the answer to an order is listened for; the venue itself gives up after 10 s.</summary>
    public TimeSpan OrderDeadline { get; init; } = TimeSpan.FromSeconds(12);

    public TimeSpan ReadDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far beyond its trigger a stop may fill where the venue has stop-limit orders only.</summary>
    public decimal StopLimitSlippage { get; init; } = 0.02m;

    /// <summary>What the futures account must be set to; null asserts one-way mode alone.</summary>
    public FuturesTerms? Futures { get; init; }

    /// <summary>After this long without a sign of life the venue cancels our futures orders; null leaves them. Refreshed four times as often.</summary>
    public TimeSpan? DeadMansSwitch { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The newest price of an instrument, where somebody knows it: for filters on price and for fees charged in a third asset.</summary>
    public Func<Symbol, Price?> Prices { get; init; } = _ => null;

    /// <summary>Assumed fee, as a fraction of notional, where the venue charged an asset whose price is not known.</summary>
    public decimal AssumedFeeRate { get; init; } = 0.001m;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    internal void Validate()
    {
        double window = RecvWindow.TotalMilliseconds;
        if (window is < 1_000 or > 2_000 || window % 1 != 0)
            throw new ArgumentOutOfRangeException(nameof(RecvWindow), RecvWindow, "1,000 to 2,000 whole milliseconds.");
        if (Symbols.Count == 0) throw new ArgumentOutOfRangeException(nameof(Symbols), "At least one instrument.");
        if (StopLimitSlippage is <= 0 or >= 0.5m)
            throw new ArgumentOutOfRangeException(nameof(StopLimitSlippage), StopLimitSlippage, "Above 0, below 0.5.");
        if (OrderDeadline < TimeSpan.FromSeconds(11))
            throw new ArgumentOutOfRangeException(nameof(OrderDeadline), OrderDeadline, "Longer than the venue's own 10 s.");
        if (DeadMansSwitch is { TotalSeconds: < 20 })
            throw new ArgumentOutOfRangeException(nameof(DeadMansSwitch), DeadMansSwitch, "At least 20 s.");
    }
}
