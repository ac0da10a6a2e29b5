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
    private readonly RiskCase question;
    private readonly Price stop;
    private readonly RiskLimits limits;
    private readonly RiskSheet sheet;
    private readonly ReadOnlySpan<BookLevel> levels;
    private readonly Instrument instrument;
    private readonly Side side;
    private readonly long held;
    private readonly double equity;

    private EntrySizing(RiskCase question, Price stop, RiskLimits limits, RiskSheet sheet)
    {
        (this.question, this.stop, this.limits, this.sheet) = (question, stop, limits, sheet);
        (instrument, side) = (question.Instrument, question.Side);
        levels = question.Opposite;
        held = question.Account.Position.Abs().Raw;
        equity = (double)question.Account.Equity;
    }

    public static void Size(RiskCase question, Price stop, RiskLimits limits, RiskSheet sheet)
    {
        EntrySizing sizing = new(question, stop, limits, sheet);
        Quantity within = question.IsBookLive
            ? BookWalk.LargestWithin(sizing.levels, sizing.Mid, question.Side, limits.SlippageMax, limits.SlippageCeiling)
            : Quantity.FromRaw(long.MaxValue);
        Quantity quantity = sizing.ByRisk();
        // The dearest average the order can still come to: each limit below only makes it smaller.
        long entry = sizing.Average(Quantity.Min(quantity, within));
        // Exposure is valued at the dearer of entry and last price, the venue's smallest notional at the cheaper: each on
        // the side where being wrong does no harm.
        long dearer = Math.Max(entry, question.LastPrice.Raw);
        long cheaper = Math.Min(entry, question.LastPrice.Raw);
        Quantity smallest = sizing.Smallest(cheaper);
        bool fits = quantity.IsPositive
            && sizing.ByPosition(ref quantity, dearer, smallest)
            && sizing.ByLeverage(ref quantity, dearer, smallest)
            && sizing.ByNetExposure(ref quantity, dearer, smallest)
            && sizing.ByCorrelation(ref quantity, dearer, smallest)
            && sizing.ByLiquidation(ref quantity, entry, smallest)
            && sizing.ByCash(ref quantity, dearer, smallest)
            && sizing.ByLiquidity(ref quantity, smallest)
            && sizing.BySlippage(ref quantity, within, smallest)
            && sizing.ByTail(ref quantity, dearer, smallest)
            && sizing.ByGrid(ref quantity, cheaper);
        if (!fits) return;
        (long filled, Int128 notional, _) = BookWalk.Walk(sizing.levels, quantity);
        sheet.AllowEntry(quantity, stop);
        sheet.Expect(filled, notional, question.LastPrice);
    }

    private Quantity ByRisk()
    {
        decimal risked = limits.RiskPerTrade * (decimal)Math.Sqrt(question.Confidence);
        long distance = Math.Abs(Best.Raw - stop.Raw);
        if (limits.WinRate is { } winRate) risked = ByKelly(winRate, distance, risked);
        Int128 carried = (Int128)held * distance;
        Int128 budget = Fraction.Product(question.Account.Equity * risked) - carried;
        Quantity wanted = question.IsBookLive
            ? BookWalk.LargestForLoss(levels, side, stop, budget)
            : Fraction.PaidBy(budget, distance);
        Int128 loss = Int128.Abs(Notional(wanted) - (Int128)stop.Raw * wanted.Raw) + carried;
        sheet.Add(new(
            RiskRules.RiskPerTrade, RiskGate.Outcome(wanted.IsPositive), Share(loss), limits.RiskPerTrade)
        {
            Before = wanted,
            After = wanted,
        });
        return wanted;
    }

    private decimal ByKelly(double winRate, long distance, decimal risked)
    {
        double bet = Expectancy.Kelly(winRate, distance / (double)Best.Raw, limits);
        decimal allowed = Fraction.Of(bet) * limits.KellyFraction;
        RiskOutcome outcome = allowed < risked ? RiskOutcome.Reduced : RiskOutcome.Passed;
        sheet.Add(new(RiskRules.Kelly, outcome, Fraction.Of(bet), allowed));
        return Math.Min(allowed, risked);
    }

    private bool ByPosition(ref Quantity quantity, long price, Quantity smallest)
    {
        Int128 room = Fraction.Product(question.Account.Equity * limits.PositionMax) - (Int128)held * price;
        decimal measured = Share(((Int128)held + quantity.Raw) * price);
        Quantity cap = Fraction.PaidBy(room, price);
        return Cap(RiskRules.PositionMax, ref quantity, cap, smallest, measured, limits.PositionMax, null);
    }

    private bool ByLeverage(ref Quantity quantity, long price, Quantity smallest)
    {
        RiskAccount account = question.Account;
        double? volatility = question.Volatility;
        bool calm = volatility < limits.HighVolatility;
        decimal limit = calm ? limits.LeverageMax : limits.LeverageMaxHighVolatility;
        if (instrument.Kind == InstrumentKind.Spot) limit = Math.Min(limit, 1m);
        else if (Bracket(quantity, price) is { } bracket) limit = Math.Min(limit, bracket.LeverageMax);
        Int128 room = Fraction.Product(account.Equity * limit - account.ExposureElsewhere) - (Int128)held * price;
        Int128 gross = ((Int128)held + quantity.Raw) * price + Fraction.Product(account.ExposureElsewhere);
        string regime = calm ? "calm market" : volatility is null ? "volatility not known" : "high volatility";
        return Cap(RiskRules.Leverage, ref quantity, Fraction.PaidBy(room, price), smallest, Share(gross), limit, regime);
    }

    private bool ByNetExposure(ref Quantity quantity, long price, Quantity smallest)
    {
        if (question.Inputs is not { } known) return true;
        int sign = side == Side.Buy ? 1 : -1;
        Int128 before = sign * Fraction.Product(known.NetElsewhere) + (Int128)held * price;
        Int128 room = Fraction.Product(question.Account.Equity * limits.NetExposureMax) - before;
        decimal measured = Share(before + (Int128)quantity.Raw * price);
        return Cap(
            RiskRules.NetExposure, ref quantity, Fraction.PaidBy(room, price), smallest, measured, limits.NetExposureMax, null);
    }

    private bool ByCorrelation(ref Quantity quantity, long price, Quantity smallest)
    {
        if (question.Inputs is not { } known || known.Elsewhere.Count == 0 || known.Returns.Count < limits.ReturnsMin) return true;
        if (sheet.History.Of(known).Correlation is not { } correlation) return true;
        if (side == Side.Sell) correlation = -correlation;
        Quantity cap = Quantity.FromRaw(long.MaxValue);
        if (correlation >= limits.CorrelationMax)
        {
            RiskAccount account = question.Account;
            Int128 room = Fraction.Product(account.Equity * limits.PositionMax - account.ExposureElsewhere) - (Int128)held * price;
            cap = Fraction.PaidBy(room, price);
        }

        return Cap(
            RiskRules.Correlation, ref quantity, cap, smallest, Fraction.Of(correlation), Fraction.Of(limits.CorrelationMax), null);
    }

    /// <summary>
    /// At a price <see cref="RiskLimits.LiquidationStops"/> stop distances against the entry, what is left of equity must still
    /// cover the maintenance margin of everything held.
    /// </summary>
    private bool ByLiquidation(ref Quantity quantity, long entryRaw, Quantity smallest)
    {
        if (instrument.Kind != InstrumentKind.Perpetual) return true;
        int sign = side == Side.Buy ? 1 : -1;
        double entry = FixedPoint.ToDouble(entryRaw);
        double mark = question.LastPrice.ToDouble();
        double distance = Math.Abs(entry - stop.ToDouble());
        double far = entry - sign * (double)limits.LiquidationStops * distance;
        double rate = (double)(BracketAt(quantity, entryRaw, far)?.Maintenance ?? limits.MaintenanceMargin);
        double has = FixedPoint.ToDouble(held);
        double wanted = quantity.ToDouble();
        double cover = equity - rate * (double)question.Account.ExposureElsewhere;
        double left = cover - has * (sign * (mark - far) + rate * far);
        double each = sign * (entry - far) + rate * far;
        double liquidation = (has * mark + wanted * entry - sign * cover) / ((has + wanted) * (1 - sign * rate));
        // The last bits of a double must not let a unit too many through.
        Quantity cap = Fraction.ToQuantity(left / each * (1 - 1e-12));
        decimal measured = Fraction.Of(sign * (entry - liquidation) / distance);
        return Cap(RiskRules.Liquidation, ref quantity, cap, smallest, measured, limits.LiquidationStops, null);
    }

    private MarginBracket? BracketAt(Quantity quantity, long entryRaw, double far) => limits.Brackets.Count == 0
        ? null
        : Bracket(quantity, Math.Max(entryRaw, Fraction.FloorToRaw((decimal)Math.Max(far, 0))));

    /// <summary>The table's step for the position as it would be, or null where no table is known.</summary>
    private MarginBracket? Bracket(Quantity quantity, long price) => limits.Brackets.Count == 0
        ? null
        : MarginBracket.For(limits.Brackets, instrument.Symbol, Fraction.Of(Fraction.Show(((Int128)held + quantity.Raw) * price)));

    private bool ByTail(ref Quantity quantity, long price, Quantity smallest)
    {
        quantity = Grid.Floor(quantity, instrument.StepSize);
        if (question.Inputs is not { } known || !quantity.IsPositive) return true;
        bool matches = known.Elsewhere.Count == 0 || known.Elsewhere.Count == known.Returns.Count;
        if (known.Returns.Count < limits.ReturnsMin || !matches)
        {
            sheet.Add(new(RiskRules.TradeValueAtRisk, RiskGate.Outcome(matches), 0m, limits.TradeValueAtRiskMax)
            {
                Subject = matches ? "the history is too short" : "the histories have different lengths",
            });
            return matches;
        }

        HistoryMemo history = sheet.History.Of(known);
        // What one coin of the position is worth, and by what a loss per bar becomes a share of equity per day.
        double each = (side == Side.Buy ? 1 : -1) * FixedPoint.ToDouble(price);
        double scale = history.PerDay / equity;
        return ByOwnTail(ref quantity, history, each, scale, smallest) && ByAllTails(ref quantity, history, each, scale, smallest);
    }

    private bool ByOwnTail(ref Quantity quantity, HistoryMemo history, double each, double scale, Quantity smallest)
    {
        double coin = history.Own(side).ValueAtRisk * Math.Abs(each) * scale;
        double has = FixedPoint.ToDouble(held);
        decimal limit = limits.TradeValueAtRiskMax;
        Quantity cap = coin > 0
            ? Grid.Floor(Fraction.ToQuantity(((double)limit / coin - has) * (1 - 1e-12)), instrument.StepSize)
            : Quantity.FromRaw(long.MaxValue);
        decimal measured = Fraction.Of((has + quantity.ToDouble()) * coin);
        return Cap(RiskRules.TradeValueAtRisk, ref quantity, cap, smallest, measured, limit, null);
    }

    // The shortfall is convex in the quantity and never below the value at risk: the straight line from nothing to what is
    // asked for meets the limit at a quantity that keeps it.
    private bool ByAllTails(ref Quantity quantity, HistoryMemo history, double each, double scale, Quantity smallest)
    {
        double has = FixedPoint.ToDouble(held);
        double wanted = quantity.ToDouble();
        TailLoss after = history.All((has + wanted) * each);
        double risked = after.ValueAtRisk * scale;
        double expected = after.Shortfall * scale;
        double start = 0;
        double slope = 0;
        if (risked > (double)limits.ValueAtRiskMax || expected > (double)limits.ShortfallMax)
        {
            start = history.All(has * each).Shortfall * scale;
            slope = (expected - start) / wanted;
        }

        return ByTailOf(RiskRules.ValueAtRisk, ref quantity, risked, limits.ValueAtRiskMax, start, slope, smallest)
            && ByTailOf(RiskRules.Shortfall, ref quantity, expected, limits.ShortfallMax, start, slope, smallest);
    }

    private bool ByTailOf(
        string rule, ref Quantity quantity, double measured, decimal limit, double start, double slope, Quantity smallest)
    {
        double most = (double)limit;
        Quantity cap = measured <= most
            ? quantity
            : Grid.Floor(Fraction.ToQuantity(slope > 0 ? (most - start) / slope * (1 - 1e-12) : 0), instrument.StepSize);
        return Cap(rule, ref quantity, cap, smallest, Fraction.Of(measured), limit, null);
    }

    private bool ByCash(ref Quantity quantity, long price, Quantity smallest)
    {
        if (instrument.Kind != InstrumentKind.Spot) return true;
        long unit = PriceWithFee(price);
        decimal cash = question.Account.Cash;
        decimal measured = Fraction.Of(Fraction.Show((Int128)quantity.Raw * unit));
        return Cap(RiskRules.Cash, ref quantity, Fraction.PaidBy(Fraction.Product(cash), unit), smallest, measured, cash, null);
    }

    private long PriceWithFee(long price) => Fraction.CeilingToRaw(Fraction.Of(price) * (1m + limits.FeeReserve));

    private bool ByLiquidity(ref Quantity quantity, Quantity smallest)
    {
        // NaN, as well as null, is a volume that is not known.
        double daily = question.DailyVolume is > 0 and var volume && double.IsFinite(volume) ? volume : 0;
        Quantity cap = Fraction.ToQuantity(daily * (double)limits.LiquidityMax);
        decimal measured = daily > 0 ? Fraction.Of(quantity.ToDouble() / daily) : 0m;
        string? unknown = daily > 0 ? null : "volume of the last 24 hours not known";
        return Cap(RiskRules.Liquidity, ref quantity, cap, smallest, measured, limits.LiquidityMax, unknown);
    }

    private bool BySlippage(ref Quantity quantity, Quantity within, Quantity smallest)
    {
        // Candles carry no book: nothing to measure, and a live feed without a book has a data issue instead.
        if (!question.IsBookLive)
            return Cap(RiskRules.Slippage, ref quantity, within, smallest, 0m, limits.SlippageMax, "no live book");
        double mid = (question.Bids.Span[0].Price.ToDouble() + question.Asks.Span[0].Price.ToDouble()) / 2;
        (long filled, Int128 notional, _) = BookWalk.Walk(levels, quantity);
        double average = Fraction.Show(notional) / FixedPoint.ToDouble(filled);
        decimal measured = Fraction.Of((side == Side.Buy ? average - mid : mid - average) / mid);
        return Cap(RiskRules.Slippage, ref quantity, within, smallest, measured, limits.SlippageMax, null);
    }

    private bool ByGrid(ref Quantity quantity, long price)
    {
        quantity = Grid.Floor(quantity, instrument.StepSize);
        bool large = quantity.IsPositive && quantity >= instrument.QuantityMin;
        sheet.Add(new(
            RiskRules.QuantityMin, RiskGate.Outcome(large), Fraction.Of(quantity.Raw), Fraction.Of(instrument.QuantityMin.Raw)));
        decimal notional = Fraction.Of(quantity.Raw) * Fraction.Of(price);
        bool valuable = notional >= instrument.NotionalMin;
        sheet.Add(new(RiskRules.NotionalMin, RiskGate.Outcome(valuable), notional, instrument.NotionalMin));
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
        sheet.Add(new(rule, outcome, measured, limit) { Before = before, After = quantity, Subject = subject });
        return !refused;
    }

    private Quantity Smallest(long price)
    {
        Quantity step = instrument.StepSize.IsPositive ? instrument.StepSize : Quantity.FromRaw(1);
        Quantity byNotional = Fraction.PaidBy(Fraction.Product(instrument.NotionalMin), Math.Max(1, price));
        Quantity smallest = byNotional > instrument.QuantityMin ? byNotional : instrument.QuantityMin;
        return Grid.Ceiling(smallest > step ? smallest : step, step);
    }

    private Price Best => question.IsBookLive ? levels[0].Price : question.LastPrice;

    private decimal Mid => (Fraction.Of(question.Bids.Span[0].Price.Raw) + Fraction.Of(question.Asks.Span[0].Price.Raw)) / 2m;

    /// <summary>What a quantity costs, or brings, as a product.</summary>
    private Int128 Notional(Quantity quantity) => question.IsBookLive
        ? BookWalk.Walk(levels, quantity).Notional
        : (Int128)question.LastPrice.Raw * quantity.Raw;

    /// <summary>Average price of a quantity, rounded up: it values exposure.</summary>
    private long Average(Quantity quantity)
    {
        if (!quantity.IsPositive) return Best.Raw;
        (long filled, Int128 notional, _) = BookWalk.Walk(levels, quantity);
        return filled == 0 ? Best.Raw : Fraction.Quotient(notional + filled - 1, filled);
    }

    /// <summary>A product as a share of equity.</summary>
    private decimal Share(Int128 product) => Fraction.Of(Fraction.Show(product) / equity);
}
