namespace Parley.Features.Tests;

internal static partial class BarReference
{
    private static Dictionary<string, Func<BarColumns, double[]>> Momentum() => new(StringComparer.Ordinal)
    {
        ["rsi_14"] = RelativeStrength,
    };
}
