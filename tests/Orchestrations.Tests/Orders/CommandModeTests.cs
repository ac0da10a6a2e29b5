using Parley.Risk;

namespace Parley.Orchestrations.Tests;

/// <summary>A human's word holds until a human takes it back, whatever else held when it was given.</summary>
public sealed class CommandModeTests
{
    private static readonly Symbol Market = new("BTCUSDT");

    [Theory]
    [InlineData(TradingMode.Guarded)]
    [InlineData(TradingMode.ReduceOnly)]
    [Trait("Invariant", "I-22")]
    [Trait("Invariant", "I-24")]
    public void A_command_given_while_something_stricter_holds_outlasts_it(TradingMode commanded)
    {
        ModeControl modes = new([Market], _ => { }, _ => { });
        modes.Set(new(Symbol.Account, ConditionNames.UserStream, TradingMode.ReduceOnly, "the user stream is down", NeedsHuman: false));
        modes.Tighten(commanded, "by hand");
        modes.End(Symbol.Account, ConditionNames.UserStream, new Timestamp(5));
        modes.Reconciled(Market, new Timestamp(6));
        modes.Mode.ShouldBe(commanded);
        modes.Resume();
        modes.Mode.ShouldBe(TradingMode.Normal);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public void What_losses_demand_outlasts_what_held_beside_them()
    {
        ModeControl modes = new([Market], _ => { }, _ => { });
        modes.Set(new(Symbol.Account, ConditionNames.UserStream, TradingMode.ReduceOnly, "the user stream is down", NeedsHuman: false));
        modes.Obey(LadderAction.ReduceOnly, "the week's loss");
        modes.End(Symbol.Account, ConditionNames.UserStream, new Timestamp(5));
        modes.Reconciled(Market, new Timestamp(6));
        modes.Mode.ShouldBe(TradingMode.ReduceOnly);
    }
}
