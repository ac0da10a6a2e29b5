namespace Parley.Features.Tests;

internal static partial class BarReference
{
    private const int Period = 14;

    private static double[] RelativeStrength(BarColumns bars)
    {
        double[] change = bars.Column(2, i => (double)(BarColumns.Cents(bars.Close, i) - BarColumns.Cents(bars.Close, i - 1)));
        double[] gain = Wilder([.. change.Select(c => Math.Max(c, 0))]);
        double[] loss = Wilder([.. change.Select(c => Math.Max(-c, 0))]);
        return [.. gain.Zip(loss, (up, down) => up + down == 0 ? double.NaN : 100 * (up / (up + down)))];
    }

    private static double[] AverageRange(BarColumns bars) => Wilder(bars.Column(2, i => TrueRange(bars, i)));

    private static double TrueRange(BarColumns bars, int i) => new[]
    {
        bars.High[i] - bars.Low[i],
        Math.Abs(bars.High[i] - bars.Close[i - 1]),
        Math.Abs(bars.Low[i] - bars.Close[i - 1]),
    }.Max();

    // The first value is the plain mean of inputs 1 to 14 (input 0 does not exist), then (13 × previous + input) / 14.
    private static double[] Wilder(double[] input)
    {
        double[] column = BarColumns.Empty(input.Length);
        if (input.Length <= Period) return column;
        column[Period] = input.Skip(1).Take(Period).Average();
        for (int i = Period + 1; i < input.Length; i++) column[i] = (column[i - 1] * (Period - 1) + input[i]) / Period;
        return column;
    }

    // TA-Lib: sums over bars 1 to 13, from bar 14 on sum − sum/14 + input; ADX starts at bar 27 with the mean of 14 indices.
    private static (double[] Plus, double[] Minus, double[] Index) Directional(BarColumns bars)
    {
        double[] plus = BarColumns.Empty(bars.Count);
        double[] minus = BarColumns.Empty(bars.Count);
        double[] index = BarColumns.Empty(bars.Count);
        double up = 0, down = 0, range = 0, indices = 0;
        for (int i = 1; i < bars.Count; i++)
        {
            (double rise, double fall) = Movement(bars, i);
            double decay = i < Period ? 0 : 1.0 / Period;
            up = up - up * decay + rise;
            down = down - down * decay + fall;
            range = range - range * decay + TrueRange(bars, i);
            if (i < Period) continue;
            plus[i] = range == 0 ? double.NaN : 100 * up / range;
            minus[i] = range == 0 ? double.NaN : 100 * down / range;
            double directional = 100 * Math.Abs(plus[i] - minus[i]) / (plus[i] + minus[i]);
            bool defined = double.IsFinite(directional);
            if (i < 2 * Period) indices += defined ? directional : 0;
            if (i == 2 * Period - 1) index[i] = indices / Period;
            if (i >= 2 * Period) index[i] = defined ? (index[i - 1] * (Period - 1) + directional) / Period : index[i - 1];
        }

        return (plus, minus, index);
    }

    // In whole cents: an equal rise and fall must be equal, which differences of binary fractions need not be.
    private static (double Up, double Down) Movement(BarColumns bars, int i)
    {
        long rise = BarColumns.Cents(bars.High, i) - BarColumns.Cents(bars.High, i - 1);
        long fall = BarColumns.Cents(bars.Low, i - 1) - BarColumns.Cents(bars.Low, i);
        return (rise > fall && rise > 0 ? rise / 100.0 : 0, fall > rise && fall > 0 ? fall / 100.0 : 0);
    }
}
