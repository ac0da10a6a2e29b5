using Parley.Dashboard;
using Parley.Domain;

namespace Parley.Browser.Tests;

/// <summary>Half a day of one-minute bars that look like bitcoin: a seeded walk with calm and wild hours.</summary>
internal sealed class FixtureMarket
{
    public const string Symbol = "BTCUSDT";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly List<BarDto> _minutes = [];

    public FixtureMarket(int minutes = 720)
    {
        Random chance = new(7);
        double price = 61_240;
        double pull = 0;
        for (int i = 0; i < minutes; i++)
        {
            double spread = 26 + 34 * Math.Abs(Math.Sin(i / 95.0)) * (i % 240 > 160 ? 1.7 : 1);
            pull = 0.93 * pull + (chance.NextDouble() - 0.485) * 5;
            double open = price;
            double close = open + pull + (chance.NextDouble() - 0.5) * spread;
            double high = Math.Max(open, close) + chance.NextDouble() * spread * 0.6;
            double low = Math.Min(open, close) - chance.NextDouble() * spread * 0.6;
            double volume = 4 + 40 * chance.NextDouble() * chance.NextDouble() + Math.Abs(close - open) / 3;
            _minutes.Add(new BarDto(Unix(i), Tick(open), Tick(high), Tick(low), Tick(close), Math.Round(volume, 3)));
            price = close;
        }
    }

    public IReadOnlyList<BarDto> Minutes => _minutes;

    public BarDto Latest => _minutes[^1];

    public static DateTimeOffset At(int minute) => Start.AddMinutes(minute);

    public IReadOnlyList<BarDto> Bars(string timeframe)
    {
        if (!Timeframe.TryParse(timeframe, out Timeframe parsed)) return [];
        long seconds = (long)parsed.Duration.TotalSeconds;
        List<BarDto> bars = [];
        foreach (BarDto minute in _minutes)
        {
            long open = minute.Time - minute.Time % seconds;
            if (bars.Count == 0 || bars[^1].Time != open) bars.Add(minute with { Time = open });
            else bars[^1] = Joined(bars[^1], minute);
        }

        return bars;
    }

    private static BarDto Joined(BarDto bar, BarDto minute) => bar with
    {
        High = Math.Max(bar.High, minute.High),
        Low = Math.Min(bar.Low, minute.Low),
        Close = minute.Close,
        Volume = bar.Volume + minute.Volume,
    };

    private static long Unix(int minute) => At(minute).ToUnixTimeSeconds();

    private static decimal Tick(double price) => Math.Round((decimal)price, 1);
}
