using Parley.Ports;

namespace Parley.Market;

/// <summary>Reads a source from end to end and reports what it holds. Bad content becomes part of the report.</summary>
public static class DataCheck
{
    /// <summary>Opens, reads and closes a file; one that cannot be opened yields a report that says why.</summary>
    public static DataReport RunFile(string path, MarketFileOptions? options = null)
    {
        try
        {
            using IMarketFile file = MarketFiles.Open(path, options);
            return Run(file);
        }
        catch (MarketDataException exception)
        {
            return new DataReport(path, null, 0, 0, null, null, [], [], null, exception.Message);
        }
    }

    /// <summary>Reads the rest of a source, without disposing it.</summary>
    public static DataReport Run(IMarketSource source)
    {
        DataCheckSink sink = new();
        string? error = null;
        try
        {
            while (source.Pump(sink))
            {
            }
        }
        catch (MarketDataException exception)
        {
            error = exception.Message;
        }

        IMarketFile? file = source as IMarketFile;
        return new DataReport(
            source.Name,
            file?.Kind,
            source.FramesRead,
            file?.FramesSkipped ?? 0,
            sink.From,
            sink.To,
            sink.SymbolReports(),
            sink.Issues,
            file?.Note,
            error);
    }
}
