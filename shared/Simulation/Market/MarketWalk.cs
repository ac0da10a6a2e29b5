using Parley.Domain;

namespace Parley.Simulation;

/// <summary>One instrument's market as a random walk on the tick grid, with a book of a few levels on each side.</summary>
internal sealed class MarketWalk(Instrument instrument, long middleTicks, bool paysFunding, Prng chance)
{
    private const int Levels = 5;
    private const double StepTicks = 3;
    private static readonly TimeSpan MarkInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstFunding = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan FundingInterval = TimeSpan.FromHours(1);

    private readonly long quiet = middleTicks / 10;
    private long middle = middleTicks;
    private long id;
    private Timestamp markAt;
    private Timestamp fundingAt;

    public Instrument Instrument { get; } = instrument;

    public Price Middle => PriceAt(middle);

    public MarketTick Next(Timestamp now)
    {
        // Now and then a move that runs through a few stops.
        double size = chance.NextInt(60) == 0 ? StepTicks * 20 : StepTicks;
        middle = Math.Max(quiet, middle + (long)Math.Round(chance.NextGaussian() * size));
        id++;
        Side aggressor = chance.NextInt(2) == 0 ? Side.Buy : Side.Sell;
        Price price = PriceAt(aggressor == Side.Buy ? middle + 1 : middle - 1);
        Trade trade = new(Instrument.Symbol, id, now, now, price, Some(200), aggressor, TradeOrigin.Market);
        return new(trade, id, LevelsOn(-1), LevelsOn(+1), NextMark(now));
    }

    private MarkPrice? NextMark(Timestamp now)
    {
        if (Instrument.Kind != InstrumentKind.Perpetual || now < markAt) return null;
        markAt = now + MarkInterval;
        double rate = (chance.NextDouble() - 0.5) / 1_000;
        if (fundingAt <= now) fundingAt = now + (fundingAt == default ? FirstFunding : FundingInterval);
        return new(Instrument.Symbol, now, now, Middle, paysFunding ? rate : 0, fundingAt);
    }

    // Thin now and then, so that orders fill in parts or not at all.
    private BookLevel[] LevelsOn(int direction)
    {
        BookLevel[] levels = new BookLevel[Levels];
        int most = chance.NextInt(8) == 0 ? 3 : 400;
        for (int i = 0; i < Levels; i++) levels[i] = new(PriceAt(middle + direction * (i + 1)), Some(most));
        return levels;
    }

    private Quantity Some(int most) => Quantity.FromRaw(Instrument.StepSize.Raw * (1 + chance.NextInt(most)));

    private Price PriceAt(long ticks) => Price.FromRaw(Instrument.TickSize.Raw * ticks);
}
