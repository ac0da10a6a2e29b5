using Parley.Domain;

namespace Parley.Execution;

/// <summary>Sizes children to what the venue takes.</summary>
internal static class ChildSize
{
    /// <summary>
    /// What is due, on the grid. With what would be too small to be sent afterwards it goes at once; zero while it is itself too
    /// small.
    /// </summary>
    /// <param name="left">What is left of the parent, the part that is due included.</param>
    /// <param name="price">What it is about worth; none where nobody knows.</param>
    public static Quantity Of(Instrument instrument, Quantity due, Quantity left, Price price)
    {
        Quantity quantity = Floor(instrument, due);
        Quantity rest = Floor(instrument, left) - quantity;
        if (rest.IsPositive && IsTooSmall(instrument, rest, price)) quantity += rest;
        return quantity.IsPositive && !IsTooSmall(instrument, quantity, price) ? quantity : Quantity.Zero;
    }

    private static bool IsTooSmall(Instrument instrument, Quantity quantity, Price price) =>
        quantity < instrument.QuantityMin || (price.IsPositive && price * quantity < instrument.NotionalMin);

    private static Quantity Floor(Instrument instrument, Quantity quantity) =>
        !quantity.IsPositive ? Quantity.Zero : instrument.StepSize.IsPositive ? quantity.FloorTo(instrument.StepSize) : quantity;
}
