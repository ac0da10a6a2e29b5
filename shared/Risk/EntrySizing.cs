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
/// With pyramiding the risk the open position already carries to the new stop is taken off first. What is decided is
/// decided in exact integers (<see cref="Fraction"/>); the measured shares in the checks are doubles.
/// </remarks>
internal readonly ref struct EntrySizing
{
    private readonly Side side;
    private readonly Price stop;
    private readonly Snapshot snapshot;
    private readonly RiskLimits limits;
    private readonly List<RiskCheck> checks;
    private readonly long held;
    private readonly double equity;

    private EntrySizing(Side side, Price stop, Snapshot snapshot, RiskLimits limits, List<RiskCheck> checks)
    {
        (this.side, this.stop, this.snapshot, this.limits, this.checks) = (side, stop, snapshot, limits, checks);
        held = snapshot.Account.Position.Abs().Raw;
        equity = (double)snapshot.Account.Equity;
    }

    public static RiskVerdict Size(
        Proposal proposal, Price stop, Snapshot snapshot, RiskLimits limits, List<RiskCheck> checks)
    {
        EntrySizing sizing = new(proposal.Side, stop, snapshot, limits, checks);
        Quantity within = snapshot.Book.IsLive
            ? BookWalk.LargestWithin(snapshot.Book, proposal.Side, limits.SlippageMax, limits.SlippageCeiling)
            : Quantity.FromRaw(long.MaxValue);
        Quantity quantity = sizing.ByRisk(proposal.Confidence);
        // The dearest average the order can still come to: each limit below only makes it smaller.
        long entry = sizing.Average(Quantity.Min(quantity, within));
        // Exposure is valued at the dearer of entry and last price, the venue's smallest notional at the cheaper: each on
        // the side where being wrong does no harm.
        long dearer = Math.Max(entry, snapshot.LastPrice.Raw);
        long cheaper = Math.Min(entry, snapshot.LastPrice.Raw);
        Quantity smallest = sizing.Smallest(cheaper);
        bool fits = quantity.IsPositive
            && sizing.ByPosition(ref quantity, dearer, smallest)
            && sizing.ByLeverage(ref quantity, dearer, smallest)
            && sizing.ByCash(ref quantity, dearer, smallest)
            && sizing.ByLiquidity(ref quantity, smallest)
            && sizing.BySlippage(ref quantity, within, smallest)
            && sizing.ByGrid(ref quantity, cheaper);
        if (!fits) return RiskGate.Refused(checks);
        (long filled, Int128 notional, _) = BookWalk.Walk(snapshot.Book, proposal.Side, quantity);
        decimal expected = filled > 0 ? BookWalk.Average(notional, filled) : Fraction.Of(snapshot.LastPrice.Raw);
        return new(true, quantity, checks) { EntryExpected = expected, Stop = stop };
    }

    private Quantity ByRisk(double confidence)
    {
        decimal scale = (decimal)Math.Sqrt(confidence);
        long distance = Math.Abs(Best.Raw - stop.Raw);
        Int128 carried = (Int128)held * distance;
        Int128 budget = Fraction.Product(snapshot.Account.Equity * limits.RiskPerTrade * scale) - carried;
        Quantity wanted = snapshot.Book.IsLive
            ? BookWalk.LargestForLoss(snapshot.Book, side, stop, budget)
            : Fraction.PaidBy(budget, distance);
        Int128 loss = Int128.Abs(Notional(wanted) - (Int128)stop.Raw * wanted.Raw) + carried;
        checks.Add(new(
            RiskRules.RiskPerTrade, RiskGate.Outcome(wanted.IsPositive), Share(loss), limits.RiskPerTrade)
        {
            Before = wanted,
            After = wanted,
        });
        return wanted;
    }

    private bool ByPosition(ref Quantity quantity, long price, Quantity smallest)
    {
        Int128 room = Fraction.Product(snapshot.Account.Equity * limits.PositionMax) - (Int128)held * price;
        decimal measured = Share(((Int128)held + quantity.Raw) * price);
        Quantity cap = Fraction.PaidBy(room, price);
        return Cap(RiskRules.PositionMax, ref quantity, cap, smallest, measured, limits.PositionMax, null);
    }

    private bool ByLeverage(ref Quantity quantity, long price, Quantity smallest)
    {
        AccountView account = snapshot.Account;
        double? volatility = snapshot.Find(limits.VolatilityGroup, limits.VolatilityFeature);
        bool calm = volatility < limits.HighVolatility;
        decimal limit = calm ? limits.LeverageMax : limits.LeverageMaxHighVolatility;
        if (snapshot.Instrument.Kind == InstrumentKind.Spot) limit = Math.Min(limit, 1m);
        Int128 room = Fraction.Product(account.Equity * limit - account.ExposureElsewhere) - (Int128)held * price;
        Int128 gross = ((Int128)held + quantity.Raw) * price + Fraction.Product(account.ExposureElsewhere);
        string regime = calm ? "calm market" : volatility is null ? "volatility not known" : "high volatility";
        return Cap(RiskRules.Leverage, ref quantity, Fraction.PaidBy(room, price), smallest, Share(gross), limit, regime);
    }

    private bool ByCash(ref Quantity quantity, long price, Quantity smallest)
    {
        if (snapshot.Instrument.Kind != InstrumentKind.Spot) return true;
        long unit = Fraction.ToRaw(decimal.Ceiling(price * (1m + limits.FeeReserve)));
        decimal cash = snapshot.Account.Cash;
        decimal measured = Fraction.Of(Fraction.Show((Int128)quantity.Raw * unit));
        return Cap(RiskRules.Cash, ref quantity, Fraction.PaidBy(Fraction.Product(cash), unit), smallest, measured, cash, null);
    }

    private bool ByLiquidity(ref Quantity quantity, Quantity smallest)
    {
        // NaN, as well as null, is a volume that is not known.
        double daily = snapshot.DailyVolume is > 0 and var volume && double.IsFinite(volume) ? volume : 0;
        Quantity cap = Fraction.ToQuantity(daily * (double)limits.LiquidityMax);
        decimal measured = daily > 0 ? Fraction.Of(quantity.ToDouble() / daily) : 0m;
        string? unknown = daily > 0 ? null : "volume of the last 24 hours not known";
        return Cap(RiskRules.Liquidity, ref quantity, cap, smallest, measured, limits.LiquidityMax, unknown);
    }

    private bool BySlippage(ref Quantity quantity, Quantity within, Quantity smallest)
    {
        BookView book = snapshot.Book;
        // Candles carry no book: nothing to measure, and a live feed without a book has a data issue instead.
        if (!book.IsLive) return Cap(RiskRules.Slippage, ref quantity, within, smallest, 0m, limits.SlippageMax, "no live book");
        double mid = (book.Bids[0].Price.ToDouble() + book.Asks[0].Price.ToDouble()) / 2;
        (long filled, Int128 notional, _) = BookWalk.Walk(book, side, quantity);
        double average = Fraction.Show(notional) / FixedPoint.ToDouble(filled);
        decimal measured = Fraction.Of((side == Side.Buy ? average - mid : mid - average) / mid);
        return Cap(RiskRules.Slippage, ref quantity, within, smallest, measured, limits.SlippageMax, null);
    }

    private bool ByGrid(ref Quantity quantity, long price)
    {
        Instrument instrument = snapshot.Instrument;
        quantity = Grid.Floor(quantity, instrument.StepSize);
        bool large = quantity.IsPositive && quantity >= instrument.QuantityMin;
        checks.Add(new(
            RiskRules.QuantityMin, RiskGate.Outcome(large), Fraction.Of(quantity.Raw), Fraction.Of(instrument.QuantityMin.Raw)));
        decimal notional = Fraction.Of(quantity.Raw) * Fraction.Of(price);
        bool valuable = notional >= instrument.NotionalMin;
        checks.Add(new(RiskRules.NotionalMin, RiskGate.Outcome(valuable), notional, instrument.NotionalMin));
        return large && valuable;
    }

    // The rule that leaves less than the venue's smallest order is the one that refuses.
    private bool Cap(
        string rule, ref Quantity quantity, Quantity cap, Quantity smallest, decimal measured, decimal limit, string? subject)
    {
        Quantity before = quantity;
        bool reduced = cap < before;
        if (reduced) quantity = cap;
        bool refused = reduced && quantity < smallest;
        RiskOutcome outcome = refused ? RiskOutcome.Refused : reduced ? RiskOutcome.Reduced : RiskOutcome.Passed;
        checks.Add(new(rule, outcome, measured, limit) { Before = before, After = quantity, Subject = subject });
        return !refused;
    }

    private Quantity Smallest(long price)
    {
        Instrument instrument = snapshot.Instrument;
        Quantity step = instrument.StepSize.IsPositive ? instrument.StepSize : Quantity.FromRaw(1);
        Quantity byNotional = Fraction.PaidBy(Fraction.Product(instrument.NotionalMin), Math.Max(1, price));
        Quantity smallest = byNotional > instrument.QuantityMin ? byNotional : instrument.QuantityMin;
        return Grid.Ceiling(smallest > step ? smallest : step, step);
    }

    private Price Best => !snapshot.Book.IsLive ? snapshot.LastPrice
        : side == Side.Buy ? snapshot.Book.Asks[0].Price : snapshot.Book.Bids[0].Price;

    /// <summary>What a quantity costs, or brings, as a product.</summary>
    private Int128 Notional(Quantity quantity) => snapshot.Book.IsLive
        ? BookWalk.Walk(snapshot.Book, side, quantity).Notional
        : (Int128)snapshot.LastPrice.Raw * quantity.Raw;

    /// <summary>Average price of a quantity, rounded up: it values exposure.</summary>
    private long Average(Quantity quantity)
    {
        if (!quantity.IsPositive) return Best.Raw;
        (long filled, Int128 notional, _) = BookWalk.Walk(snapshot.Book, side, quantity);
        return filled == 0 ? Best.Raw : (long)((notional + filled - 1) / filled);
    }

    /// <summary>A product as a share of equity.</summary>
    private decimal Share(Int128 product) => Fraction.Of(Fraction.Show(product) / equity);
}
