using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Worked examples published by StockCharts ChartSchool with its articles on RSI, ATR and Bollinger bands.</summary>
public sealed class WorkedExampleTests
{
    [Fact]
    public void Relative_strength_index_of_the_ChartSchool_example()
    {
        decimal[] closes =
        [
            44.3389m, 44.0902m, 44.1497m, 43.6124m, 44.3278m, 44.8264m, 45.0955m, 45.4245m, 45.8433m, 46.0826m, 45.8931m,
            46.0328m, 45.6140m, 46.2820m, 46.2820m, 46.0028m, 46.0328m, 46.4116m, 46.2222m, 45.6439m, 46.2122m, 46.2521m,
            45.7137m, 46.4515m, 45.7835m, 45.3548m, 44.0288m, 44.1783m, 44.2181m, 44.5672m, 43.4205m, 42.6628m, 43.1314m,
        ];
        double[] published =
        [
            70.5328, 66.3186, 66.5498, 69.4063, 66.3552, 57.9749, 62.9296, 63.2571, 56.0593, 62.3771, 54.7076, 50.4228,
            39.9898, 41.4605, 41.8689, 45.4632, 37.3040, 33.0795, 37.7730,
        ];
        ShouldEnd(Streamed.Columns(SyntheticBars.OfCloses(closes))["rsi_14"], published, 1e-3);
    }

    [Fact]
    public void Average_true_range_of_the_ChartSchool_example()
    {
        (decimal High, decimal Low, decimal Close)[] days =
        [
            // ChartSchool counts the first day's range as high − low; a day before it that closes inside the range does that.
            (48.16m, 48.16m, 48.16m),
            (48.70m, 47.79m, 48.16m), (48.72m, 48.14m, 48.61m), (48.90m, 48.39m, 48.75m), (48.87m, 48.37m, 48.63m),
            (48.82m, 48.24m, 48.74m), (49.05m, 48.635m, 49.03m), (49.20m, 48.94m, 49.07m), (49.35m, 48.86m, 49.32m),
            (49.92m, 49.50m, 49.91m), (50.19m, 49.87m, 50.13m), (50.12m, 49.20m, 49.53m), (49.66m, 48.90m, 49.50m),
            (49.88m, 49.43m, 49.75m), (50.19m, 49.725m, 50.03m), (50.36m, 49.26m, 50.31m), (50.57m, 50.09m, 50.52m),
            (50.65m, 50.30m, 50.41m), (50.43m, 49.21m, 49.34m), (49.63m, 48.98m, 49.37m), (50.33m, 49.61m, 50.23m),
            (50.29m, 49.20m, 49.2375m), (50.17m, 49.43m, 49.93m), (49.32m, 48.08m, 48.43m), (48.50m, 47.64m, 48.18m),
            (48.3201m, 41.55m, 46.57m), (46.80m, 44.2833m, 45.41m), (47.80m, 47.31m, 47.77m), (48.39m, 47.20m, 47.72m),
            (48.66m, 47.90m, 48.62m), (48.79m, 47.7301m, 47.85m),
        ];
        double[] published =
        [
            0.555, 0.593929, 0.585791, 0.568949, 0.615452, 0.61792, 0.642354, 0.674329, 0.69277, 0.775429, 0.78147,
            1.209229, 1.30262, 1.38029, 1.366698, 1.336219, 1.316482,
        ];

        IEnumerable<Bar> bars = days.Select((day, i) => SyntheticBars.Make(
            SyntheticBars.Start + i * Timeframe.FiveMinutes.Duration, day.Close, day.High, day.Low, day.Close, 1));
        ShouldEnd(Streamed.Columns([.. bars])["atr_14"], published, 1e-5);
    }

    [Fact]
    public void Bollinger_bands_of_the_ChartSchool_example()
    {
        decimal[] closes =
        [
            86.1557m, 89.0867m, 88.7829m, 90.3228m, 89.0671m, 91.1453m, 89.4397m, 89.1750m, 86.9302m, 87.6752m, 86.9596m,
            89.4299m, 89.3221m, 88.7241m, 87.4497m, 87.2634m, 89.4985m, 87.9006m, 89.1260m, 90.7043m, 92.9001m, 92.9784m,
            91.8021m, 92.6647m, 92.6843m,
        ];
        double[] upper = [91.291862, 91.949268, 92.612595, 92.934200, 93.311950, 93.728450];
        double[] lower = [86.124018, 86.141052, 85.866895, 85.847210, 85.703650, 85.648870];
        Dictionary<string, double[]> columns = Streamed.Columns(SyntheticBars.OfCloses(closes));
        ShouldEnd(columns["bollinger_upper"], upper, 1e-5);
        ShouldEnd(columns["bollinger_lower"], lower, 1e-5);
    }

    private static void ShouldEnd(double[] column, double[] published, double tolerance)
    {
        Array.FindIndex(column, double.IsFinite).ShouldBe(column.Length - published.Length, "the first value");
        for (int i = 0; i < published.Length; i++)
            column[column.Length - published.Length + i].ShouldBe(published[i], tolerance, $"published value {i}");
    }
}
