namespace Parley.Features.Tests;

internal static partial class BarReference
{
    private static Dictionary<string, Func<BarColumns, double[]>> Patterns() => new(StringComparer.Ordinal)
    {
        ["cdl_doji"] = b => b.Column(11, i => Tell(1, Body(b, i) <= MeanRange(b, i, 10) / 10)),
        ["cdl_marubozu"] = b => b.Column(11, i => Tell(Colour(b, i), IsLong(b, i) && IsTiny(b, i, Upper(b, i)) && IsTiny(b, i, Lower(b, i)))),
        ["cdl_hammer"] = b => b.Column(12, i => Tell(1, IsShort(b, i) && Lower(b, i) > Body(b, i) && IsTiny(b, i, Upper(b, i))
            && Bottom(b, i) <= Exact(b.Low[i - 1]) + MeanRange(b, i - 1, 5) / 5)),
        ["cdl_shooting_star"] = b => b.Column(12, i => Tell(-1, IsShort(b, i) && Upper(b, i) > Body(b, i) && IsTiny(b, i, Lower(b, i))
            && Bottom(b, i) > Top(b, i - 1))),
        ["cdl_engulfing"] = b => b.Column(3, i => Tell(Colour(b, i), Colour(b, i) == -Colour(b, i - 1) && Covers(b, i, i - 1)
            && !(Top(b, i) == Top(b, i - 1) && Bottom(b, i) == Bottom(b, i - 1)))),
        ["cdl_harami"] = b => b.Column(12, i => Tell(-Colour(b, i - 1), IsLong(b, i - 1) && !IsLong(b, i) && Covers(b, i - 1, i))),
        ["cdl_piercing"] = b => b.Column(12, i => Tell(1, Colour(b, i - 1) < 0 && IsLong(b, i - 1) && Colour(b, i) > 0 && IsLong(b, i)
            && b.Open[i] < b.Low[i - 1] && b.Close[i] < b.Open[i - 1] && Exact(b.Close[i]) > Bottom(b, i - 1) + Body(b, i - 1) / 2)),
        ["cdl_dark_cloud_cover"] = b => b.Column(12, i => Tell(-1, Colour(b, i - 1) > 0 && IsLong(b, i - 1) && Colour(b, i) < 0
            && b.Open[i] > b.High[i - 1] && b.Close[i] > b.Open[i - 1] && Exact(b.Close[i]) < Top(b, i - 1) - Body(b, i - 1) / 2)),
        ["cdl_morning_star"] = b => b.Column(13, i => Tell(1, Colour(b, i - 2) < 0 && IsLong(b, i - 2) && !IsLong(b, i - 1)
            && Top(b, i - 1) < Bottom(b, i - 2) && IsLong(b, i) && Colour(b, i) > 0
            && Exact(b.Close[i]) > Bottom(b, i - 2) + 0.3m * Body(b, i - 2))),
        ["cdl_evening_star"] = b => b.Column(13, i => Tell(-1, Colour(b, i - 2) > 0 && IsLong(b, i - 2) && !IsLong(b, i - 1)
            && Bottom(b, i - 1) > Top(b, i - 2) && IsLong(b, i) && Colour(b, i) < 0
            && Exact(b.Close[i]) < Top(b, i - 2) - 0.3m * Body(b, i - 2))),
        ["cdl_three_white_soldiers"] = b => b.Column(13, i => Tell(1, IsLong(b, i) && Enumerable.Range(i - 2, 3).All(j => Colour(b, j) > 0
            && IsTiny(b, j, Upper(b, j))) && Follows(b, i) && Follows(b, i - 1))),
        ["cdl_three_black_crows"] = b => b.Column(14, i => Tell(-1, Colour(b, i - 3) > 0 && b.Close[i - 2] < b.High[i - 3]
            && Enumerable.Range(i - 2, 3).All(j => Colour(b, j) < 0 && IsTiny(b, j, Lower(b, j)))
            && Enumerable.Range(i - 1, 2).All(j => b.Open[j] < b.Open[j - 1] && b.Open[j] > b.Close[j - 1] && b.Close[j] < b.Close[j - 1]))),
    };

    private static double Tell(int direction, bool fires) => fires ? direction : 0;

    // Prices in these series have few digits: as decimals their differences, means and fractions are exact.
    private static decimal Exact(double price) => (decimal)price;

    private static int Colour(BarColumns bars, int i) => bars.Close[i] >= bars.Open[i] ? 1 : -1;

    private static decimal Top(BarColumns bars, int i) => Exact(Math.Max(bars.Open[i], bars.Close[i]));

    private static decimal Bottom(BarColumns bars, int i) => Exact(Math.Min(bars.Open[i], bars.Close[i]));

    private static decimal Body(BarColumns bars, int i) => Top(bars, i) - Bottom(bars, i);

    private static decimal Upper(BarColumns bars, int i) => Exact(bars.High[i]) - Top(bars, i);

    private static decimal Lower(BarColumns bars, int i) => Bottom(bars, i) - Exact(bars.Low[i]);

    private static decimal MeanBody(BarColumns bars, int i) => Enumerable.Range(i - 10, 10).Average(j => Body(bars, j));

    private static decimal MeanRange(BarColumns bars, int i, int count) =>
        Enumerable.Range(i - count, count).Average(j => Exact(bars.High[j]) - Exact(bars.Low[j]));

    private static bool IsLong(BarColumns bars, int i) => Body(bars, i) > MeanBody(bars, i);

    private static bool IsShort(BarColumns bars, int i) => Body(bars, i) < MeanBody(bars, i);

    private static bool IsTiny(BarColumns bars, int i, decimal shadow) => shadow < MeanRange(bars, i, 10) / 10;

    private static bool Covers(BarColumns bars, int outer, int inner) =>
        Top(bars, outer) >= Top(bars, inner) && Bottom(bars, outer) <= Bottom(bars, inner);

    // What each later soldier owes the one before him.
    private static bool Follows(BarColumns bars, int i) =>
        bars.Close[i] > bars.Close[i - 1] && bars.Open[i] > bars.Open[i - 1]
        && Exact(bars.Open[i]) <= Exact(bars.Close[i - 1]) + MeanRange(bars, i - 1, 5) / 5
        && Body(bars, i) > Body(bars, i - 1) - 0.6m * MeanRange(bars, i - 1, 5);
}
