using Parley.Domain;

namespace Parley.Risk;

/// <summary>
/// How much may be opened. The size that loses the risked money at the stop,
/// <c>quantity = equity × RiskPerTrade × √confidence ÷ |entry − stop|</c>, is an upper bound that each further limit can
/// only lower. Entry is what a market order would pay in the snapshot's book, level by level, or the last price where no
/// book is live. Square root of confidence: sizing by conviction, damped.
/// </summary>
/// <remarks>
/// The loss counts from the expected entry to the stop's price; fees, funding and the stop's own slippage come on top.
/// With pyramiding the risk the open position already carries to the new stop is taken off first.
/// </remarks>
internal readonly ref struct EntrySizing
{
    private readonly Snapshot snapshot;
    private readonly RiskLimits limits;
    private readonly List<RiskCheck> checks;
    private readonly Side side;
    private readonly decimal entry;
    private readonly Quantity liquid;
    private readonly decimal held;

    private EntrySizing(
        Side side, decimal entry, Quantity liquid, Snapshot snapshot, RiskLimits limits, List<RiskCheck> checks)
    {
        (this.side, this.entry, this.liquid) = (side, entry, liquid);
        (this.snapshot, this.limits, this.checks) = (snapshot, limits, checks);
        held = Math.Abs(Fraction.Of(snapshot.Account.Position.Raw));
    }

    public static RiskVerdict Size(
        Proposal proposal, Price stop, Snapshot snapshot, RiskLimits limits, List<RiskCheck> checks)
    {
        Quantity within = snapshot.Book.IsLive
            ? BookWalk.LargestWithin(snapshot.Book, proposal.Side, limits.SlippageMax, limits.SlippageCeiling)
            : Quantity.FromRaw(long.MaxValue);
        (Quantity quantity, decimal expected) = ByRisk(proposal, stop, within, snapshot, limits, checks);
        EntrySizing sizing = new(proposal.Side, expected, within, snapshot, limits, checks);
        bool fits = quantity.IsPositive
            && sizing.ByPosition(ref quantity)
            && sizing.ByLeverage(ref quantity)
            && sizing.ByCash(ref quantity)
            && sizing.ByLiquidity(ref quantity)
            && sizing.BySlippage(ref quantity)
            && sizing.ByGrid(ref quantity);
        if (!fits) return RiskGate.Refused(checks);
        return new(true, quantity, checks)
        {
            EntryExpected = Average(snapshot.Book, proposal.Side, quantity, expected),
            Stop = stop,
        };
    }

    private static (Quantity Wanted, decimal Entry) ByRisk(
        Proposal proposal, Price stop, Quantity within, Snapshot snapshot, RiskLimits limits, List<RiskCheck> checks)
    {
        AccountView account = snapshot.Account;
        decimal stopPrice = Fraction.Of(stop.Raw);
        decimal best = Best(proposal.Side, snapshot);
        decimal scale = (decimal)Math.Sqrt(proposal.Confidence);
        decimal carried = Math.Abs(Fraction.Of(account.Position.Raw)) * Math.Abs(best - stopPrice);
        decimal budget = account.Equity * limits.RiskPerTrade * scale - carried;
        Quantity wanted = snapshot.Book.IsLive
            ? BookWalk.LargestForLoss(snapshot.Book, proposal.Side, stop, budget)
            : Fraction.ToQuantity(budget / Math.Abs(best - stopPrice));
        decimal dearest = Average(snapshot.Book, proposal.Side, wanted, best);
        decimal expected = wanted <= within ? dearest : Average(snapshot.Book, proposal.Side, within, best);
        checks.Add(new(
            RiskRules.RiskPerTrade,
            RiskGate.Outcome(wanted.IsPositive),
            (Fraction.Of(wanted.Raw) * Math.Abs(dearest - stopPrice) + carried) / account.Equity,
            limits.RiskPerTrade)
        {
            Before = wanted,
            After = wanted,
        });
        return (wanted, expected);
    }

    private static decimal Average(BookView book, Side side, Quantity quantity, decimal otherwise)
    {
        BookFill fill = BookWalk.Estimate(book, side, quantity);
        return fill.Filled.IsPositive ? fill.AveragePrice : otherwise;
    }

    private bool ByPosition(ref Quantity quantity)
    {
        decimal room = snapshot.Account.Equity * limits.PositionMax / Valuation - held;
        decimal measured = (held + Fraction.Of(quantity.Raw)) * Valuation / snapshot.Account.Equity;
        return Cap(RiskRules.PositionMax, ref quantity, Fraction.ToQuantity(room), measured, limits.PositionMax, null);
    }

    private bool ByLeverage(ref Quantity quantity)
    {
        AccountView account = snapshot.Account;
        double? volatility = snapshot.Find(limits.VolatilityGroup, limits.VolatilityFeature);
        bool calm = volatility < limits.HighVolatility;
        decimal limit = calm ? limits.LeverageMax : limits.LeverageMaxHighVolatility;
        if (snapshot.Instrument.Kind == InstrumentKind.Spot) limit = Math.Min(limit, 1m);
        decimal room = (account.Equity * limit - account.ExposureElsewhere) / Valuation - held;
        decimal gross = (held + Fraction.Of(quantity.Raw)) * Valuation + account.ExposureElsewhere;
        string regime = calm ? "calm market" : volatility is null ? "volatility not known" : "high volatility";
        return Cap(RiskRules.Leverage, ref quantity, Fraction.ToQuantity(room), gross / account.Equity, limit, regime);
    }

    private bool ByCash(ref Quantity quantity)
    {
        if (snapshot.Instrument.Kind != InstrumentKind.Spot) return true;
        decimal unit = Valuation * (1m + limits.FeeReserve);
        decimal cash = snapshot.Account.Cash;
        return Cap(RiskRules.Cash, ref quantity, Fraction.ToQuantity(cash / unit), Fraction.Of(quantity.Raw) * unit, cash, null);
    }

    private bool ByLiquidity(ref Quantity quantity)
    {
        double? volume = snapshot.DailyVolume;
        bool known = volume is { } v && double.IsFinite(v) && v > 0;
        decimal daily = known ? Fraction.Of(volume!.Value) : 0m;
        decimal measured = daily > 0 ? Fraction.Of(quantity.Raw) / daily : 0m;
        return Cap(
            RiskRules.Liquidity, ref quantity, Fraction.ToQuantity(daily * limits.LiquidityMax), measured, limits.LiquidityMax,
            known ? null : "volume of the last 24 hours not known");
    }

    private bool BySlippage(ref Quantity quantity)
    {
        if (!snapshot.Book.IsLive)
        {
            // Candles carry no book: nothing to measure, and a live feed without a book has a data issue instead.
            return Cap(RiskRules.Slippage, ref quantity, quantity, 0m, limits.SlippageMax, "no live book");
        }

        BookFill fill = BookWalk.Estimate(snapshot.Book, side, quantity);
        return Cap(RiskRules.Slippage, ref quantity, liquid, fill.Slippage, limits.SlippageMax, null);
    }

    private bool ByGrid(ref Quantity quantity)
    {
        Instrument instrument = snapshot.Instrument;
        quantity = Grid.Floor(quantity, instrument.StepSize);
        bool large = quantity.IsPositive && quantity >= instrument.QuantityMin;
        checks.Add(new(
            RiskRules.QuantityMin, RiskGate.Outcome(large), Fraction.Of(quantity.Raw), Fraction.Of(instrument.QuantityMin.Raw)));
        decimal notional = Fraction.Of(quantity.Raw) * LowestPrice;
        bool valuable = notional >= instrument.NotionalMin;
        checks.Add(new(RiskRules.NotionalMin, RiskGate.Outcome(valuable), notional, instrument.NotionalMin));
        return large && valuable;
    }

    // Exposure is valued at the dearer of entry and last price, the venue's smallest notional at the cheaper: each on the
    // side where being wrong does no harm.
    private decimal Valuation => Math.Max(entry, Fraction.Of(snapshot.LastPrice.Raw));

    private decimal LowestPrice => Math.Min(entry, Fraction.Of(snapshot.LastPrice.Raw));

    private static decimal Best(Side side, Snapshot snapshot) => Fraction.Of(
        (!snapshot.Book.IsLive ? snapshot.LastPrice
            : side == Side.Buy ? snapshot.Book.Asks[0].Price : snapshot.Book.Bids[0].Price).Raw);

    // The rule that leaves less than the venue's smallest order is the one that refuses.
    private bool Cap(
        string rule, ref Quantity quantity, Quantity cap, decimal measured, decimal limit, string? subject)
    {
        Quantity before = quantity;
        bool reduced = cap < before;
        if (reduced) quantity = cap;
        bool refused = reduced && quantity < Smallest;
        RiskOutcome outcome = refused ? RiskOutcome.Refused : reduced ? RiskOutcome.Reduced : RiskOutcome.Passed;
        checks.Add(new(rule, outcome, measured, limit) { Before = before, After = quantity, Subject = subject });
        return !refused;
    }

    private Quantity Smallest
    {
        get
        {
            Instrument instrument = snapshot.Instrument;
            Quantity byNotional = Fraction.ToQuantity(instrument.NotionalMin / LowestPrice);
            Quantity smallest = byNotional > instrument.QuantityMin ? byNotional : instrument.QuantityMin;
            Quantity step = instrument.StepSize.IsPositive ? instrument.StepSize : Quantity.FromRaw(1);
            return Grid.Ceiling(smallest > step ? smallest : step, step);
        }
    }
}
