using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// A logarithmic grid of prices, the same for every instrument and machine: cell k holds the prices whose natural
/// logarithm, in raw units, lies from k ÷ 2,000 to below (k + 1) ÷ 2,000. A cell is 5 basis points wide.
/// </summary>
public static class PriceCell
{
    private const double PerUnit = 2_000;

    /// <param name="price">Positive.</param>
    public static int Of(Price price) => (int)(PortableMath.Log(price.Raw) * PerUnit);

    /// <summary>Lower end of a cell, in quote currency.</summary>
    public static double Low(int cell) => At(cell);

    /// <summary>Upper end of a cell, in quote currency.</summary>
    public static double High(int cell) => At(cell + 1);

    /// <summary>Geometric middle of a cell, in quote currency.</summary>
    public static double Middle(int cell) => At(cell + 0.5);

    private static double At(double cell) => PortableMath.Exp(cell / PerUnit) / FixedPoint.Scale;
}
