using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>A file of one record per line: counts, progress, and what to do about a torn tail.</summary>
internal abstract class LineFile : IMarketFile
{
    private readonly MarketInput input;
    private readonly LineReader lines;
    private readonly bool allowTornTail;
    private bool ended;

    protected LineFile(MarketInput input, bool allowTornTail)
    {
        this.input = input;
        this.allowTornTail = allowTornTail;
        lines = new LineReader(input.Bytes, input.Path);
    }

    public string Name => input.Path;

    public abstract MarketFileKind Kind { get; }

    public abstract Symbol? Symbol { get; }

    public Timeframe? Timeframe => null;

    public long FramesRead { get; private set; }

    public long FramesSkipped { get; protected set; }

    public double? Progress => ended ? 1 : input.Progress;

    public string? Note { get; protected set; }

    protected long LineNumber => lines.LineNumber;

    public bool Pump(IMarketSink sink)
    {
        try
        {
            return !ended && PumpNext(sink);
        }
        catch (MarketDataException exception) when (allowTornTail && (lines.Failure is not null || lines.IsUnterminated))
        {
            Note = $"the file ends in the middle of a record, as after a killed writer; {FramesRead} whole records were read ({exception.Message})";
            ended = true;
            return false;
        }
    }

    public void Dispose() => lines.Dispose();

    /// <summary>Whether the line is a record rather than a header or a blank.</summary>
    protected virtual bool IsRecord(ReadOnlySpan<byte> line) => !line.Trim((byte)' ').IsEmpty;

    /// <summary>Pushes the events of one record.</summary>
    /// <exception cref="MarketDataException">The record is malformed.</exception>
    protected abstract void Read(ReadOnlySpan<byte> line, IMarketSink sink);

    /// <summary>An error at the line read last.</summary>
    protected MarketDataException Error(string reason) => new(Name, LineNumber, reason);

    /// <summary>Whether the line read last is the beginning of a longer one: formats that end every line know.</summary>
    protected bool IsTorn => lines.IsUnterminated;

    private bool PumpNext(IMarketSink sink)
    {
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (!IsRecord(line)) continue;
            Read(line, sink);
            FramesRead++;
            return true;
        }

        ended = true;
        return false;
    }
}
