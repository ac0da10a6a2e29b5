using Parley.Domain;

namespace Parley.Risk;

/// <summary>
/// The last word on every proposal: deterministic, pure, and not to be overruled by any model. Same proposal, snapshot and
/// limits, same verdict.
/// </summary>
/// <remarks>
/// A proposal against an open position closes it (<see cref="RiskVerdict.Reduces"/>); closing needs nothing but a mode that
/// allows it, because less risk is never refused for having too much. Anything else opens, and passes first the
/// <see cref="EntryRules"/>, then the <see cref="EntrySizing"/>.
/// </remarks>
public static class RiskGate
{
    private const int RulesMax = 24;

    /// <summary>Judges one proposal by one snapshot.</summary>
    public static RiskVerdict Judge(Proposal proposal, Snapshot snapshot, RiskLimits limits)
    {
        List<RiskCheck> checks = new(RulesMax);
        if (Opposes(proposal.Side, snapshot.Account.Position)) return Close(proposal, snapshot, checks);
        Price stop = StopGrid.TowardEntry(proposal.Side, proposal.StopPrice, snapshot.Instrument.TickSize);
        return EntryRules.Pass(proposal, stop, snapshot, limits, checks)
            ? EntrySizing.Size(proposal, stop, snapshot, limits, checks)
            : Refused(checks);
    }

    internal static RiskVerdict Refused(List<RiskCheck> checks) => new(false, Quantity.Zero, checks);

    private static bool Opposes(Side side, Quantity position) =>
        side == Side.Buy ? position.IsNegative : position.IsPositive;

    private static RiskVerdict Close(Proposal proposal, Snapshot snapshot, List<RiskCheck> checks)
    {
        TradingMode mode = snapshot.Account.Mode;
        Instrument instrument = snapshot.Instrument;
        Quantity open = snapshot.Account.Position.Abs();
        Quantity quantity = Grid.Floor(open, instrument.StepSize);
        bool modeAllows = mode <= TradingMode.ReduceOnly;
        checks.Add(new(RiskRules.TradingMode, Outcome(modeAllows), (int)mode, (int)TradingMode.ReduceOnly)
        {
            Subject = mode.ToString(),
        });
        checks.Add(new(RiskRules.CloseFirst, RiskOutcome.Passed, open.Value, quantity.Value)
        {
            Before = open,
            After = quantity,
        });
        bool large = quantity.IsPositive && quantity >= instrument.QuantityMin;
        checks.Add(new(RiskRules.QuantityMin, Outcome(large), quantity.Value, instrument.QuantityMin.Value));
        if (!modeAllows || !large) return Refused(checks);
        BookFill fill = BookWalk.Estimate(snapshot.Book, proposal.Side, quantity);
        return new(true, quantity, checks)
        {
            Reduces = true,
            EntryExpected = fill.Filled == quantity ? fill.AveragePrice : snapshot.LastPrice.Value,
        };
    }

    internal static RiskOutcome Outcome(bool passes) => passes ? RiskOutcome.Passed : RiskOutcome.Refused;
}
