using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// What a file's name says: <c>BTC_USDT-5m.json</c>, <c>BTCUSDT-1m-2024-01.csv</c>, <c>BTCUSDT-aggTrades-2024-01-01.csv</c>,
/// <c>BTC_USDT_USDT-1h-futures.json</c>.
/// </summary>
/// <param name="Symbol">The words before the first one that is a timeframe, a date or a kind of data; null when there is none.</param>
/// <param name="Timeframe">Null when no word is one.</param>
/// <param name="IsConventional">
/// The name follows one of the conventions above, so its symbol is a statement rather than a guess.
/// </param>
internal readonly record struct FileNameHints(Symbol? Symbol, Timeframe? Timeframe, bool IsConventional)
{
    private static readonly string[] KindWords =
        ["trades", "aggtrades", "klines", "futures", "mark", "index", "premium", "funding", "candles", "ohlcv", "bars", "spot", "usdm"];

    public static FileNameHints Of(string path)
    {
        string name = Path.GetFileName(path);
        string[] words = name.Split('.')[0].Split('-', '_');
        int ending = Array.FindIndex(words, EndsSymbol);
        string[] symbol = ending < 0 ? words : words[..ending];

        // A perpetual's settlement currency repeats the quote currency: BTC_USDT_USDT.
        if (symbol.Length == 3 && symbol[1] == symbol[2]) symbol = symbol[..2];
        string text = string.Concat(symbol).ToUpperInvariant();
        bool isSymbol = text.Length is > 0 and <= 32 && text.All(char.IsAsciiLetterOrDigit) && text.Any(char.IsAsciiLetter);
        Timeframe? timeframe = FindTimeframe(words);
        bool conventional = isSymbol && ending > 0 && (timeframe is not null || IsKind(words[ending]));
        return new FileNameHints(isSymbol ? new Symbol(text) : null, timeframe, conventional);
    }

    /// <summary>The symbol to use for data that name none.</summary>
    public Symbol SymbolOr(Symbol? given) =>
        (IsConventional ? Symbol : null) ?? given ?? Symbol ?? new Symbol("UNKNOWN");

    private static bool EndsSymbol(string word) =>
        Domain.Timeframe.TryParse(word, out _) || IsKind(word) || (word.Length >= 4 && word.All(char.IsAsciiDigit));

    private static bool IsKind(string word) => KindWords.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static Timeframe? FindTimeframe(string[] words)
    {
        foreach (string word in words)
            if (Domain.Timeframe.TryParse(word, out Timeframe timeframe)) return timeframe;
        return null;
    }
}
