using Parley.Domain;

namespace Parley.Features;

/// <summary>Features that belong together and the state they are read from. One file per family, in <c>Families</c>.</summary>
internal abstract class Family(IReadOnlyList<FeatureDefinition> definitions)
{
    public IReadOnlyList<FeatureDefinition> Definitions { get; } = definitions;

    /// <summary>Values of the family.</summary>
    public int Count { get; } = definitions.Count;

    /// <summary>Writes the values in the order of <see cref="Definitions"/>. Changes nothing that a later value depends on.</summary>
    public abstract void CopyTo(Timestamp asOf, Span<double> destination);

    /// <summary>Saves or restores every field that a later value can depend on.</summary>
    public abstract void Sync(ref StateStream state);
}

/// <summary>A family updated by every closed bar of one timeframe.</summary>
internal abstract class BarFamily(IReadOnlyList<FeatureDefinition> definitions) : Family(definitions)
{
    /// <param name="bar">Younger than the last one, with sensible prices.</param>
    public abstract void Update(in Bar bar);
}

/// <summary>
/// A family updated by trades and the book: it takes of them what it needs. Each event is told once, in the order of
/// venue time.
/// </summary>
internal abstract class FlowFamily(IReadOnlyList<FeatureDefinition> definitions) : Family(definitions)
{
    /// <param name="trade">On the market, with a price, not seen before.</param>
    /// <param name="top">Best bid and ask when it came; perhaps not known.</param>
    public virtual void OnTrade(in Trade trade, in TopOfBook top)
    {
    }

    /// <param name="top">The new best bid and ask; not known when the book has just been lost.</param>
    /// <param name="at">Venue time of the change.</param>
    public virtual void OnTop(in TopOfBook top, Timestamp at)
    {
    }

    /// <param name="book">After a change; perhaps not live.</param>
    /// <param name="at">Venue time of the change.</param>
    public virtual void OnBook(OrderBook book, Timestamp at)
    {
    }
}
