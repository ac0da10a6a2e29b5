using System.Text.Json.Serialization;

namespace Parley.Domain;

/// <summary>
/// A price in quote currency per unit of base, exact to 10⁻⁸. Compares by value; <c>default</c> is zero, which is no
/// valid price and means "none" only inside arrays.
/// </summary>
[JsonConverter(typeof(PriceJsonConverter))]
public readonly record struct Price : IComparable<Price>
{
    private Price(long raw) => Raw = raw;

    /// <summary>Count of 10⁻⁸ units.</summary>
    public long Raw { get; }

    /// <summary>Exact value in quote currency.</summary>
    public decimal Value => FixedPoint.ToDecimal(Raw);

    public bool IsPositive => Raw > 0;

    public static Price FromRaw(long raw) => new(raw);

    /// <exception cref="FormatException">More than eight decimal places.</exception>
    public static Price From(decimal value) => new(FixedPoint.FromDecimal(value));

    /// <summary>Nearest price on the tick grid at or below.</summary>
    public Price FloorTo(Price tick) => new(FloorDivide(Raw, tick.Raw) * tick.Raw);

    /// <summary>Nearest price on the tick grid at or above.</summary>
    public Price CeilingTo(Price tick) => new(-FloorDivide(-Raw, tick.Raw) * tick.Raw);

    public bool IsMultipleOf(Price tick) => tick.Raw == 0 || Raw % tick.Raw == 0;

    /// <summary>For features only; money stays exact.</summary>
    public double ToDouble() => FixedPoint.ToDouble(Raw);

    /// <summary>Price × quantity, exact, in quote currency.</summary>
    public static decimal operator *(Price price, Quantity quantity) => price.Value * quantity.Value;

    public static Price operator +(Price left, Price right) => new(left.Raw + right.Raw);

    public static Price operator -(Price left, Price right) => new(left.Raw - right.Raw);

    public static bool operator <(Price left, Price right) => left.Raw < right.Raw;

    public static bool operator >(Price left, Price right) => left.Raw > right.Raw;

    public static bool operator <=(Price left, Price right) => left.Raw <= right.Raw;

    public static bool operator >=(Price left, Price right) => left.Raw >= right.Raw;

    public int CompareTo(Price other) => Raw.CompareTo(other.Raw);

    public override string ToString() => FixedPoint.ToText(Raw);

    private static long FloorDivide(long value, long divisor)
    {
        long quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
