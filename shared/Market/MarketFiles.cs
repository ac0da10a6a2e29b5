using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// Opens files of market data, plain or compressed (gzip, zip), recognising the format by the content:
/// the venue's public-data CSV (klines, trades, aggTrades), freqtrade's JSON candles, any candle CSV with a header, raw
/// WebSocket recordings and our own. All are streamed in constant memory.
/// </summary>
public static class MarketFiles
{
    private static readonly MarketFileOptions NoOptions = new();

    /// <exception cref="MarketDataException">The file cannot be opened, is empty, or its format is not recognised.</exception>
    public static IMarketFile Open(string path, MarketFileOptions? options = null)
    {
        MarketInput input = MarketInput.Open(path);
        try
        {
            return Recognise(input, options ?? NoOptions);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Opens several files that follow one another; one file is returned as itself.</summary>
    /// <exception cref="MarketDataException">One of them cannot be opened, or there is none.</exception>
    public static IMarketSource OpenAll(IReadOnlyList<string> paths, MarketFileOptions? options = null)
    {
        if (paths.Count == 0) throw new MarketDataException("data", 0, "no file was named");
        List<IMarketFile> files = [];
        try
        {
            foreach (string path in paths) files.Add(Open(path, options));
        }
        catch
        {
            files.ForEach(f => f.Dispose());
            throw;
        }

        return files.Count == 1 ? files[0] : new ConcatenatedSource(files);
    }

    private static IMarketFile Recognise(MarketInput input, MarketFileOptions options)
    {
        ReadOnlySpan<byte> head = input.Bytes.Head;
        ReadOnlySpan<byte> content = head.TrimStart(" \t\r\n"u8);
        if (content.IsEmpty) throw new MarketDataException(input.Path, 0, EmptyReason(input));
        FileNameHints hints = FileNameHints.Of(input.Path);
        if (content.StartsWith(RecordingFormat.Name)) return new ParleyRecordingFile(input, options);
        if (content[0] == (byte)'[') return new CandleFile(input, new JsonCandleRows(input), hints, options);
        if (RecordingLine.IsPreamble(content) || RecordingLine.TrySplit(FirstLine(content), out _, out _))
            return new VenueRecordingFile(input, options);
        ReadOnlySpan<byte> line = FirstLine(head);
        if (CandleColumns.Recognise(line) is { } candles)
            return new CandleFile(input, new CsvCandleRows(input, candles), hints, options);
        if (TradeColumns.Recognise(line) is { } trades) return new CsvTradeFile(input, trades, hints, options);
        throw new MarketDataException(
            input.Path, 1, $"the format is not recognised: {Excerpt.Of(FirstLine(content))} begins no candles, trades or recording");
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOf((byte)'\n');
        return (length < 0 ? text : text[..length]).TrimEnd((byte)'\r');
    }

    private static string EmptyReason(MarketInput input) =>
        input.Bytes.HeadFailure is null ? "the file is empty" : "the compressed file is cut short or damaged";
}
