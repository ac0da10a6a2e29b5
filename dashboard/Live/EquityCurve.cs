namespace Parley.Dashboard;

/// <summary>A curve of any length as few points as a screen can show.</summary>
public static class EquityCurve
{
    /// <summary>More points than this no screen can tell apart.</summary>
    public const int PointsMax = 2_000;

    /// <summary>
    /// Keeps the first and last point and, of each equally long stretch between them, the lowest and the highest: no trough
    /// or peak is thinned away.
    /// </summary>
    public static IReadOnlyList<EquityDto> Thin(IReadOnlyList<EquityDto> curve, int pointsMax = PointsMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pointsMax, 4);
        if (curve.Count <= pointsMax) return curve;

        int stretches = (pointsMax - 2) / 2;
        List<EquityDto> thinned = new(pointsMax) { curve[0] };
        int inner = curve.Count - 2;
        for (int stretch = 0; stretch < stretches; stretch++)
        {
            int from = 1 + (int)((long)inner * stretch / stretches);
            int to = 1 + (int)((long)inner * (stretch + 1) / stretches);
            AddExtremes(thinned, curve, from, to);
        }

        thinned.Add(curve[^1]);
        return thinned;
    }

    private static void AddExtremes(List<EquityDto> thinned, IReadOnlyList<EquityDto> curve, int from, int to)
    {
        int low = from, high = from;
        for (int i = from + 1; i < to; i++)
        {
            if (curve[i].Equity < curve[low].Equity) low = i;
            if (curve[i].Equity > curve[high].Equity) high = i;
        }

        thinned.Add(curve[Math.Min(low, high)]);
        if (low != high) thinned.Add(curve[Math.Max(low, high)]);
    }
}
