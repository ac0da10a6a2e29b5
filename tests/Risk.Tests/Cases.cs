using FsCheck;
using FsCheck.Fluent;

namespace Parley.Risk.Tests;

/// <summary>Runs a law over many drawn cases; the seed of a failing case is in the failure message.</summary>
internal static class Cases
{
    public const int Count = 10_000;

    /// <param name="law">Throws when broken; returns whether the case said anything.</param>
    /// <param name="atLeast">How many cases must have said something, so that no law holds for want of examples.</param>
    public static void Check(Func<int, bool> law, int atLeast, int count = Count)
    {
        int telling = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            if (law(seed)) telling++;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
        telling.ShouldBeGreaterThanOrEqualTo(atLeast);
    }
}
