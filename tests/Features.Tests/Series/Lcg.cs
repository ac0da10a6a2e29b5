namespace Parley.Features.Tests;

/// <summary>Linear congruential generator (Knuth's MMIX constants): simple enough to repeat in any other language.</summary>
internal sealed class Lcg(ulong seed)
{
    private ulong state = seed;

    /// <summary>From 0 to <paramref name="limit"/> − 1.</summary>
    public int Below(int limit)
    {
        state = unchecked(state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407);
        return (int)((state >> 33) % (ulong)limit);
    }
}
