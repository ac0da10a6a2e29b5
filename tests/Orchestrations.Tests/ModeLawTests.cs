using Parley.Risk;

namespace Parley.Orchestrations.Tests;

/// <summary>What no sequence of losses, conditions, facts and commands may do to the trading mode.</summary>
public sealed class ModeLawTests
{
    private static readonly string[] Names = [ConditionNames.UserStream, "clock", "halted-symbol"];

    [Fact]
    [Trait("Invariant", "I-22")]
    public void Modes_loosen_by_a_human_or_a_clean_reconciliation_only() => Check(400, random =>
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m, Price.From(59_000));
        long trades = 0;
        int loosened = 0;
        for (int step = 0; step < 40; step++)
        {
            TradingMode before = bench.Modes.ModeOf(bench.Symbol);
            TradingMode account = bench.Modes.Mode;
            bool mayLoosen = false;
            switch (random.Next(10))
            {
                case 0 or 1:
                    Symbol about = random.Next(2) == 0 ? bench.Symbol : Symbol.Account;
                    bench.Say(new VenueCondition(about, bench.Now, Names[random.Next(3)], (TradingMode)random.Next(5), "drawn"));
                    break;
                case 2:
                    bench.Modes.Tighten((TradingMode)random.Next(5), "drawn");
                    break;
                case 3:
                    bench.Modes.Obey((LadderAction)random.Next(4), "drawn");
                    break;
                case 4:
                    bench.Say(random.Next(3) switch
                    {
                        0 => new OutcomeUnknown(order.Id, bench.Symbol, bench.Now, "drawn"),
                        1 => bench.Accepted(order.Id),
                        _ => new CancelRefused(order.Id, bench.Symbol, bench.Now, "drawn"),
                    });
                    break;
                case 5:
                    bench.Say(bench.Filled(order, ++trades, random.Next(1, 6) / 1_000m));
                    break;
                case 6:
                    bench.Modes.Resume();
                    mayLoosen = true;
                    break;
                case 7:
                    bench.Modes.AllowReducing("drawn");
                    mayLoosen = true;
                    break;
                case 8:
                    // It agrees, or it does not; the second kind reconciles nothing.
                    mayLoosen = random.Next(2) == 0;
                    bench.Say(bench.Stock(bench.Portfolio.Held(bench.Symbol).Value + (mayLoosen ? 0m : 1m), order));
                    break;
                default:
                    bench.Venue.Now += TimeSpan.FromMilliseconds(random.Next(1, 3_000));
                    bench.Turn();
                    break;
            }

            bool looser = bench.Modes.ModeOf(bench.Symbol) < before || bench.Modes.Mode < account;
            if (looser) loosened++;
            (looser && !mayLoosen).ShouldBeFalse($"{before} became {bench.Modes.ModeOf(bench.Symbol)} by itself at step {step}");
        }

        return loosened > 0;
    });

    [Fact]
    [Trait("Invariant", "I-22")]
    public void What_a_human_or_the_losses_have_set_survives_every_reconciliation() => Check(1_000, random =>
    {
        OrderBench bench = new();
        TradingMode demanded = TradingMode.Normal;
        for (int step = 0; step < 20; step++)
        {
            switch (random.Next(4))
            {
                case 0:
                    TradingMode mode = (TradingMode)random.Next(5);
                    bench.Modes.Tighten(mode, "drawn");
                    demanded = Stricter(demanded, mode);
                    break;
                case 1:
                    bool reduces = random.Next(2) == 0;
                    bench.Modes.Obey(reduces ? LadderAction.ReduceOnly : LadderAction.None, "drawn");
                    if (reduces) demanded = Stricter(demanded, TradingMode.ReduceOnly);
                    break;
                case 2:
                    bench.Modes.Set(new(bench.Symbol, ConditionNames.LateFact, TradingMode.Guarded, "drawn", NeedsHuman: false) { EndedAt = bench.Now });
                    break;
                default:
                    bench.Venue.Now += TimeSpan.FromSeconds(2);
                    bench.Say(bench.Stock(0m));
                    break;
            }

            bench.Modes.Mode.ShouldBe(demanded);
        }

        return demanded != TradingMode.Normal;
    });

    [Fact]
    public void The_same_losses_twice_are_the_same_losses_and_less_money_is_never_less_restraint() => Check(2_000, random =>
    {
        RiskLimits limits = new();
        int told = 0;
        OrderBench bench = new();
        LossWatch watch = new(limits, bench.Modes, _ => told++);
        Timestamp now = bench.Now;
        LadderAction worst = LadderAction.None;
        AccountView account = Snapshots.Flat;
        for (int step = 0; step < 12; step++)
        {
            account = account with { Equity = account.Equity - random.Next(0, 200) };
            LadderAction action = watch.Assess(account, now += TimeSpan.FromSeconds(1));
            ((int)action).ShouldBeGreaterThanOrEqualTo((int)worst, "money was only lost");
            worst = action;
            (TradingMode mode, int alerts, int records) = (bench.Modes.Mode, told, bench.Records.Count);
            for (int again = random.Next(1, 4); again > 0; again--)
            {
                watch.Assess(account, now += TimeSpan.FromSeconds(1)).ShouldBe(action);
                (bench.Modes.Mode, told, bench.Records.Count).ShouldBe((mode, alerts, records), "nothing has happened since");
            }
        }

        return worst != LadderAction.None;
    });

    private static TradingMode Stricter(TradingMode left, TradingMode right) => left > right ? left : right;

    private static void Check(int count, Func<Random, bool> law)
    {
        int telling = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            if (law(new Random(seed))) telling++;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
        telling.ShouldBeGreaterThan(count / 4, "or the law holds for want of examples");
    }
}
