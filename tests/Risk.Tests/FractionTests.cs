using Parley.Domain;

namespace Parley.Risk.Tests;

/// <summary>The quick integers are exactly what decimals give.</summary>
public sealed class FractionTests
{
    [Fact]
    [Trait("Invariant", "I-05")]
    public void Rounding_to_raw_units_is_exact_and_clamped() => Cases.Check(seed =>
    {
        Random random = new(seed);
        decimal value = new(random.Next(), random.Next(3) == 0 ? 0 : random.Next(), random.Next(3) == 0 ? random.Next(1_000) : 0, random.Next(2) == 0, (byte)random.Next(29));
        if (Math.Abs(value) > 1e20m) return false;
        decimal raw = value * FixedPoint.Scale;
        Fraction.FloorToRaw(value).ShouldBe((long)Math.Clamp(decimal.Floor(raw), long.MinValue, long.MaxValue));
        // Digits behind the eighth of a number so large that all 28 are taken are rounded by the product itself.
        if (Math.Abs(value) < 1e10m) Fraction.CeilingToRaw(value).ShouldBe((long)Math.Clamp(decimal.Ceiling(raw), long.MinValue, long.MaxValue));
        return true;
    }, atLeast: 2_000);

    [Fact]
    public void A_quotient_is_exact_to_the_last_unit_and_clamped() => Cases.Check(seed =>
    {
        Random random = new(seed);
        long by = Math.Max(1, random.NextInt64() >> random.Next(63));
        Int128 product = ((Int128)(random.NextInt64() >> random.Next(63)) << 63 | (Int128)random.NextInt64()) >> random.Next(126);
        // Next to a multiple is where a rounded estimate would fail.
        if (random.Next(2) == 0) product = product / by * by + random.Next(-1, 2);
        if (product < 0) product = 0;
        Fraction.Quotient(product, by).ShouldBe((long)Int128.Min(product / by, long.MaxValue));
        return true;
    }, atLeast: Cases.Count);

    [Fact]
    public void A_double_is_shown_to_fifteen_digits() => Cases.Check(seed =>
    {
        Random random = new(seed);
        double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 18));
        decimal shown = Fraction.Of(value);
        ((double)shown - value).ShouldBe(0, Math.Max(1e-15, Math.Abs(value) * 1e-11));
        Fraction.Of(random.Next(-1_000_000, 1_000_000) / 1_000d).ToString(System.Globalization.CultureInfo.InvariantCulture).Length.ShouldBeLessThan(9, "no trailing zeros");
        return true;
    }, atLeast: Cases.Count);

    [Theory]
    [InlineData(double.NaN, "-1")]
    [InlineData(double.PositiveInfinity, "1000000000000000000")]
    [InlineData(-0.0, "0")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(999.9999999999999, "1000")]
    public void What_is_no_ordinary_number_is_shown_all_the_same(double value, string shown) =>
        Fraction.Of(value).ShouldBe(decimal.Parse(shown, System.Globalization.CultureInfo.InvariantCulture));
}
