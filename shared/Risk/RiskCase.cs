using System.Runtime.InteropServices;
using Parley.Domain;

namespace Parley.Risk;

/// <summary>The account's sums that the gate weighs; see <see cref="AccountView"/> for their meaning.</summary>
public readonly record struct RiskAccount(
    decimal Equity,
    decimal Cash,
    Quantity Position,
    decimal EquityAtDayStart,
    decimal EquityAtWeekStart,
    decimal EquityPeak,
    decimal ExposureElsewhere,
    int OpenOrders,
    int UnknownOrders,
    int OrdersInLastMinute,
    TradingMode Mode)
{
    public static RiskAccount Of(AccountView account) => new(
        account.Equity, account.Cash, account.Position, account.EquityAtDayStart, account.EquityAtWeekStart, account.EquityPeak,
        account.ExposureElsewhere, account.OpenOrders, account.UnknownOrders, account.OrdersInLastMinute, account.Mode);
}

/// <summary>
/// One question to the gate with all it may know. To be kept and filled again: a loop that asks often makes one and then
/// allocates nothing. The gate changes nothing in it.
/// </summary>
public sealed class RiskCase(Instrument instrument)
{
    public Instrument Instrument { get; set; } = instrument;

    public Side Side { get; set; }

    /// <summary>In [0, 1]; anything else is refused.</summary>
    public double Confidence { get; set; }

    /// <summary>Where the protective stop is wanted; the gate puts it on the grid.</summary>
    public Price Stop { get; set; }

    /// <summary>Venue time of the question.</summary>
    public Timestamp AsOf { get; set; }

    public Price LastPrice { get; set; }

    /// <summary>Best levels first; empty when no book is live.</summary>
    public ReadOnlyMemory<BookLevel> Bids { get; set; }

    /// <inheritdoc cref="Bids"/>
    public ReadOnlyMemory<BookLevel> Asks { get; set; }

    public RiskAccount Account { get; set; }

    /// <summary>Base volume of the last 24 hours; null or NaN when not known.</summary>
    public double? DailyVolume { get; set; }

    /// <summary>Annualised, as a fraction; null or NaN when not known.</summary>
    public double? Volatility { get; set; }

    /// <summary>Last bar's close ÷ the one before − 1, on the timeframe of <see cref="RiskLimits.CrashGroup"/>; null when not known.</summary>
    public double? LastMove { get; set; }

    /// <summary>How many data issues are open on the instrument.</summary>
    public int DataIssues { get; set; }

    /// <summary>The first of them in words.</summary>
    public string? FirstIssue { get; set; }

    /// <summary>What else is known; null when nobody gathered it.</summary>
    public RiskInputs? Inputs { get; set; }

    internal bool IsBookLive => !Bids.IsEmpty && !Asks.IsEmpty;

    /// <summary>The side of the book that an order of <see cref="Side"/> takes from; empty when no book is live.</summary>
    internal ReadOnlySpan<BookLevel> Opposite => !IsBookLive ? [] : Side == Side.Buy ? Asks.Span : Bids.Span;

    /// <summary>The same question from a snapshot.</summary>
    public static RiskCase Of(Proposal proposal, Snapshot snapshot, RiskLimits limits) => new(snapshot.Instrument)
    {
        Side = proposal.Side,
        Confidence = proposal.Confidence,
        Stop = proposal.StopPrice,
        AsOf = snapshot.AsOf,
        LastPrice = snapshot.LastPrice,
        Bids = Levels(snapshot.Book.Bids),
        Asks = Levels(snapshot.Book.Asks),
        Account = RiskAccount.Of(snapshot.Account),
        DailyVolume = snapshot.DailyVolume,
        Volatility = snapshot.Find(limits.VolatilityGroup, limits.VolatilityFeature),
        LastMove = snapshot.Find(limits.CrashGroup, limits.CrashFeature),
        DataIssues = snapshot.DataIssues.Count,
        FirstIssue = snapshot.DataIssues.Count == 0 ? null : snapshot.DataIssues[0].Detail,
        Inputs = snapshot.Account.Risk,
    };

    private static ReadOnlyMemory<BookLevel> Levels(IReadOnlyList<BookLevel> levels) =>
        levels as BookLevel[] ?? [.. levels];

    /// <summary>Views items without copying them, where they lie in an array.</summary>
    internal static ReadOnlySpan<T> Span<T>(IReadOnlyList<T> items) => items switch
    {
        T[] array => array,
        List<T> list => CollectionsMarshal.AsSpan(list),
        _ => items.ToArray(),
    };
}
