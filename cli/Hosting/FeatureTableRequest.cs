using Parley.Cli.Output;
using Parley.Cli.Verbs;
using Parley.Domain;
using Parley.Hosting;
using Parley.Market;

namespace Parley.Cli.Hosting;

/// <summary>What <c>features</c> was asked to tabulate.</summary>
/// <param name="Paths">Files that follow one another.</param>
/// <param name="Timeframe">Of the rows; null: that of the candles, one minute for ticks.</param>
/// <param name="Longer">Timeframes whose last closed bar every row tells as well.</param>
/// <param name="Against">One file for every other market.</param>
/// <param name="Columns">Patterns; empty: every column.</param>
public sealed record FeatureTableRequest(
    IReadOnlyList<string> Paths, Symbol? Symbol, Timeframe? Timeframe, IReadOnlyList<Timeframe> Longer,
    IReadOnlyList<string> Against, IReadOnlyList<FundingFile> Funding, IReadOnlyList<string> Columns, TimeRange Range)
{
    public IEnumerable<string> Inputs => [.. Paths, .. Against, .. Funding.Select(f => f.Path)];

    /// <summary>The timeframe of the rows, checked against the data and the longer ones.</summary>
    /// <exception cref="CliException">They do not fit together.</exception>
    public Timeframe RowTimeframe(MarketFacts facts)
    {
        Timeframe? candles = CandlesOf(facts);
        Timeframe row = Timeframe ?? candles ?? Domain.Timeframe.OneMinute;
        if (candles is { } given) RequireBuildable(row, given, Paths[0]);
        foreach (Timeframe longer in Longer)
            if (longer <= row || longer.Nanoseconds % row.Nanoseconds != 0)
                throw new CliException(ExitCode.Configuration, $"--with {longer}: rows are {row}; only longer timeframes that are a multiple of it can be joined.");
        return row;
    }

    /// <exception cref="CliException">Bars of the data do not add up to rows.</exception>
    public static void RequireBuildable(Timeframe row, Timeframe candles, string path)
    {
        if (row < candles)
            throw new CliException(ExitCode.Configuration, $"--timeframe {row} is shorter than the {candles} candles of {path}.");
        if (row.Nanoseconds % candles.Nanoseconds != 0)
            throw new CliException(ExitCode.Configuration, $"--timeframe {row} is no multiple of the {candles} candles of {path}.");
    }

    /// <summary>Timeframe of the candles that rows are built from; null where trades are.</summary>
    public static Timeframe? CandlesOf(MarketFacts facts) => facts.Kind == MarketFileKind.Candles ? facts.Timeframe : null;
}
