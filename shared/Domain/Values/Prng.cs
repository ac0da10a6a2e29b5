using System.Numerics;

namespace Parley.Domain;

/// <summary>
/// Seeded pseudo-random numbers: xoshiro256** by Blackman and Vigna ("Scrambled Linear Pseudorandom Number Generators",
/// ACM TOMS 47, 2021; prng.di.unimi.it), its state filled by SplitMix64 as its authors advise. Not for secrets.
/// </summary>
/// <remarks>
/// The same seed gives the same numbers on every machine: only integer arithmetic, the four basic IEEE 754 operations
/// and the square root are used, all of which round the same everywhere; logarithms come from <see cref="PortableMath"/>.
/// </remarks>
public sealed class Prng
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;
    private double spareGaussian;
    private bool hasSpare;

    public Prng(ulong seed)
    {
        s0 = SplitMix64(ref seed);
        s1 = SplitMix64(ref seed);
        s2 = SplitMix64(ref seed);
        s3 = SplitMix64(ref seed);
    }

    /// <summary>A generator for one purpose: the same seed and stream number give the same numbers, other streams are unrelated.</summary>
    public static Prng For(ulong seed, ulong stream)
    {
        ulong mixed = stream;
        return new Prng(seed ^ SplitMix64(ref mixed));
    }

    /// <summary>Uniform over all 64-bit values.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
            ulong t = s1 << 17;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = BitOperations.RotateLeft(s3, 45);
            return result;
        }
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="below"/>): Lemire, "Fast Random Integer Generation in an Interval" (2019), without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public int NextInt(int below)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(below);
        unchecked
        {
            uint range = (uint)below;
            ulong product = (NextUInt64() >> 32) * range;
            if ((uint)product < range)
            {
                uint threshold = (0u - range) % range;
                while ((uint)product < threshold) product = (NextUInt64() >> 32) * range;
            }

            return (int)(product >> 32);
        }
    }

    /// <summary>Normal with mean 0 and variance 1: the polar method of Marsaglia and Bray (1964).</summary>
    public double NextGaussian()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return spareGaussian;
        }

        double u, v, square;
        do
        {
            u = 2 * NextDouble() - 1;
            v = 2 * NextDouble() - 1;
            square = u * u + v * v;
        }
        while (square >= 1 || square == 0);
        double factor = Math.Sqrt(-2 * PortableMath.Log(square) / square);
        spareGaussian = v * factor;
        hasSpare = true;
        return u * factor;
    }

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -PortableMath.Log(1 - NextDouble());

    private static ulong SplitMix64(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
