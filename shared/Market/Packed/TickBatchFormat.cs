namespace Parley.Market;

/// <summary>Constants of version 1; <c>docs/tick-batches.md</c> describes the layout. Published batches carry them: never change one.</summary>
internal static class TickBatchFormat
{
    public const byte Version = 1;
    public const int VersionAt = 4;
    public const int ChecksumSize = sizeof(uint);

    /// <summary>The smallest batch anybody could write is longer.</summary>
    public const int LengthMin = 24;

    /// <summary>A larger body is refused before it is unpacked, so that few bytes cannot ask for much memory.</summary>
    public const int BodyMax = 1 << 20;

    /// <summary>Bytes of a symbol or an asset's name.</summary>
    public const int NameMax = 64;

    /// <summary>Bytes of any text of a news item.</summary>
    public const int TextMax = 1 << 14;

    /// <summary>Columns of a body, in their order.</summary>
    public const int ColumnCount = 6;

    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The longest timeframe whose nanoseconds fit, in seconds.</summary>
    public const long TimeframeSecondsMax = long.MaxValue / NanosecondsPerSecond;

    /// <summary>Longest whole number: ten groups of seven bits.</summary>
    public const int VarintMax = 10;

    /// <summary>Bytes that any event but a book's and news stays below.</summary>
    public const int OrdinaryEventMax = 256;

    /// <summary>Bytes of a price and a quantity.</summary>
    public const int LevelMax = 2 * VarintMax;

    /// <summary>Bytes that the numbers and lengths of a header stay below.</summary>
    public const int HeadMax = 64;

    /// <summary>Values in one series of a decision's risk inputs.</summary>
    public const int SeriesMax = 1_280;

    /// <summary>Digits behind the point with which a series is first tried.</summary>
    public const int SeriesDigitsMin = 4;

    /// <summary>Digits behind the point with which a series is tried last.</summary>
    public const int SeriesDigitsMax = 8;

    /// <summary>The values of a series lie there bit for bit.</summary>
    public const int SeriesExact = 255;

    private const double WholeMax = 1L << 53;

    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

    /// <summary>The first bytes of every version.</summary>
    public static ReadOnlySpan<byte> Magic => "PTKB"u8;

    /// <summary>A value of a series as a whole number.</summary>
    public static long Scaled(double value, int digits) => (long)Math.Round(value * PowersOfTen[digits]);

    /// <summary>The value a whole number of a series stands for.</summary>
    public static double Unscaled(long whole, int digits) => whole / PowersOfTen[digits];

    /// <summary>Whether <see cref="Unscaled"/> gives this value back, bit for bit.</summary>
    public static bool IsScaled(double value, int digits) =>
        Math.Abs(value) * PowersOfTen[digits] < WholeMax
        && BitConverter.DoubleToInt64Bits(Unscaled(Scaled(value, digits), digits)) == BitConverter.DoubleToInt64Bits(value);
}

/// <summary>Kind of a record: the lower four bits of its head.</summary>
internal enum RecordKind
{
    /// <summary>No event: the units of the times that follow.</summary>
    Units = 0,
    Trade = 1,
    Quote = 2,
    Depth = 3,
    Snapshot = 4,
    Mark = 5,
    Bar = 6,
    News = 7,
    Clock = 8,
    ReferenceBar = 9,
    Due = 10,
}

/// <summary>The upper four bits of a head; what the last two mean depends on the kind.</summary>
internal static class RecordFlags
{
    public const int None = 0;

    /// <summary>Prices and quantities count 10⁻⁸ units, because one of them is not on the instrument's grid.</summary>
    public const int OffGrid = 0x10;

    public const int TradeSell = 0x40;
    public const int TradeOffBook = 0x80;

    public const int QuoteBidUnchanged = 0x40;
    public const int QuoteAskUnchanged = 0x80;

    /// <summary>The previous id is the last id of the book before.</summary>
    public const int DepthContinues = 0x40;

    /// <summary>The previous id is −1.</summary>
    public const int DepthNoPrevious = 0x80;

    public const int MarkFundingUnchanged = 0x40;

    public const int BarAfterGap = 0x40;

    public const int NewsHasSentiment = 0x40;

    /// <summary>What the risk gate may know beyond the account's sums follows.</summary>
    public const int DueHasRisk = 0x40;
}

/// <summary>Whose news it is.</summary>
internal enum NewsSymbol
{
    /// <summary>The instrument's.</summary>
    Own = 0,

    /// <summary>No symbol is named.</summary>
    None = 1,

    /// <summary>Another symbol follows.</summary>
    Other = 2,
}
