using System.Buffers;
using System.Text.Json;
using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// Candles as freqtrade keeps them: <c>[[ms, open, high, low, close, volume], …]</c>, streamed through one pooled buffer,
/// as all of it is usually one line.
/// </summary>
internal sealed class JsonCandleRows(MarketInput input) : ICandleRows
{
    private const int BufferStart = 1 << 16;
    private const int RowMax = 1 << 20;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferStart);
    private int start;
    private int end;
    private bool sourceEnded;
    private bool listEnded;
    private JsonReaderState state;

    /// <summary>Number of the candle, from 1: the file usually is a single line.</summary>
    public long Position { get; private set; }

    public bool TryRead(out CandleRow row)
    {
        row = default;
        while (!listEnded)
        {
            RowResult result = TryReadBuffered(ref row);
            if (result == RowResult.Row) return true;
            if (result == RowResult.NeedsMore) Fill();
        }

        return false;
    }

    public void Dispose()
    {
        input.Dispose();
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        (start, end, sourceEnded, listEnded) = (0, 0, true, true);
    }

    private RowResult TryReadBuffered(ref CandleRow row)
    {
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), sourceEnded, state);
        try
        {
            if (reader.CurrentDepth == 0 && !reader.Read()) return NeedsMore();
            if (!reader.Read()) return NeedsMore();
            if (reader.TokenType == JsonTokenType.EndArray) return EndList(ref reader);
            Position++;
            if (reader.TokenType != JsonTokenType.StartArray) throw Error("a list of six numbers is expected");
            if (!TryReadFields(ref reader, ref row))
            {
                Position--;
                return NeedsMore();
            }
        }
        catch (JsonException)
        {
            throw Error(DescribeRest((int)reader.BytesConsumed));
        }

        start += (int)reader.BytesConsumed;
        state = reader.CurrentState;
        return RowResult.Row;
    }

    private bool TryReadFields(ref Utf8JsonReader reader, ref CandleRow row)
    {
        row.TakerBuyVolume = double.NaN;
        if (!TryNumber(ref reader, "time", out ReadOnlySpan<byte> text)) return false;
        bool isStamp = long.TryParse(text, out long stamp) && EpochStamp.TryRead(stamp, out row.OpenTime);
        if (!isStamp) throw Error($"column time: {Excerpt.Of(text)} is not a moment between 2009 and 2100");
        if (!TryPrice(ref reader, "open", out row.Open) || !TryPrice(ref reader, "high", out row.High)) return false;
        if (!TryPrice(ref reader, "low", out row.Low) || !TryPrice(ref reader, "close", out row.Close)) return false;
        if (!TryNumber(ref reader, "volume", out text)) return false;
        if (!CandleNumber.TryVolume(text, out row.Volume)) throw Error($"column volume: {Excerpt.Of(text)} is not a number");
        if (!reader.Read()) return false;
        return reader.TokenType == JsonTokenType.EndArray ? true : throw Error("more than six numbers");
    }

    private bool TryPrice(ref Utf8JsonReader reader, string column, out long raw)
    {
        raw = 0;
        if (!TryNumber(ref reader, column, out ReadOnlySpan<byte> text)) return false;
        return CandleNumber.TryPrice(text, out raw) ? true : throw Error($"column {column}: {Excerpt.Of(text)} is not a number");
    }

    // The reader runs over one span, so a value never is split into a sequence.
    private bool TryNumber(ref Utf8JsonReader reader, string column, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!reader.Read()) return false;
        text = reader.ValueSpan;
        if (reader.TokenType == JsonTokenType.EndArray) throw Error($"column {column} is missing");
        return reader.TokenType is JsonTokenType.Number or JsonTokenType.String
            ? true
            : throw Error($"column {column}: {Excerpt.Of(text)} is not a number");
    }

    private RowResult EndList(ref Utf8JsonReader reader)
    {
        listEnded = true;
        if (reader.Read()) throw Error("something follows the list of candles");
        return RowResult.End;
    }

    private RowResult NeedsMore()
    {
        if (!sourceEnded) return RowResult.NeedsMore;
        Position++;
        throw Error("the JSON is cut off");
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        if (end == buffer.Length) Grow();
        try
        {
            int count = input.Bytes.Read(buffer, end, buffer.Length - end);
            end += count;
            sourceEnded = count == 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            Position++;
            throw new MarketDataException(input.Path, Position, exception.Message, exception);
        }
    }

    private void Grow()
    {
        if (buffer.Length >= RowMax) throw Error($"a candle is longer than {RowMax} bytes");
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    /// <summary>What stands where JSON should: <c>NaN</c>, for one, is no JSON.</summary>
    private string DescribeRest(int consumed)
    {
        ReadOnlySpan<byte> rest = buffer.AsSpan(start, end - start)[consumed..].TrimStart(", \r\n\t"u8);
        int length = rest.IndexOfAny(",]\n"u8);
        if (length < 0 && sourceEnded) return "the JSON is cut off";
        return $"{Excerpt.Of(length < 0 ? rest : rest[..length])} is not a number";
    }

    private MarketDataException Error(string reason) => new(input.Path, Position, $"candle {Position}: {reason}");

    private enum RowResult
    {
        Row,
        NeedsMore,
        End,
    }
}
