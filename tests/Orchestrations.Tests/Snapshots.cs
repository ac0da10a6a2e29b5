namespace Parley.Orchestrations.Tests;

/// <summary>Snapshots for tests: a perpetual at 60,000 with a live book, calm, flat, and nothing known of features.</summary>
internal static class Snapshots
{
    public static Instrument Bitcoin { get; } = new(
        new("BTCUSDT"), "BTC", "USDT", InstrumentKind.Perpetual,
        Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 100);

    public static AccountView Flat { get; } = Account(Quantity.Zero);

    public static AccountView Account(Quantity position) =>
        new(10_000, 10_000, position, position.IsZero ? 0 : 60_000, 10_000, 10_000, 10_000, 0, 0, TradingMode.Normal);

    public static Snapshot With(params FeatureGroup[] features) => new(
        Bitcoin,
        Timestamp.Parse("2024-07-18T23:58:00Z"),
        Timeframe.OneMinute,
        Price.From(60_000),
        20_000,
        new BookView([.. Levels(59_999.9m, -0.1m)], [.. Levels(60_000.1m, 0.1m)]),
        features,
        Flat,
        [],
        []);

    /// <summary>A timeframe on which everything points up (1) or down (−1) in a strong trend.</summary>
    public static FeatureGroup Trend(string timeframe, int direction) => new(timeframe,
    [
        new("close", 60_000),
        new("sma_20", 60_000 - direction * 100),
        new("sma_50", 60_000 - direction * 300),
        new("macd_histogram", direction * 40),
        new("adx_14", 35),
        new("plus_di_14", direction > 0 ? 35 : 10),
        new("minus_di_14", direction > 0 ? 10 : 35),
        new("rsi_14", 50 + direction * 12),
        new("bollinger_percent_b", 0.5 + direction * 0.3),
        new("atr_14", 100),
        new("vwap", 60_000 - direction * 200),
        new("return_1", direction * 0.0005),
    ]);

    public static FeatureGroup Flow(int direction) => new("flow",
    [
        new("book_imbalance_5s", direction * 0.6),
        new("book_imbalance_5", direction * 0.6),
        new("buy_ratio_1m", 0.5 + direction * 0.3),
        new("microprice_deviation_bps", direction * 0.005),
        new("spread_bps", 0.02),
    ]);

    private static IEnumerable<BookLevel> Levels(decimal best, decimal step)
    {
        for (int i = 0; i < 20; i++) yield return new(Price.From(best + i * step), Quantity.From(5));
    }
}
