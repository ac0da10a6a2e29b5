namespace Parley.Backtesting;

/// <summary>
/// Cash, position and trades of one run. Orders settle here, in exact decimals; between orders the loop marks equity with
/// two doubles.
/// </summary>
internal sealed class BarAccount
{
    private readonly BarSeries series;
    private readonly BarBacktestOptions options;
    private readonly decimal feeRate;
    private readonly List<ClosedTrade> trades = [];
    private decimal cash;
    private Quantity quantity;
    private decimal entryPrice;
    private decimal entryFee;

    public BarAccount(BarSeries series, BarBacktestOptions options)
    {
        this.series = series;
        this.options = options;
        feeRate = options.FeeBps / 10_000m;
        cash = options.StartingBalance;
        CashMark = (double)cash;
    }

    public BarPosition Position { get; private set; }

    public int RejectedEntries { get; private set; }

    public decimal FeesPaid { get; private set; }

    public IReadOnlyList<ClosedTrade> Trades => trades;

    /// <summary>Cash as a double, for marking equity.</summary>
    public double CashMark { get; private set; }

    /// <summary>Equity gained per 10⁻⁸ of price.</summary>
    public double UnitsMark { get; private set; }

    /// <summary>Executes what was decided at the close before, at the open of <paramref name="bar"/>.</summary>
    public void Execute(BarSignal signal, int bar)
    {
        if (signal == BarSignal.EnterLong)
        {
            if (!Position.IsOpen) Buy(bar);
        }
        else if (Position.IsOpen)
        {
            Sell(bar, signal == BarSignal.StopLoss ? "stop_loss" : "exit_signal");
        }
    }

    public decimal EquityAt(Price mark) => Normalize(cash + mark * quantity);

    public OpenPosition? OpenPositionAt(Price mark) => Position.IsOpen
        ? new OpenPosition(
            Side.Buy, Position.EntryBar, series.OpenTime(Position.EntryBar), entryPrice, quantity, entryFee, mark.Value)
        : null;

    private void Buy(int bar)
    {
        var open = Price.FromRaw(series.OpenRaw(bar));
        Quantity bought = options.Quantity ?? Affordable(open);
        decimal notional = open * bought;
        decimal fee = notional * feeRate;
        if (!bought.IsPositive || notional + fee > cash)
        {
            RejectedEntries++;
            return;
        }

        quantity = bought;
        entryPrice = open.Value;
        entryFee = fee;
        Position = new BarPosition(IsOpen: true, bar, open);
        Settle(-notional, fee);
    }

    private void Sell(int bar, string reason)
    {
        var open = Price.FromRaw(series.OpenRaw(bar));
        decimal notional = open * quantity;
        decimal fee = notional * feeRate;
        trades.Add(new ClosedTrade(
            Side.Buy,
            Position.EntryBar,
            bar,
            series.OpenTime(Position.EntryBar),
            series.OpenTime(bar),
            entryPrice,
            open.Value,
            quantity,
            entryFee + fee,
            reason));
        quantity = Quantity.Zero;
        Position = default;
        Settle(notional, fee);
    }

    private void Settle(decimal amount, decimal fee)
    {
        cash += amount - fee;
        FeesPaid += fee;
        CashMark = (double)cash;
        UnitsMark = quantity.ToDouble() / FixedPoint.Scale;
    }

    /// <summary>Largest quantity on the 10⁻⁸ grid whose cost and fee fit into the stake.</summary>
    private Quantity Affordable(Price open)
    {
        decimal budget = cash * options.Stake;
        decimal units = budget / (open.Value * (1m + feeRate));
        if (units * FixedPoint.Scale >= long.MaxValue) return Quantity.Zero;
        var candidate = Quantity.FromRaw(decimal.ToInt64(decimal.Floor(units * FixedPoint.Scale)));
        // The division rounds in its 28th digit, upwards at times.
        decimal notional = open * candidate;
        return notional + notional * feeRate > budget ? candidate - Quantity.FromRaw(1) : candidate;
    }

    /// <summary>Drops trailing zeros, so that equal amounts print alike.</summary>
    private static decimal Normalize(decimal value) => value / 1.0000000000000000000000000000m;
}
