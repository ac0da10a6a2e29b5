using System.Diagnostics;
using Parley.Cli.Output;
using Parley.Cli.Verbs;
using Parley.Domain;
using Parley.Features;
using Parley.Hosting;
using Parley.Market;
using Parley.Ports;

namespace Parley.Cli.Hosting;

/// <summary>Missing bars between two rows.</summary>
public sealed record RowGap(Timestamp After, Timestamp Until, long Missing);

/// <summary>What came of a table.</summary>
/// <param name="Incomplete">Rows built from shorter bars some of which are missing.</param>
/// <param name="Cells">Features written; bars and times are not counted.</param>
/// <param name="FirstGaps">The first of the gaps, at most <see cref="FeatureTable.GapsKept"/>.</param>
public sealed record FeatureTableResult(
    Symbol Symbol, Timeframe Timeframe, long Rows, int Columns, Timestamp From, Timestamp To, long Gaps, long MissingBars,
    long Incomplete, long Cells, long UnknownCells, IReadOnlyList<RowGap> FirstGaps, TimeSpan Elapsed);

/// <summary>Writes every feature of recorded data, one row per bar. Streams: memory does not grow with the data.</summary>
public sealed class FeatureTable
{
    /// <summary>Gaps told one by one.</summary>
    public const int GapsKept = 20;

    private readonly FeatureTableRequest _request;
    private readonly List<RowGap> _firstGaps = [];
    private FeatureCsv? _csv;
    private Timestamp _from;
    private Timestamp _to;
    private Timestamp _readTo;
    private long _rows;
    private long _gaps;
    private long _missing;
    private long _incomplete;
    private long _unknown;
    private bool _over;

    private FeatureTable(FeatureTableRequest request) => _request = request;

    /// <param name="open">Makes the stream to write to, once everything that can be wrong before the first row is known to be right.</param>
    /// <exception cref="CliException">The request does not fit the data, or no row came of it.</exception>
    /// <exception cref="MarketDataException">A file cannot be read.</exception>
    public static FeatureTableResult Write(FeatureTableRequest request, Func<Stream> open, Action<double> progress, CancellationToken cancellation) =>
        new FeatureTable(request).Run(open, progress, cancellation);

    private FeatureTableResult Run(Func<Stream> open, Action<double> progress, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        var options = new MarketFileOptions(_request.Symbol);
        MarketFacts facts = MarketProbe.Of(_request.Paths, options);
        if (facts.Symbols.Count > 1)
            throw new CliException(ExitCode.Configuration, $"{_request.Paths[0]} holds {string.Join(", ", facts.Symbols)}; choose one with --symbol.");
        Symbol symbol = facts.Symbols[0];
        Timeframe timeframe = _request.RowTimeframe(facts);
        List<ReferenceBars> references = [];
        try
        {
            foreach (string path in _request.Against) references.Add(OpenReference(path, timeframe, symbol, references));
            FundingHistory[] funding = [.. _request.Funding.Select(f => FundingHistory.Read(f, symbol))];
            var rows = new FeatureRows(symbol, timeframe, _request.Longer, references, funding, OnRow);
            IReadOnlyList<FeatureColumn> columns = rows.Engine.Columns;
            bool ticks = facts.Kind != MarketFileKind.Candles;
            bool funded = funding.Length > 0 || facts is { IsPerpetual: true, Kind: MarketFileKind.Recording };
            IReadOnlyList<int> chosen = ColumnChoice.Of(columns, c => Has(c.Definition.Kind, ticks, funded), _request.Columns);
            using IMarketSource source = MarketFiles.OpenAll(_request.Paths, options);
            using Stream output = open();
            _csv = new FeatureCsv(output, [.. columns.Select(c => c.Name)], chosen);
            _csv.Head();
            Read(source, rows, progress, cancellation);
            if (_rows == 0) throw new CliException(ExitCode.NotFound, NoRow(timeframe, source.Name));
            _csv.Flush();
            return new(symbol, timeframe, _rows, FeatureCsv.BarColumns.Count + chosen.Count, _from, _to, _gaps, _missing, _incomplete,
                _rows * chosen.Count, _unknown, _firstGaps, Stopwatch.GetElapsedTime(started));
        }
        finally
        {
            foreach (ReferenceBars reference in references) reference.Dispose();
        }
    }

    // Candles know nothing of flow and spot markets pay no funding: such columns would be empty from top to bottom.
    private static bool Has(FeatureKind kind, bool ticks, bool funded) => kind switch
    {
        FeatureKind.Flow => ticks,
        FeatureKind.Funding => funded,
        _ => true,
    };

    private static ReferenceBars OpenReference(string path, Timeframe timeframe, Symbol symbol, List<ReferenceBars> others)
    {
        ReferenceBars reference = ReferenceBars.Open(path, timeframe);
        if (reference.Symbol != symbol && others.TrueForAll(o => o.Symbol != reference.Symbol)) return reference;
        reference.Dispose();
        throw new CliException(ExitCode.Configuration, $"--against {path}: it holds {reference.Symbol}, which {(reference.Symbol == symbol ? "the table itself is about" : "another --against holds too")}.");
    }

    private void Read(IMarketSource source, FeatureRows rows, Action<double> progress, CancellationToken cancellation)
    {
        long records = 0;
        while (!_over && source.Pump(rows))
        {
            if ((++records & 0xFFF) != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress(source.Progress ?? 0);
        }
    }

    private void OnRow(in Bar bar, long missing, ReadOnlySpan<double> values)
    {
        TimeRange range = _request.Range;
        _readTo = bar.CloseTime;
        if (bar.OpenTime >= range.To) _over = true;
        if (_over || bar.OpenTime < range.From) return;
        if (_rows == 0) _from = bar.OpenTime;
        if (missing > 0)
        {
            _gaps++;
            _missing += missing;
            if (_firstGaps.Count < GapsKept) _firstGaps.Add(new(new(bar.OpenTime.Nanoseconds - missing * bar.Timeframe.Nanoseconds), bar.OpenTime, missing));
        }
        else if (bar.AfterGap)
        {
            _incomplete++;
        }

        _to = bar.CloseTime;
        _rows++;
        _unknown += _csv!.Row(bar, missing, values);
    }

    private string NoRow(Timeframe timeframe, string name) => _request.Range.IsAll || _readTo == default
        ? $"no {timeframe} bar closed in {name}."
        : $"no {timeframe} bar in the time range; {name} was read up to {_readTo}.";
}
