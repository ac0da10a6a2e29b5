using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Parley.Domain.Tests;

public sealed class FixedPointTests
{
    [Fact]
    [Trait("Fault", "F-028")]
    [Trait("Invariant", "I-05")]
    [Trait("Invariant", "I-43")]
    public void Text_and_decimal_round_trip_for_every_raw_value() =>
        // DoNotSize: plain long draws small numbers only, and the upper half of the 32-bit words is where this once broke.
        Prop.ForAll<DoNotSize<long>>(drawn => drawn.Item is var raw &&
            FixedPoint.FromDecimal(FixedPoint.ToDecimal(raw)) == raw
            && FixedPoint.TryParse(Encoding.ASCII.GetBytes(FixedPoint.ToText(raw)), out long parsed) && parsed == raw)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    [Theory]
    [InlineData("63943.90", 6_394_390_000_000)]
    [InlineData("0.00000001", 1)]
    [InlineData("-1", -100_000_000)]
    [InlineData("61837.63000000", 6_183_763_000_000)]
    [InlineData("1.0000000000", 100_000_000)]
    [InlineData("92233720368.54775807", long.MaxValue)]
    public void Plain_decimals_parse_exactly(string text, long expected)
    {
        FixedPoint.TryParse(Encoding.ASCII.GetBytes(text), out long raw).ShouldBeTrue();
        raw.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("NaN")]
    [InlineData("1e5")]
    [InlineData(" 1")]
    [InlineData("+1")]
    [InlineData("1.2.3")]
    [InlineData("0.000000001")]
    [InlineData("92233720368.54775808")]
    [InlineData("99999999999999999999")]
    [Trait("Fault", "F-028")]
    public void Anything_else_is_refused(string text) =>
        FixedPoint.TryParse(Encoding.ASCII.GetBytes(text), out _).ShouldBeFalse();

    [Fact]
    [Trait("Fault", "F-016")]
    [Trait("Invariant", "I-05")]
    public void Prices_floor_and_ceil_onto_the_tick_grid()
    {
        Price tick = Price.From(0.1m);
        Price.From(63943.95m).FloorTo(tick).ShouldBe(Price.From(63943.9m));
        Price.From(63943.95m).CeilingTo(tick).ShouldBe(Price.From(64944m - 1000m));
        Price.From(-0.05m).FloorTo(tick).Value.ToString(CultureInfo.InvariantCulture).ShouldBe("-0.1");
    }
}
