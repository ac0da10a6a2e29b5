namespace Parley.Features.Tests;

internal static partial class BarReference
{
    private static Dictionary<string, Func<BarColumns, double[]>> Patterns() => [];
}
