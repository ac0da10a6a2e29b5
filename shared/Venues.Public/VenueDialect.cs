using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Public;

/// <summary>How one venue is asked and how it answers. Reading throws nothing but <see cref="MarketDataException"/>.</summary>
public abstract class VenueDialect(IReadOnlyList<PublicInstrument> instruments, Uri socket, Uri rest)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>In the venue's own spelling, lower case.</summary>
    public abstract string Name { get; }

    public Uri Socket { get; } = socket;

    public Uri Rest { get; } = rest;

    public IReadOnlyList<PublicInstrument> Instruments { get; } = instruments;

    /// <summary>What keeps the socket alive; null where the venue does the asking.</summary>
    public virtual string? Ping => null;

    /// <summary>What is said once the socket is open.</summary>
    public abstract IEnumerable<string> Greetings { get; }

    /// <summary>Path and query of the settled funding rates, as many as one answer holds.</summary>
    public abstract string FundingTarget(PublicInstrument instrument, Timestamp now);

    /// <summary>Reads one message of the socket and hands on the events it holds, perhaps none.</summary>
    /// <param name="funding">Takes the rate that is to settle next.</param>
    /// <returns>What to reply; mostly nothing.</returns>
    /// <exception cref="MarketDataException">It cannot be understood.</exception>
    public string? Read(ReadOnlySpan<byte> message, Timestamp receivedAt, IMarketSink sink, Action<FundingRate> funding)
    {
        if (message.SequenceEqual("pong"u8)) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(message.ToArray(), Strict);
            return ReadMessage(document.RootElement, receivedAt, sink, funding);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException or DivideByZeroException)
        {
            throw Error(e);
        }
    }

    /// <summary>Reads the answer to <see cref="FundingTarget"/>, oldest first.</summary>
    /// <exception cref="MarketDataException">It cannot be understood.</exception>
    public IReadOnlyList<FundingRate> ReadFunding(PublicInstrument instrument, ReadOnlySpan<byte> answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.ToArray(), Strict);
            List<FundingRate> rates = [.. FundingRows(instrument, document.RootElement)];
            rates.Sort((left, right) => left.SettlesAt.CompareTo(right.SettlesAt));
            return WithIntervals(rates);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw Error(e);
        }
    }

    protected abstract string? ReadMessage(JsonElement message, Timestamp receivedAt, IMarketSink sink, Action<FundingRate> funding);

    /// <returns>In any order; an interval of zero where the row does not say.</returns>
    protected abstract IEnumerable<FundingRate> FundingRows(PublicInstrument instrument, JsonElement answer);

    protected PublicInstrument? Find(string venueName) => Instruments.FirstOrDefault(i => i.VenueName == venueName);

    // The interval is the distance to the settlement before; the oldest takes its successor's.
    private static List<FundingRate> WithIntervals(List<FundingRate> rates)
    {
        for (int i = rates.Count - 1; i >= 0; i--)
        {
            if (rates[i].Interval != TimeSpan.Zero) continue;
            TimeSpan interval = i > 0 ? rates[i].SettlesAt - rates[i - 1].SettlesAt
                : rates.Count > 1 ? rates[1].SettlesAt - rates[0].SettlesAt
                : TimeSpan.FromHours(8);
            rates[i] = rates[i] with { Interval = interval };
        }

        return rates;
    }

    private MarketDataException Error(Exception e)
    {
        string reason = e switch
        {
            JsonException => "not valid JSON",
            OverflowException or DivideByZeroException => "a number in it is out of bounds",
            FormatException => e.Message,
            _ => "a field is not of the kind it should be",
        };
        return new MarketDataException(Name, 0, reason, e);
    }
}
