using Parley.Ports;

namespace Parley.Market;

/// <summary>Candles as comma-separated lines; a <see cref="CandleColumns"/> says which column is what.</summary>
internal sealed class CsvCandleRows : ICandleRows
{
    private readonly string path;
    private readonly LineReader lines;
    private readonly CandleColumns columns;

    public CsvCandleRows(MarketInput input, CandleColumns columns)
    {
        path = input.Path;
        this.columns = columns;
        lines = new LineReader(input.Bytes, path);
    }

    public long Position => lines.LineNumber;

    public bool TryRead(out CandleRow row)
    {
        row = default;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.IsEmpty || (lines.LineNumber == 1 && columns.HasHeader)) continue;
            Read(line, ref row);
            return true;
        }

        return false;
    }

    public void Dispose() => lines.Dispose();

    private void Read(ReadOnlySpan<byte> line, ref CandleRow row)
    {
        row.TakerBuyVolume = double.NaN;
        var at = new ByteCursor(line);
        CandleColumn[] meanings = columns.Meanings;
        for (int i = 0; i < meanings.Length; i++)
        {
            if (i > 0 && !at.Take((byte)',')) throw Error($"column {meanings[i].Name} is missing: {Excerpt.Of(line)}");
            if (!CsvCandleField.TryTake(ref at, meanings[i].Role, ref row, out ReadOnlySpan<byte> text))
                throw Error($"column {meanings[i].Name}: {Excerpt.Of(text)} is not {CsvCandleField.Expected(meanings[i].Role)}");
        }

        if (!at.AtEnd && !columns.AllowsMore) throw Error($"more than {meanings.Length} columns: {Excerpt.Of(line)}");
    }

    private MarketDataException Error(string reason) => new(path, lines.LineNumber, reason);
}
