using System.Text.Json.Serialization;

namespace Parley.Domain;

/// <summary>
/// An amount of base currency, exact to 10⁻⁸. Orders and fills carry positive quantities and a <see cref="Side"/>;
/// a position's quantity is signed, negative meaning short.
/// </summary>
[JsonConverter(typeof(QuantityJsonConverter))]
public readonly record struct Quantity : IComparable<Quantity>
{
    private Quantity(long raw) => Raw = raw;

    public static Quantity Zero => default;

    /// <summary>Count of 10⁻⁸ units.</summary>
    public long Raw { get; }

    /// <summary>Exact value in base currency.</summary>
    public decimal Value => FixedPoint.ToDecimal(Raw);

    public bool IsZero => Raw == 0;

    public bool IsPositive => Raw > 0;

    public bool IsNegative => Raw < 0;

    public static Quantity FromRaw(long raw) => new(raw);

    /// <exception cref="FormatException">More than eight decimal places.</exception>
    public static Quantity From(decimal value) => new(FixedPoint.FromDecimal(value));

    /// <summary>Largest multiple of <paramref name="step"/> not above a non-negative quantity.</summary>
    public Quantity FloorTo(Quantity step) => new(Raw - Raw % step.Raw);

    public bool IsMultipleOf(Quantity step) => step.Raw == 0 || Raw % step.Raw == 0;

    public Quantity Abs() => new(Math.Abs(Raw));

    /// <summary>For features only; money stays exact.</summary>
    public double ToDouble() => FixedPoint.ToDouble(Raw);

    public static Quantity Min(Quantity left, Quantity right) => left.Raw <= right.Raw ? left : right;

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Raw + right.Raw);

    public static Quantity operator -(Quantity left, Quantity right) => new(left.Raw - right.Raw);

    public static Quantity operator -(Quantity value) => new(-value.Raw);

    public static bool operator <(Quantity left, Quantity right) => left.Raw < right.Raw;

    public static bool operator >(Quantity left, Quantity right) => left.Raw > right.Raw;

    public static bool operator <=(Quantity left, Quantity right) => left.Raw <= right.Raw;

    public static bool operator >=(Quantity left, Quantity right) => left.Raw >= right.Raw;

    public int CompareTo(Quantity other) => Raw.CompareTo(other.Raw);

    public override string ToString() => FixedPoint.ToText(Raw);
}
