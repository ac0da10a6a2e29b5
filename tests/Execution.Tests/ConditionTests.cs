using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class ConditionTests
{
    private static readonly Symbol Other = new("ETHUSDT");

    [Fact]
    [Trait("Invariant", "I-22")]
    public void A_mode_loosens_by_a_clean_reconciliation_or_a_human_and_by_nothing_else() => Cases.Check(10_000, random =>
    {
        Conditions conditions = new([Facts.Symbol, Other]);
        for (int i = 0; i < 30; i++)
        {
            Symbol symbol = random.Next(3) switch { 0 => Symbol.Account, 1 => Other, _ => Facts.Symbol };
            TradingMode before = conditions.ModeOf(Facts.Symbol);
            switch (random.Next(4))
            {
                case 0:
                    conditions.Set(new(symbol, $"c{random.Next(3)}", (TradingMode)random.Next(5), "drawn", random.Next(3) == 0));
                    ((int)conditions.ModeOf(Facts.Symbol)).ShouldBeGreaterThanOrEqualTo((int)before);
                    break;
                case 1:
                    conditions.End(symbol, $"c{random.Next(3)}", Facts.At(i));
                    conditions.ModeOf(Facts.Symbol).ShouldBe(before, "the end of a cause loosens nothing yet");
                    break;
                case 2:
                    foreach (Condition over in conditions.Reconciled(symbol, Facts.At(i)))
                        (over.NeedsHuman, over.EndedAt is null).ShouldBe((false, false));
                    break;
                default:
                    conditions.Release();
                    conditions.All.ShouldAllBe(c => !c.NeedsHuman && c.EndedAt == null);
                    break;
            }

            ((int)conditions.ModeOf(Facts.Symbol)).ShouldBeGreaterThanOrEqualTo((int)conditions.ModeOf(Symbol.Account), "the stricter wins");
        }
    });

    [Fact]
    public void What_concerns_the_account_needs_every_instrument_reconciled()
    {
        Conditions conditions = new([Facts.Symbol, Other]);
        conditions.Set(new(Symbol.Account, "user-stream", TradingMode.ReduceOnly, "closed", NeedsHuman: false));
        conditions.End(Symbol.Account, "user-stream", Facts.At(10));
        conditions.Reconciled(Facts.Symbol, Facts.At(11)).ShouldBeEmpty();
        conditions.Reconciled(Other, Facts.At(9)).ShouldBeEmpty("begun before it ended");
        conditions.Reconciled(Other, Facts.At(12)).Count.ShouldBe(1);
        conditions.ModeOf(Other).ShouldBe(TradingMode.Normal);
    }

    [Theory]
    [InlineData(TradingMode.Normal, true, true, true)]
    [InlineData(TradingMode.Guarded, false, true, true)]
    [InlineData(TradingMode.ReduceOnly, false, true, true)]
    [InlineData(TradingMode.CancelOnly, false, false, true)]
    [InlineData(TradingMode.Halted, false, false, false)]
    [Trait("Invariant", "I-23")]
    public void Each_mode_lets_through_what_it_names(TradingMode mode, bool opens, bool reduces, bool stops)
    {
        PlaceOrder entry = Facts.Market("d1.e.0", Side.Buy, 1m);
        ModeRules.Allows(mode, entry).ShouldBe(opens);
        ModeRules.Allows(mode, entry with { ReduceOnly = true }).ShouldBe(reduces);
        ModeRules.Allows(mode, entry with { ReduceOnly = true, Type = OrderType.StopMarket, Stop = Price.From(1) }).ShouldBe(stops);
        ModeRules.AllowsCancel(mode).ShouldBe(mode != TradingMode.Halted);
    }
}
