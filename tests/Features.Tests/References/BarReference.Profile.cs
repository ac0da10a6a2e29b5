using System.Runtime.CompilerServices;

namespace Parley.Features.Tests;

/// <summary>Volume by price over the last 96 bars.</summary>
internal static partial class BarReference
{
    private const int ProfileBars = 96;

    // Seven features look at the same areas.
    private static readonly ConditionalWeakTable<BarColumns, Area?[]> Areas = [];

    private static Dictionary<string, Func<BarColumns, double[]>> Profile() => new(StringComparer.Ordinal)
    {
        ["profile_poc_96"] = b => Profiles(b, p => Middle(p.Control)),
        ["profile_value_area_low_96"] = b => Profiles(b, p => Edge(p.Low)),
        ["profile_value_area_high_96"] = b => Profiles(b, p => Edge(p.High + 1)),
        ["profile_deviation_96"] = b => Profiles(b, p => p.Close / Middle(p.Control) - 1),
        ["profile_position_96"] = b => Profiles(b, p => p.Close < Edge(p.Low) ? -1 : p.Close < Edge(p.High + 1) ? 0 : 1),
        ["profile_node_above_96"] = b => Profiles(b, p => p.Nodes.Where(n => n > p.Cell).Select(n => Middle(n)).DefaultIfEmpty(double.NaN).Min()),
        ["profile_node_below_96"] = b => Profiles(b, p => p.Nodes.Where(n => n < p.Cell).Select(n => Middle(n)).DefaultIfEmpty(double.NaN).Max()),
    };

    private static double Edge(int cell) => Math.Exp(cell / 2_000.0) / 1e8;

    private static double Middle(int cell) => Math.Exp((cell + 0.5) / 2_000.0) / 1e8;

    private static int CellOf(double price) => (int)Math.Floor(Math.Log(price * 1e8) * 2_000);

    private static double[] Profiles(BarColumns bars, Func<Area, double> read) =>
        bars.Column(ProfileBars, i => Areas.GetValue(bars, AllAreas)[i] is { } area ? read(area) : double.NaN);

    private static Area?[] AllAreas(BarColumns bars) =>
        [.. Enumerable.Range(0, bars.Count).Select(i => i < ProfileBars - 1 ? null : AreaAt(bars, i))];

    private static Area? AreaAt(BarColumns bars, int last)
    {
        // In whole units, as volumes are quoted: equal volumes must be equal.
        Dictionary<int, decimal> cells = Enumerable.Range(last - ProfileBars + 1, ProfileBars)
            .GroupBy(i => CellOf((bars.High[i] + bars.Low[i] + bars.Close[i]) / 3), i => (decimal)bars.Volume[i])
            .Where(g => g.Sum() > 0).ToDictionary(g => g.Key, g => g.Sum());
        if (cells.Count == 0) return null;
        decimal At(int cell) => cells.GetValueOrDefault(cell);
        (int first, int final) = (cells.Keys.Min(), cells.Keys.Max());
        int control = cells.Where(c => c.Value == cells.Values.Max()).Min(c => c.Key);
        (int low, int high) = (control, control);
        while (Enumerable.Range(low, high - low + 1).Sum(At) < 0.7m * cells.Values.Sum())
        {
            decimal below = low > first ? At(low - 1) : -1;
            decimal above = high < final ? At(high + 1) : -1;
            if (below >= above) low--;
            if (above >= below) high++;
        }

        int[] nodes = [.. cells.Keys.Where(c => At(c) >= At(control) / 2 && At(c) > At(c - 1) && At(c) >= At(c + 1))];
        return new(bars.Close[last], CellOf(bars.Close[last]), control, low, high, nodes);
    }

    private sealed record Area(double Close, int Cell, int Control, int Low, int High, int[] Nodes);
}
