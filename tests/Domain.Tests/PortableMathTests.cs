namespace Parley.Domain.Tests;

public sealed class PortableMathTests
{
    [Fact]
    public void Logarithm_agrees_with_the_platform_to_fifteen_digits()
    {
        Prng prng = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            double x = Math.Exp(prng.NextDouble() * 1_200 - 600);
            double expected = Math.Log(x);
            PortableMath.Log(x).ShouldBe(expected, 2e-15 * Math.Max(1e-3, Math.Abs(expected)));
        }

        PortableMath.Log(1).ShouldBe(0);
    }

    [Fact]
    public void Exponential_agrees_with_the_platform_to_fifteen_digits()
    {
        Prng prng = new(2);
        for (int i = 0; i < 20_000; i++)
        {
            double x = prng.NextDouble() * 1_300 - 650;
            PortableMath.Exp(x).ShouldBe(Math.Exp(x), 4e-15 * Math.Exp(x));
        }

        PortableMath.Exp(0).ShouldBe(1);
        PortableMath.Exp(-1_000).ShouldBe(0);
        PortableMath.Exp(1_000).ShouldBe(double.PositiveInfinity);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Logarithm_refuses_what_has_none(double x) =>
        Should.Throw<ArgumentOutOfRangeException>(() => PortableMath.Log(x));
}
