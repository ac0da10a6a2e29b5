using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>One thing an engine is told.</summary>
internal abstract record MarketEvent(Timestamp At)
{
    public abstract void ApplyTo(FeatureEngine engine);

    public sealed record BarClosed(Bar Bar) : MarketEvent(Bar.CloseTime)
    {
        public override void ApplyTo(FeatureEngine engine) => engine.OnBar(Bar);
    }

    public sealed record OtherBarClosed(Bar Bar) : MarketEvent(Bar.CloseTime)
    {
        public override void ApplyTo(FeatureEngine engine) => engine.OnReferenceBar(Bar);
    }

    public sealed record Funded(Timestamp At, FundingRate Rate) : MarketEvent(At)
    {
        public override void ApplyTo(FeatureEngine engine) => engine.OnFunding(Rate);
    }

    public sealed record Traded(Trade Trade) : MarketEvent(Trade.VenueTime)
    {
        public override void ApplyTo(FeatureEngine engine) => engine.OnTrade(Trade);
    }

    public sealed record Quoted(Quote Quote) : MarketEvent(Quote.VenueTime)
    {
        public override void ApplyTo(FeatureEngine engine) => engine.OnQuote(Quote);
    }

    /// <summary>The whole book, best level first; both sides empty when its chain broke.</summary>
    public sealed record BookChanged(Timestamp At, Symbol Symbol, BookLevel[] Bids, BookLevel[] Asks) : MarketEvent(At)
    {
        public bool IsLive => Bids.Length > 0;

        public override void ApplyTo(FeatureEngine engine)
        {
            var book = new OrderBook(Symbol);
            if (IsLive) book.ApplySnapshot(new DepthSnapshot(Symbol, At, At, 1, Bids, Asks)).ShouldBeTrue(book.BreakReason);
            engine.OnBook(book, At);
        }
    }
}
