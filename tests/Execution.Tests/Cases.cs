using FsCheck;
using FsCheck.Fluent;

namespace Parley.Execution.Tests;

/// <summary>Runs a law over many drawn cases; the seed of a failing case is in the failure message.</summary>
internal static class Cases
{
    public static void Check(int count, Action<Random> law) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => law(new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(count));

    /// <summary>The items in random order, some of them twice.</summary>
    public static List<T> ShuffledWithRepeats<T>(IReadOnlyList<T> items, Random random)
    {
        List<T> shuffled = [.. items];
        foreach (T item in items)
            if (random.Next(3) == 0) shuffled.Add(item);
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(shuffled));
        return shuffled;
    }
}
