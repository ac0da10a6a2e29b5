using System.Globalization;
using System.Text;
using Parley.Domain;

namespace Parley.Cli.Hosting;

/// <summary>
/// Rows of features as CSV: UTF-8, line feeds, invariant numbers in the shortest form that reads back to the same bits,
/// nothing where a value is not known. Formats into one buffer and keeps no row. The stream stays the caller's.
/// </summary>
internal sealed class FeatureCsv(Stream output, IReadOnlyList<string> names, IReadOnlyList<int> indexes)
{
    private const int BufferSize = 1 << 16;
    private const int CellMax = 64;

    private readonly int[] _indexes = [.. indexes];
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _length;

    /// <summary>Columns of every table, before the features.</summary>
    public static IReadOnlyList<string> BarColumns { get; } =
        ["open_time", "close_time", "after_gap", "missing_bars", "open", "high", "low", "close", "volume"];

    public void Head()
    {
        foreach (string name in BarColumns) Text(name);
        foreach (int index in _indexes) Text(names[index]);
        EndLine();
    }

    /// <returns>How many features of the row are not known.</returns>
    public int Row(in Bar bar, long missing, ReadOnlySpan<double> values)
    {
        Text(bar.OpenTime.ToString());
        Text(bar.CloseTime.ToString());
        Text(bar.AfterGap ? "1" : "0");
        Number(missing);
        Text(bar.Open.ToString());
        Text(bar.High.ToString());
        Text(bar.Low.ToString());
        Text(bar.Close.ToString());
        Number(bar.Volume);
        int unknown = 0;
        foreach (int index in _indexes)
            if (!Number(values[index])) unknown++;
        EndLine();
        return unknown;
    }

    public void Flush()
    {
        output.Write(_buffer, 0, _length);
        output.Flush();
        _length = 0;
    }

    private void Text(string text)
    {
        Reserve(text.Length * 3);
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
        Comma();
    }

    private bool Number(double value)
    {
        Reserve(CellMax);
        bool known = double.IsFinite(value);
        if (known && value.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture)) _length += written;
        Comma();
        return known;
    }

    private void Comma() => _buffer[_length++] = (byte)',';

    private void EndLine() => _buffer[_length - 1] = (byte)'\n';

    // One byte is for the comma. The last comma of a line becomes its end, so it has to be in the buffer still.
    private void Reserve(int bytes)
    {
        if (_length + bytes + 1 <= BufferSize) return;
        output.Write(_buffer, 0, _length);
        _length = 0;
    }
}
