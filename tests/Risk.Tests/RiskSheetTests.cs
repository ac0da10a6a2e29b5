namespace Parley.Risk.Tests;

public sealed class RiskSheetTests
{
    [Fact]
    public void A_sheet_used_again_says_what_a_new_one_says()
    {
        RiskSheet used = new();
        Cases.Check(seed =>
        {
            Scenario scenario = Scenario.Draw(seed);
            RiskGate.Judge(RiskCase.Of(scenario.Proposal, scenario.Snapshot, scenario.Limits), scenario.Limits, used);
            RiskSheet fresh = new();
            RiskGate.Judge(RiskCase.Of(scenario.Proposal, scenario.Snapshot, scenario.Limits), scenario.Limits, fresh);
            used.Checks.SequenceEqual(fresh.Checks).ShouldBeTrue();
            (used.Allowed, used.Quantity, used.Reduces, used.EntryExpected, used.Stop)
                .ShouldBe((fresh.Allowed, fresh.Quantity, fresh.Reduces, fresh.EntryExpected, fresh.Stop));
            (used.Refusal >= 0).ShouldBe(!used.Allowed);
            return true;
        }, atLeast: Cases.Count);
    }

    [Fact]
    public void Judging_into_a_sheet_allocates_nothing()
    {
        Scenario[] scenarios = [.. Enumerable.Range(0, 200).Select(Scenario.Draw)];
        RiskCase[] questions = [.. scenarios.Select(s => RiskCase.Of(s.Proposal, s.Snapshot, s.Limits))];
        RiskSheet sheet = new();
        Judge();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 10; round++) Judge();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Judge()
        {
            for (int i = 0; i < questions.Length; i++) RiskGate.Judge(questions[i], scenarios[i].Limits, sheet);
        }
    }
}
