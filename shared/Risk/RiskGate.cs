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
    [ThreadStatic]
    private static RiskSheet? scratch;

    /// <summary>Judges one proposal by one snapshot.</summary>
    public static RiskVerdict Judge(Proposal proposal, Snapshot snapshot, RiskLimits limits)
    {
        RiskSheet sheet = scratch ??= new();
        Judge(RiskCase.Of(proposal, snapshot, limits), limits, sheet);
        return sheet.ToVerdict();
    }

    /// <summary>Judges one question, overwriting a sheet. Allocates nothing.</summary>
    public static void Judge(RiskCase question, RiskLimits limits, RiskSheet sheet)
    {
        sheet.Begin();
        if (Opposes(question.Side, question.Account.Position))
        {
            Close(question, sheet);
            return;
        }

        Price stop = StopGrid.TowardEntry(question.Side, question.Stop, question.Instrument.TickSize);
        if (EntryRules.Pass(question, stop, limits, sheet)) EntrySizing.Size(question, stop, limits, sheet);
    }

    private static bool Opposes(Side side, Quantity position) =>
        side == Side.Buy ? position.IsNegative : position.IsPositive;

    private static void Close(RiskCase question, RiskSheet sheet)
    {
        TradingMode mode = question.Account.Mode;
        Instrument instrument = question.Instrument;
        Quantity open = question.Account.Position.Abs();
        Quantity quantity = Grid.Floor(open, instrument.StepSize);
        bool modeAllows = mode <= TradingMode.ReduceOnly;
        sheet.Add(new(RiskRules.TradingMode, Outcome(modeAllows), (int)mode, (int)TradingMode.ReduceOnly)
        {
            Subject = EntryRules.Name(mode),
        });
        sheet.Add(new(RiskRules.CloseFirst, RiskOutcome.Passed, open.Value, quantity.Value)
        {
            Before = open,
            After = quantity,
        });
        bool large = quantity.IsPositive && quantity >= instrument.QuantityMin;
        sheet.Add(new(RiskRules.QuantityMin, Outcome(large), quantity.Value, instrument.QuantityMin.Value));
        if (!modeAllows || !large) return;
        (long filled, Int128 notional, _) = BookWalk.Walk(question.Opposite, quantity);
        sheet.AllowClose(quantity);
        sheet.Expect(filled == quantity.Raw ? filled : 0, notional, question.LastPrice);
    }

    internal static RiskOutcome Outcome(bool passes) => passes ? RiskOutcome.Passed : RiskOutcome.Refused;
}
