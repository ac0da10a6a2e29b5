using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

/// <summary>Sends one event to a sink.</summary>
internal delegate void DrawnEvent(IInstrumentSink sink);

/// <summary>
/// Events nobody would believe: usual ones, ones off the grid, and the largest and smallest numbers there are, in any
/// order.
/// </summary>
internal sealed class DrawnEvents(Random random)
{
    public const int KindCount = 10;

    private static readonly long[] Extremes =
        [0, 1, -1, 127, 128, 1_000_000, long.MaxValue, long.MinValue, long.MaxValue - 1, long.MinValue + 1, int.MaxValue, int.MinValue];

    public static Instrument Instrument { get; } = new(
        new Symbol("BTCUSDT"), "BTC", "USDT", InstrumentKind.Perpetual,
        Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 5.00m);

    /// <summary>An instrument with any grid, also none.</summary>
    public Instrument DrawInstrument() => new(
        Instrument.Symbol, Text(8), Text(8), (InstrumentKind)random.Next(2),
        Price.FromRaw(Grid()), Quantity.FromRaw(Grid()), Quantity.FromRaw(Any()), AnyDecimal());

    public DrawnEvent Draw() => Draw(random.Next(KindCount));

    public DrawnEvent Draw(int kind)
    {
        switch (kind)
        {
            case 0:
                Trade trade = new(Instrument.Symbol, Any(), Time(), Time(), PriceOf(), QuantityOf(), (Side)random.Next(2), (TradeOrigin)random.Next(2));
                return sink => sink.OnTrade(trade);
            case 1:
                Quote quote = new(Instrument.Symbol, Any(), Time(), Time(), PriceOf(), QuantityOf(), PriceOf(), QuantityOf());
                return sink => sink.OnQuote(quote);
            case 2:
                (Timestamp venue, Timestamp received, long first, long last) = (Time(), Time(), Any(), Any());
                long previous = random.Next(2) == 0 ? -1 : Any();
                (BookLevel[] bids, BookLevel[] asks) = (Levels(), Levels());
                return sink => sink.OnDepth(new DepthUpdate(Instrument.Symbol, venue, received, first, last, previous, bids, asks));
            case 3:
                (Timestamp at, Timestamp seen, long id) = (Time(), Time(), Any());
                (BookLevel[] buyers, BookLevel[] sellers) = (Levels(), Levels());
                return sink => sink.OnSnapshot(new DepthSnapshot(Instrument.Symbol, at, seen, id, buyers, sellers));
            case 4:
                MarkPrice mark = new(Instrument.Symbol, Time(), Time(), PriceOf(), AnyDouble(), Time());
                return sink => sink.OnMark(mark);
            case 5:
                Bar bar = BarOf(Instrument.Symbol);
                return sink => sink.OnBar(bar);
            case 6:
                NewsItem item = new(
                    Text(20), Time(), Time(), Text(20), Text(200),
                    random.Next(3) switch { 0 => default, 1 => Instrument.Symbol, _ => new Symbol(Text(10)) },
                    random.Next(2) == 0 ? null : AnyDouble());
                return sink => sink.OnNews(item);
            case 7:
                Timestamp now = Time();
                return sink => sink.OnClock(now);
            case 8:
                Bar other = BarOf(new Symbol(Text(10)));
                return sink => sink.OnReferenceBar(other);
            default:
                Timestamp due = Time();
                AccountView account = new(
                    AnyDecimal(), AnyDecimal(), Quantity.FromRaw(Any()), AnyDecimal(), AnyDecimal(), AnyDecimal(), AnyDecimal(),
                    unchecked((int)Any()), unchecked((int)Any()), (TradingMode)random.Next(5))
                {
                    ExposureElsewhere = AnyDecimal(),
                    OrdersInLastMinute = unchecked((int)Any()),
                    Risk = random.Next(3) == 0 ? null : RiskOf(),
                };
                return sink => sink.OnDue(due, account);
        }
    }

    private RiskInputs RiskOf() => new()
    {
        ReturnsEvery = Timeframe.From(TimeSpan.FromSeconds(random.NextInt64(1, 1_000_000))),
        Returns = Series(),
        Elsewhere = Series(),
        NetElsewhere = AnyDecimal(),
        LossStreak = unchecked((int)Any()),
        LastLossAt = Time(),
        NextFunding = Time(),
        LastFunding = Time(),
    };

    // Mostly of few digits, as the desk rounds them; else anything.
    private double[] Series()
    {
        int digits = random.Next(10);
        return [.. Enumerable.Range(0, random.Next(40)).Select(_ => digits > 8 ? AnyDouble() : random.Next(-1_000_000, 1_000_000) / Math.Pow(10, digits))];
    }

    private Bar BarOf(Symbol symbol) => new(
        symbol, Timeframe.From(TimeSpan.FromSeconds(random.Next(3) == 0 ? 9_223_372_036 : random.NextInt64(1, 1_000_000))), Time(),
        PriceOf(), PriceOf(), PriceOf(), PriceOf(), AnyDouble(), AnyDouble(), unchecked((int)Any()), random.Next(2) == 0);

    private BookLevel[] Levels() =>
        [.. Enumerable.Range(0, random.Next(4) == 0 ? random.Next(60) : random.Next(4)).Select(_ => new BookLevel(PriceOf(), QuantityOf()))];

    private long Grid() => random.Next(4) switch
    {
        0 => Extremes[random.Next(Extremes.Length)],
        1 => random.NextInt64(1, 1_000),
        _ => 10_000_000,
    };

    // Mostly on the grid and near each other, as in a market; else anything.
    private Price PriceOf() => Price.FromRaw(random.Next(8) == 0 ? Any() : (640_000 + random.Next(-50, 50)) * 10_000_000L);

    private Quantity QuantityOf() => Quantity.FromRaw(random.Next(8) == 0 ? Any() : random.Next(5_000) * 100_000L);

    private Timestamp Time() => new(random.Next(8) switch
    {
        0 => Any(),
        1 => 1_721_347_200_000_000_000 + random.Next(),
        2 => 1_721_347_200_000_000_000 + random.Next() * 100L,
        3 => 1_721_347_200_000_000_000 + random.Next() * 1_000L,
        _ => 1_721_347_200_000_000_000 + random.Next(100_000) * 1_000_000L,
    });

    private long Any() => random.Next(3) switch
    {
        0 => Extremes[random.Next(Extremes.Length)],
        1 => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
        _ => random.Next(-100, 100),
    };

    private double AnyDouble() => random.Next(4) switch
    {
        0 => double.NaN,
        1 => random.NextDouble(),
        2 => -0.0,
        _ => BitConverter.Int64BitsToDouble(Any()),
    };

    private decimal AnyDecimal() => random.Next(4) switch
    {
        0 => decimal.MinValue,
        1 => new decimal(0, 0, 0, isNegative: true, scale: 3),
        2 => 10_000.500m,
        _ => unchecked(new decimal((int)Any(), (int)Any(), (int)Any(), random.Next(2) == 0, (byte)random.Next(29))),
    };

    // Any UTF-16, half pairs included, but no longer than so many characters.
    private string Text(int most) => string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => random.Next(6) switch
    {
        0 => (char)random.Next(char.MaxValue + 1),
        1 => (char)random.Next(0xD800, 0xE000),
        _ => (char)random.Next(' ', '\u007F'),
    }));
}
