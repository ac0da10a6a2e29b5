using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>A file of candles, whatever its format: judged row by row and handed on as bars.</summary>
internal sealed class CandleFile : IMarketFile
{
    private readonly MarketInput input;
    private readonly ICandleRows rows;
    private readonly Symbol symbol;
    private readonly Timeframe timeframe;
    private readonly CandleCheck check;
    private readonly Queue<(CandleRow Row, long Position)> readAhead = new();
    private bool ended;

    /// <summary>Reads ahead by up to two rows where neither name nor options give the timeframe.</summary>
    /// <exception cref="MarketDataException">The timeframe is not to be found.</exception>
    public CandleFile(MarketInput input, ICandleRows rows, FileNameHints hints, MarketFileOptions options)
    {
        this.input = input;
        this.rows = rows;
        symbol = hints.SymbolOr(options.Symbol);
        timeframe = hints.Timeframe ?? options.Timeframe ?? InferTimeframe();
        check = new CandleCheck(timeframe);
    }

    public string Name => input.Path;

    public MarketFileKind Kind => MarketFileKind.Candles;

    public Symbol? Symbol => symbol;

    public Timeframe? Timeframe => timeframe;

    public long FramesRead { get; private set; }

    public long FramesSkipped => 0;

    public string? Note => null;

    public double? Progress => ended ? 1 : input.Progress;

    public bool Pump(IMarketSink sink)
    {
        if (!TryNext(out CandleRow row, out long position))
        {
            ended = true;
            return FramesRead > 0 ? false : throw new MarketDataException(Name, 0, "the file holds no candles");
        }

        if (check.Fault(row) is { } fault) throw new MarketDataException(Name, position, fault);
        FramesRead++;
        sink.OnBar(new Bar(
            symbol,
            timeframe,
            row.OpenTime,
            Price.FromRaw(row.Open),
            Price.FromRaw(row.High),
            Price.FromRaw(row.Low),
            Price.FromRaw(row.Close),
            row.Volume,
            row.TakerBuyVolume,
            row.Trades,
            check.AfterGap));
        return true;
    }

    public void Dispose() => rows.Dispose();

    private bool TryNext(out CandleRow row, out long position)
    {
        if (readAhead.Count > 0)
        {
            (row, position) = readAhead.Dequeue();
            return true;
        }

        row = default;
        bool read = !ended && rows.TryRead(out row);
        position = rows.Position;
        return read;
    }

    private Timeframe InferTimeframe()
    {
        CandleRow first = ReadAhead();
        if (first.CloseTime > first.OpenTime) return FromSpan(first.CloseTime.Nanoseconds - first.OpenTime.Nanoseconds);
        return FromSpan(ReadAhead().OpenTime.Nanoseconds - first.OpenTime.Nanoseconds);
    }

    private CandleRow ReadAhead()
    {
        if (!rows.TryRead(out CandleRow row))
        {
            string reason = readAhead.Count == 0
                ? "the file holds no candles"
                : "one candle does not tell its timeframe; name it in the file name or the options";
            throw new MarketDataException(Name, 0, reason);
        }

        readAhead.Enqueue((row, rows.Position));
        return row;
    }

    private Timeframe FromSpan(long nanoseconds)
    {
        const long Second = 1_000_000_000;
        if (nanoseconds > 0 && nanoseconds % Second == 0) return Domain.Timeframe.From(TimeSpan.FromSeconds(nanoseconds / Second));
        throw new MarketDataException(
            Name, rows.Position, $"the first candles are {nanoseconds / 1e9} s apart, which is no timeframe");
    }
}
