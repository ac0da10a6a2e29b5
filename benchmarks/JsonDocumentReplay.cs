using System.Globalization;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Benchmarks;

/// <summary>The plain way: read a line, parse it into a <see cref="JsonDocument"/>, look the fields up, parse the decimals.</summary>
internal static class JsonDocumentReplay
{
    public static ReplayOutcome Run(IReadOnlyList<string> paths)
    {
        ReplaySink sink = new();
        long frames = 0;
        Symbol symbol = default;
        foreach (string line in paths.SelectMany(File.ReadLines))
        {
            frames++;
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            Timestamp received = new(long.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture));
            using JsonDocument document = JsonDocument.Parse(line.AsMemory(space + 1));
            JsonElement body = document.RootElement.TryGetProperty("data", out JsonElement data) ? data : document.RootElement;
            if (body.TryGetProperty("s", out JsonElement name)) symbol = new Symbol(name.GetString()!);
            Read(body, symbol, received, sink);
        }

        return sink.Outcome(frames);
    }

    private static void Read(JsonElement body, Symbol symbol, Timestamp received, ReplaySink sink)
    {
        if (body.TryGetProperty("lastUpdateId", out JsonElement lastId))
        {
            sink.OnSnapshot(new DepthSnapshot(
                symbol, received, received, lastId.GetInt64(), Levels(body.GetProperty("bids")), Levels(body.GetProperty("asks"))));
            return;
        }

        switch (body.TryGetProperty("e", out JsonElement kind) ? kind.GetString() : "bookTicker")
        {
            case "depthUpdate":
                long previous = body.TryGetProperty("pu", out JsonElement pu) ? pu.GetInt64() : -1;
                sink.OnDepth(new DepthUpdate(
                    symbol, Time(body, "E"), received, body.GetProperty("U").GetInt64(), body.GetProperty("u").GetInt64(), previous,
                    Levels(body.GetProperty("b")), Levels(body.GetProperty("a"))));
                break;
            case "bookTicker":
                sink.OnQuote(new Quote(
                    symbol, body.GetProperty("u").GetInt64(), received, received, Price(body, "b"),
                    Quantity(body, "B"), Price(body, "a"), Quantity(body, "A")));
                break;
            case "trade":
                Side side = body.GetProperty("m").GetBoolean() ? Side.Sell : Side.Buy;
                sink.OnTrade(new Trade(
                    symbol, body.GetProperty("t").GetInt64(), Time(body, "T"), received, Price(body, "p"), Quantity(body, "q"), side,
                    TradeOrigin.Market));
                break;
            default:
                break;
        }
    }

    private static BookLevel[] Levels(JsonElement levels)
    {
        BookLevel[] read = new BookLevel[levels.GetArrayLength()];
        int i = 0;
        foreach (JsonElement level in levels.EnumerateArray())
            read[i++] = new BookLevel(Domain.Price.From(Decimal(level[0])), Domain.Quantity.From(Decimal(level[1])));
        return read;
    }

    private static Timestamp Time(JsonElement body, string field) => Timestamp.FromMilliseconds(body.GetProperty(field).GetInt64());

    private static Price Price(JsonElement body, string field) => Domain.Price.From(Decimal(body.GetProperty(field)));

    private static Quantity Quantity(JsonElement body, string field) => Domain.Quantity.From(Decimal(body.GetProperty(field)));

    private static decimal Decimal(JsonElement text) => decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}
