using System.Text;

namespace Parley.Market;

internal enum TradeRole
{
    Ignored,
    Id,
    Price,
    Quantity,
    Time,
    BuyerIsMaker,
}

/// <param name="Name">As the header says, or as the venue documents it; for messages.</param>
internal readonly record struct TradeColumn(string Name, TradeRole Role);

/// <summary>Which column of a trade CSV of the venue's public data holds what.</summary>
internal sealed record TradeColumns(TradeColumn[] Meanings, bool HasHeader)
{
    // https://github.com/binance/binance-public-data: trades, and aggTrades; the last column is missing on futures.
    private static readonly TradeColumn[] Single =
    [
        new("id", TradeRole.Id), new("price", TradeRole.Price), new("qty", TradeRole.Quantity),
        new("quote_qty", TradeRole.Ignored), new("time", TradeRole.Time), new("is_buyer_maker", TradeRole.BuyerIsMaker),
        new("is_best_match", TradeRole.Ignored),
    ];

    private static readonly TradeColumn[] Aggregate =
    [
        new("agg_trade_id", TradeRole.Id), new("price", TradeRole.Price), new("quantity", TradeRole.Quantity),
        new("first_trade_id", TradeRole.Ignored), new("last_trade_id", TradeRole.Ignored),
        new("transact_time", TradeRole.Time), new("is_buyer_maker", TradeRole.BuyerIsMaker),
        new("is_best_match", TradeRole.Ignored),
    ];

    /// <summary>Recognises a trade CSV by its first line; null when it is none.</summary>
    public static TradeColumns? Recognise(ReadOnlySpan<byte> firstLine)
    {
        string[] fields = Encoding.UTF8.GetString(firstLine).Split(',');
        for (int i = 0; i < fields.Length; i++) fields[i] = fields[i].Trim().Trim('"');
        bool hasHeader = fields[0].Length > 0 && char.IsAsciiLetter(fields[0][0]);
        TradeColumn[]? meanings = hasHeader ? ByName(fields) : ByShape(fields);
        return meanings is null ? null : new TradeColumns(meanings, hasHeader);
    }

    private static TradeColumn[]? ByName(string[] fields)
    {
        foreach (TradeColumn[] known in (TradeColumn[][])[Single, Aggregate])
        {
            bool matches = fields.Length >= known.Length - 1 && fields.Length <= known.Length
                && fields[0].Equals(known[0].Name, StringComparison.OrdinalIgnoreCase);
            if (matches) return known[..fields.Length];
        }

        return null;
    }

    // Both have seven columns at times; a truth value in the sixth tells them apart.
    private static TradeColumn[]? ByShape(string[] fields)
    {
        if (fields.Length is 6 or 7 && bool.TryParse(fields[5], out _)) return Single[..fields.Length];
        return fields.Length is 7 or 8 && bool.TryParse(fields[6], out _) ? Aggregate[..fields.Length] : null;
    }
}
