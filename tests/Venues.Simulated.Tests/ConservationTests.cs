using FsCheck;
using FsCheck.Fluent;

namespace Parley.Venues.Simulated.Tests;

public sealed class ConservationTests
{
    [Fact]
    [Trait("Invariant", "I-01")]
    [Trait("Invariant", "I-15")]
    public void Cash_positions_fees_and_funding_are_what_the_facts_add_up_to_and_no_reduce_only_order_flips()
    {
        int fills = 0, refusals = 0, expiries = 0, fundings = 0;
        Prop.ForAll<DoNotSize<ulong>>(seed =>
        {
            RandomSession session = new(seed.Item);
            session.Run(steps: 150);
            fills += session.Ledger.Fills;
            refusals += session.Ledger.Refusals;
            expiries += session.Ledger.Expiries;
            fundings += session.Ledger.Funding != 0 ? 1 : 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(17, 19));

        // The sessions must have been worth checking.
        fills.ShouldBeGreaterThan(10_000);
        refusals.ShouldBeGreaterThan(1_000);
        expiries.ShouldBeGreaterThan(1_000);
        fundings.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Same_inputs_give_the_same_facts()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            RandomSession first = new(seed);
            RandomSession second = new(seed);
            first.Run(steps: 300);
            second.Run(steps: 300);

            first.Facts.ShouldNotBeEmpty();
            second.Facts.ShouldBe(first.Facts);
        }
    }
}
