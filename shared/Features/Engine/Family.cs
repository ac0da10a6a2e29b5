using Parley.Domain;

namespace Parley.Features;

/// <summary>Features that belong together and the state they are read from. One file per family, in <c>Families</c>.</summary>
internal interface IFamily
{
    IReadOnlyList<FeatureDefinition> Definitions { get; }

    /// <summary>Writes the values in the order of <see cref="Definitions"/>. Changes nothing.</summary>
    void CopyTo(Timestamp asOf, Span<double> destination);

    /// <summary>Saves or restores every field that a later value can depend on.</summary>
    void Sync(ref StateStream state);
}

/// <summary>A family updated by every closed bar of one timeframe.</summary>
internal interface IBarFamily : IFamily
{
    /// <param name="bar">Younger than the last one, with sensible prices.</param>
    void Update(in Bar bar);
}

/// <summary>
/// A family updated by trades and the book: it takes of them what it needs. Each event is told once, in the order of
/// venue time.
/// </summary>
internal interface IFlowFamily : IFamily
{
    /// <param name="trade">On the market, with a price, not seen before.</param>
    /// <param name="top">Best bid and ask when it came; perhaps not known.</param>
    void OnTrade(in Trade trade, in TopOfBook top)
    {
    }

    /// <param name="top">The new best bid and ask; not known when the book has just been lost.</param>
    /// <param name="at">Venue time of the change.</param>
    void OnTop(in TopOfBook top, Timestamp at)
    {
    }

    /// <param name="book">After a change; perhaps not live.</param>
    /// <param name="at">Venue time of the change.</param>
    void OnBook(OrderBook book, Timestamp at)
    {
    }
}

/// <summary>What all families do alike: reading through their list of formulas.</summary>
internal abstract class Family<TSelf>(FormulaList<TSelf> formulas) : IFamily
    where TSelf : Family<TSelf>
{
    public IReadOnlyList<FeatureDefinition> Definitions => formulas.Definitions;

    public void CopyTo(Timestamp asOf, Span<double> destination) => formulas.Read((TSelf)this, asOf, destination);

    public abstract void Sync(ref StateStream state);
}
