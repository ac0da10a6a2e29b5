using System.Globalization;
using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Cli.Hosting;

/// <summary>A file of settled funding rates.</summary>
/// <param name="Venue">The name it is known by; the first file's venue is the instrument's own.</param>
/// <param name="ClockAhead">How far the file's clock runs ahead of UTC.</param>
public sealed record FundingFile(string Venue, string Path, TimeSpan ClockAhead);

/// <summary>
/// Settled funding rates of one venue, oldest first. Two formats, told apart by content: freqtrade's
/// <c>[[ms, rate, …], …]</c>, and CSV whose header names a date and a funding rate.
/// </summary>
/// <remarks>A rate counts as known from its settlement on: earlier it was a forecast, which such files do not hold.</remarks>
internal sealed class FundingHistory
{
    private const double RateMax = 0.1;
    private static readonly TimeSpan EightHours = TimeSpan.FromHours(8);

    private readonly List<FundingRate> _rates = [];
    private readonly FundingFile _file;
    private readonly Symbol _symbol;
    private int _next;

    private FundingHistory(FundingFile file, Symbol symbol) => (_file, _symbol) = (file, symbol);

    /// <exception cref="MarketDataException">The file cannot be read; the message names the place and the reason.</exception>
    public static FundingHistory Read(FundingFile file, Symbol symbol)
    {
        if (!File.Exists(file.Path)) throw new MarketDataException(file.Path, 0, "file not found");
        var history = new FundingHistory(file, symbol);
        string text = File.ReadAllText(file.Path);
        if (string.IsNullOrWhiteSpace(text)) throw new MarketDataException(file.Path, 0, "the file is empty");
        if (text.TrimStart().StartsWith('[')) history.ReadJson(text);
        else history.ReadCsv(text);
        if (history._rates.Count == 0) throw new MarketDataException(file.Path, 0, "the file holds no funding rates");
        return history;
    }

    /// <summary>The next rate settled at or before a moment.</summary>
    public bool TryTake(Timestamp until, out FundingRate rate)
    {
        rate = _next < _rates.Count ? _rates[_next] : default;
        if (_next == _rates.Count || rate.SettlesAt > until) return false;
        _next++;
        return true;
    }

    private void ReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            int position = 0;
            foreach (JsonElement row in document.RootElement.EnumerateArray())
            {
                position++;
                if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() < 2 || !row[0].TryGetInt64(out long stamp) || !row[1].TryGetDouble(out double rate))
                    throw new MarketDataException(_file.Path, 0, $"funding rate {position}: [milliseconds, rate, …] is expected");
                Add(Timestamp.FromMilliseconds(stamp), rate, position, $"funding rate {position}: ");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new MarketDataException(_file.Path, 0, "neither a list of [milliseconds, rate, …] nor a CSV of dates and rates", e);
        }
    }

    private void ReadCsv(string text)
    {
        string[] lines = text.Split('\n');
        string[] head = [.. lines[0].Trim('\uFEFF', '\r').Split(',').Select(c => c.Trim().ToLowerInvariant())];
        int date = Array.FindIndex(head, c => c is "date" or "time" or "timestamp");
        int rate = Array.FindIndex(head, c => c is "funding rate" or "funding_rate" or "fundingrate" or "rate");
        int symbol = Array.IndexOf(head, "symbol");
        if (date < 0 || rate < 0) throw new MarketDataException(_file.Path, 1, "a header with the columns Date and Funding Rate is expected");
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0) continue;
            string[] cells = line.Split(',');
            if (cells.Length != head.Length) throw new MarketDataException(_file.Path, i + 1, $"{head.Length} columns are expected, {cells.Length} found");
            if (symbol >= 0) RequireSymbol(cells[symbol], i + 1);
            if (!DateTimeOffset.TryParse(cells[date], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at))
                throw new MarketDataException(_file.Path, i + 1, $"column date: '{cells[date]}' is not a moment");
            if (!double.TryParse(cells[rate], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                throw new MarketDataException(_file.Path, i + 1, $"column funding rate: '{cells[rate]}' is not a number");
            Add(Timestamp.From(at), value, i + 1, "");
        }
    }

    private void RequireSymbol(string cell, int line)
    {
        string name = string.Concat(cell.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (name != _symbol.Value) throw new MarketDataException(_file.Path, line, $"funding of {cell.Trim()}, but the data are of {_symbol}");
    }

    private void Add(Timestamp stamp, double rate, int position, string what)
    {
        Timestamp settled = stamp + _file.ClockAhead.Negate();
        if (!(Math.Abs(rate) <= RateMax))
            throw new MarketDataException(_file.Path, position, string.Create(CultureInfo.InvariantCulture, $"{what}{rate} is no funding rate: more than {RateMax} per settlement"));
        TimeSpan interval = EightHours;
        if (_rates.Count > 0)
        {
            FundingRate previous = _rates[^1];
            if (settled <= previous.SettlesAt) throw new MarketDataException(_file.Path, position, $"{what}time goes backwards at {settled}");
            interval = Interval(settled - previous.SettlesAt, previous.Interval);
        }

        _rates.Add(new(_symbol, _file.Venue, settled, interval, rate));
    }

    // Settlements are stamped some milliseconds late; a longer step than eight hours is a hole in the file.
    private static TimeSpan Interval(TimeSpan step, TimeSpan before) =>
        Math.Round(step.TotalHours) is var hours and >= 1 and <= 8 ? TimeSpan.FromHours(hours) : before;
}
