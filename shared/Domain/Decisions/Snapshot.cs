using System.Text.Json.Serialization;

namespace Parley.Domain;

/// <summary>One named number the desk computed; null means "not known yet", never zero.</summary>
public readonly record struct Feature(string Name, double? Value);

/// <summary>Features that belong together: one timeframe (<c>1m</c>) or one subject (<c>flow</c>).</summary>
public sealed record FeatureGroup(string Name, IReadOnlyList<Feature> Features);

/// <summary>The best levels of the book, best first; empty when no book is live.</summary>
public sealed record BookView(IReadOnlyList<BookLevel> Bids, IReadOnlyList<BookLevel> Asks)
{
    public static BookView Empty { get; } = new([], []);

    public bool IsLive => Bids.Count > 0 && Asks.Count > 0;
}

/// <summary>The account as the ledger knows it, in quote currency.</summary>
/// <param name="Equity">Cash plus the position at its mark.</param>
/// <param name="Position">Signed base quantity.</param>
/// <param name="AverageEntry">Average price of the open position; 0 when flat.</param>
/// <param name="EquityPeak">Highest equity since the start.</param>
/// <param name="OpenOrders">Orders at the venue that can still fill, protective stops excluded.</param>
/// <param name="UnknownOrders">Orders whose outcome is not known.</param>
public sealed record AccountView(
    decimal Equity,
    decimal Cash,
    Quantity Position,
    decimal AverageEntry,
    decimal EquityAtDayStart,
    decimal EquityAtWeekStart,
    decimal EquityPeak,
    int OpenOrders,
    int UnknownOrders,
    TradingMode Mode)
{
    /// <summary>Gross notional of positions in all other instruments of the account, in quote currency; never negative.</summary>
    public decimal ExposureElsewhere { get; init; }

    /// <summary>Entry orders sent in the 60 s before the snapshot, whatever became of them.</summary>
    public int OrdersInLastMinute { get; init; }

    /// <summary>What the risk gate may know beyond these sums; null when nobody gathered it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RiskInputs? Risk { get; init; }
}

/// <summary>
/// Everything a decision may rest on, frozen: all agents and the risk gate see this and nothing else, and its content
/// hash names it, so the decision can be made again, bit for bit.
/// </summary>
/// <param name="AsOf">Venue time; nothing in here is younger.</param>
/// <param name="Trigger">The timeframe whose bar close asked for the decision.</param>
/// <param name="DailyVolume">Base volume of the last 24 h, or of as much as was seen; null when unknown.</param>
/// <param name="DataIssues">What the data monitor holds against this instrument right now; non-empty means no new risk.</param>
public sealed record Snapshot(
    Instrument Instrument,
    Timestamp AsOf,
    Timeframe Trigger,
    Price LastPrice,
    double? DailyVolume,
    BookView Book,
    IReadOnlyList<FeatureGroup> Features,
    AccountView Account,
    IReadOnlyList<NewsItem> News,
    IReadOnlyList<DataIssue> DataIssues)
{
    /// <summary>Looks a feature up by group and name; null when absent or unknown.</summary>
    public double? Find(string group, string name)
    {
        foreach (FeatureGroup candidate in Features)
        {
            if (candidate.Name != group) continue;
            foreach (Feature feature in candidate.Features)
                if (feature.Name == name) return feature.Value;
        }

        return null;
    }
}
