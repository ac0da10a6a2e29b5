namespace Parley.Backtesting;

/// <summary>
/// One run as it is written down: what ran, on what, and what came of it. Holds no clock reading of its own, so equal runs
/// give equal files.
/// </summary>
/// <param name="Strategy">Name of the strategy.</param>
/// <param name="Equity">Account value over time; preceded by the starting balance.</param>
/// <param name="Price">Price of the instrument over the same time.</param>
/// <param name="Trades">Closed ones, by exit time.</param>
public sealed record BacktestReport(
    string Strategy,
    Symbol Symbol,
    PerformanceMetrics Metrics,
    TimeSeries Equity,
    TimeSeries Price,
    IReadOnlyList<ClosedTrade> Trades)
{
    /// <summary>Null for a run on ticks.</summary>
    public Timeframe? Timeframe { get; init; }

    /// <summary>Bars read; 0 for a run on ticks.</summary>
    public int Bars { get; init; }

    /// <summary>Places where bars are missing.</summary>
    public int Gaps { get; init; }

    public OpenPosition? OpenPosition { get; init; }

    /// <summary>Unit of all money, for example USDT; empty when not known.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Every setting that could change the result, in the order in which it is shown.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Configuration { get; init; } = [];

    /// <summary>Name of the data file, without the folder.</summary>
    public string DataFile { get; init; } = "";

    /// <summary>SHA-256 of the data file, hexadecimal.</summary>
    public string DataHash { get; init; } = "";

    public string CodeVersion { get; init; } = "";

    /// <summary>The report of a bar backtest, with strategy settings, fee and balance as its configuration.</summary>
    public static BacktestReport Of(ConfiguredStrategy strategy, BarBacktestResult result)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(result);
        List<KeyValuePair<string, string>> configuration =
        [
            new("strategy", strategy.Name),
            .. strategy.Settings.Values.Select(s => KeyValuePair.Create(s.Key, Amount.Exact(s.Value))),
            new("starting-balance", Amount.Exact(result.Options.StartingBalance)),
            new("fee-bps", Amount.Exact(result.Options.FeeBps)),
        ];
        return new BacktestReport(
            strategy.Name, result.Series.Symbol, result.Metrics(), result.Equity, result.Series.ToCloseLine(), result.Trades)
        {
            Timeframe = result.Series.Timeframe,
            Bars = result.Bars,
            Gaps = result.Gaps,
            OpenPosition = result.OpenPosition,
            Configuration = configuration,
        };
    }

    /// <summary>Writes <c>trades.csv</c>, <c>equity.csv</c>, <c>report.html</c> and <c>report.json</c>.</summary>
    /// <param name="folder">Created when missing; files of the same names are replaced.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        Write("trades.csv", writer => ReportCsv.WriteTrades(writer, Trades));
        Write("equity.csv", writer => ReportCsv.WriteEquity(writer, Equity, Metrics.StartingBalance));
        Write("report.html", writer => HtmlReport.Write(writer, this));
        Write("report.json", writer => writer.Write(ReportJson.Serialize(this)));

        void Write(string name, Action<TextWriter> content)
        {
            using var writer = new StreamWriter(Path.Combine(folder, name)) { NewLine = "\n" };
            content(writer);
        }
    }
}
