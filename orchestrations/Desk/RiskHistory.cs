using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>
/// Gathers what the risk gate may know beyond one instrument's market: returns of its bars, what the positions elsewhere would
/// have made in them, losses in a row, settlements of funding. Bars and settlements are taken as they come; what is made of
/// them is kept until one of them, or a position, changes.
/// </summary>
/// <remarks>
/// Returns are rounded to a millionth and profits to a ten-thousandth of the quote currency: the same few digits everywhere a
/// decision is made, and a tenth of the room in ledgers and batches.
/// </remarks>
internal sealed class RiskHistory
{
    /// <summary>Bars looked back; ten days of hours.</summary>
    public const int BarsKept = 240;

    private readonly Dictionary<Symbol, Market> _markets = [];
    private readonly Timeframe _every;
    private long _bars;
    private int _tripsSeen;
    private int _lossStreak;
    private Timestamp _lastLossAt;

    /// <param name="timeframes">Those whose bars close here. The longest up to an hour is measured, or the shortest if all are longer.</param>
    public RiskHistory(IEnumerable<Instrument> instruments, IReadOnlyList<Timeframe> timeframes)
    {
        _every = timeframes.Where(t => t <= Timeframe.OneHour).DefaultIfEmpty(timeframes.Min()).Max();
        foreach (Instrument instrument in instruments) _markets.Add(instrument.Symbol, new());
    }

    /// <summary>Takes a closed bar; those of other timeframes say nothing here.</summary>
    public void OnBar(in Bar bar)
    {
        if (bar.Timeframe != _every || !bar.Close.IsPositive) return;
        Market market = _markets[bar.Symbol];
        if (market.LastClose.IsPositive)
        {
            if (market.Moves.Count == BarsKept) market.Moves.RemoveAt(0);
            double move = bar.Close.ToDouble() / market.LastClose.ToDouble() - 1;
            market.Moves.Add((bar.OpenTime, Rounded(move, 1e6)));
            market.Returns = null;
        }

        market.LastClose = bar.Close;
        _bars++;
    }

    /// <summary>Takes the settlement a mark tells of, if it is a later one.</summary>
    public void OnMark(in MarkPrice mark)
    {
        Market market = _markets[mark.Symbol];
        if (mark.NextFundingAt <= market.NextFunding) return;
        (market.LastFunding, market.NextFunding) = (market.NextFunding, mark.NextFundingAt);
    }

    /// <summary>What is known for a decision on an instrument.</summary>
    /// <param name="heldAtWorst">Signed base quantity of another instrument, orders that can still fill counted as filled.</param>
    /// <param name="priceOf">The last price of an instrument.</param>
    public RiskInputs For(Symbol symbol, IReadOnlyList<RoundTrip> trips, Func<Symbol, Quantity> heldAtWorst, Func<Symbol, Price> priceOf)
    {
        Count(trips);
        Market market = _markets[symbol];
        decimal net = 0m;
        foreach ((Symbol other, Market there) in _markets)
        {
            if (other == symbol) continue;
            Quantity held = heldAtWorst(other);
            if (held != there.Held) (there.Held, there.Version) = (held, there.Version + 1);
            if (!held.IsZero) net += priceOf(other) * held;
        }

        market.Returns ??= [.. market.Moves.Select(m => m.Return)];
        return new()
        {
            ReturnsEvery = _every,
            Returns = market.Returns,
            Elsewhere = Elsewhere(symbol, market),
            NetElsewhere = net,
            LossStreak = _lossStreak,
            LastLossAt = _lastLossAt,
            NextFunding = market.NextFunding,
            LastFunding = market.LastFunding,
        };
    }

    private void Count(IReadOnlyList<RoundTrip> trips)
    {
        for (; _tripsSeen < trips.Count; _tripsSeen++)
        {
            RoundTrip trip = trips[_tripsSeen];
            if (trip.NetProfit > 0) (_lossStreak, _lastLossAt) = (0, default);
            else if (trip.NetProfit < 0) (_lossStreak, _lastLossAt) = (_lossStreak + 1, trip.ExitTime);
        }
    }

    // Positions are valued at the last close, so that the answer stays the same between bars. A bar that another market does
    // not have counts as one in which nothing moved there.
    private double[] Elsewhere(Symbol symbol, Market market)
    {
        long positions = 0;
        bool any = false;
        foreach ((Symbol other, Market there) in _markets)
        {
            if (other == symbol) continue;
            positions += there.Version;
            any |= !there.Held.IsZero;
        }

        if (!any || market.Moves.Count == 0) return [];
        if (market.Elsewhere.Length > 0 && market.ElsewhereOf == (_bars, positions)) return market.Elsewhere;
        double[] profits = new double[market.Moves.Count];
        foreach ((Symbol other, Market there) in _markets)
        {
            if (other == symbol || there.Held.IsZero) continue;
            double worth = there.Held.ToDouble() * there.LastClose.ToDouble();
            int j = 0;
            for (int i = 0; i < profits.Length; i++)
            {
                Timestamp opened = market.Moves[i].OpenTime;
                while (j < there.Moves.Count && there.Moves[j].OpenTime < opened) j++;
                if (j < there.Moves.Count && there.Moves[j].OpenTime == opened) profits[i] += worth * there.Moves[j].Return;
            }
        }

        for (int i = 0; i < profits.Length; i++) profits[i] = Rounded(profits[i], 1e4);
        (market.Elsewhere, market.ElsewhereOf) = (profits, (_bars, positions));
        return profits;
    }

    // Adding zero leaves no negative one.
    private static double Rounded(double value, double scale) => Math.Round(value * scale) / scale + 0.0;

    private sealed class Market
    {
        public List<(Timestamp OpenTime, double Return)> Moves { get; } = new(BarsKept);

        public Price LastClose { get; set; }

        public Timestamp NextFunding { get; set; }

        public Timestamp LastFunding { get; set; }

        /// <summary>As last asked for.</summary>
        public Quantity Held { get; set; }

        /// <summary>How often <see cref="Held"/> has changed.</summary>
        public long Version { get; set; }

        public double[]? Returns { get; set; }

        public double[] Elsewhere { get; set; } = [];

        /// <summary>Bars and changes of positions that <see cref="Elsewhere"/> was made of.</summary>
        public (long Bars, long Positions) ElsewhereOf { get; set; }
    }
}
