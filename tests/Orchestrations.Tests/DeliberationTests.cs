using Parley.Orchestrations.Agents;
using Parley.Orchestrations.Inline;

namespace Parley.Orchestrations.Tests;

public sealed class DeliberationTests
{
    private static readonly DeliberationOptions Options = new();

    [Fact]
    public async Task An_uptrend_on_every_horizon_is_wanted_long()
    {
        DeliberationOutcome outcome = await Deliberate(Snapshots.With(Snapshots.Trend("1m", 1), Snapshots.Trend("5m", 1), Snapshots.Trend("1h", 1), Snapshots.Flow(1)));
        outcome.Desired.ShouldBe(Stance.Long);
        outcome.Confidence.ShouldBeInRange(0.65, 1);
        outcome.Verdicts.Count(v => v.Role == AgentRole.Analyst).ShouldBe(4);
    }

    [Fact]
    public async Task The_mirrored_market_gets_the_mirrored_answer()
    {
        DeliberationOutcome up = await Deliberate(Snapshots.With(Snapshots.Trend("1m", 1), Snapshots.Trend("5m", 1), Snapshots.Flow(1)));
        DeliberationOutcome down = await Deliberate(Snapshots.With(Snapshots.Trend("1m", -1), Snapshots.Trend("5m", -1), Snapshots.Flow(-1)));
        down.Fusion.Probability.ShouldBe(1 - up.Fusion.Probability, 1e-12);
        (up.Desired, down.Desired).ShouldBe((Stance.Long, Stance.Short));
    }

    [Fact]
    public async Task Facts_that_are_no_horizon_have_no_analyst()
    {
        FeatureGroup[] facts = [new("funding", [new("funding_rate", 0.0001)]), new("market", []), new("vs_ETHUSDT", [new("beta_30", 1)])];
        DeliberationOutcome outcome = await Deliberate(Snapshots.With([Snapshots.Trend("1m", 1), .. facts, Snapshots.Flow(1)]));
        outcome.Verdicts.Where(v => v.Role == AgentRole.Analyst).Select(v => v.Horizon).ShouldBe(["1m", "flow"]);
    }

    [Fact]
    public async Task Knowing_nothing_is_an_abstention_not_a_guess()
    {
        DeliberationOutcome outcome = await Deliberate(Snapshots.With(new FeatureGroup("1m", [new("rsi_14", null)]), new FeatureGroup("flow", [])));
        outcome.Desired.ShouldBe(Stance.Abstain);
        outcome.Supervisor.Ruling.ShouldBe(Ruling.Reject);
    }

    [Fact]
    public async Task Opposite_horizons_cancel_each_other()
    {
        DeliberationOutcome outcome = await Deliberate(Snapshots.With(Snapshots.Trend("1m", 1), Snapshots.Trend("1h", -1)));
        outcome.Desired.ShouldBe(Stance.Neutral);
    }

    [Fact]
    public async Task Every_citation_is_a_fact_of_the_snapshot()
    {
        Snapshot snapshot = Snapshots.With(Snapshots.Trend("1m", 1), Snapshots.Trend("5m", -1), Snapshots.Flow(1));
        DeliberationOutcome outcome = await Deliberate(snapshot);
        Citation[] citations = [.. outcome.Verdicts.SelectMany(v => v.Citations)];
        citations.Length.ShouldBeGreaterThan(10);
        foreach (Citation citation in citations)
        {
            string[] path = citation.Field.Split('.');
            double? fact = citation.Field switch
            {
                "lastPrice" => snapshot.LastPrice.ToDouble(),
                "account.equity" => (double)snapshot.Account.Equity,
                _ => snapshot.Find(path[0], path[1]),
            };
            fact.ShouldBe(citation.Value, citation.Field);
        }
    }

    [Fact]
    public async Task The_advocate_always_argues_against_the_plain_reading()
    {
        DeliberationOutcome outcome = await Deliberate(Snapshots.With(Snapshots.Trend("1m", 1), Snapshots.Trend("5m", 1)));
        Verdict advocate = outcome.Verdicts.Single(v => v.Role == AgentRole.DevilsAdvocate);
        advocate.Stance.ShouldBe(Stance.Short);
    }

    [Fact]
    public async Task An_agent_that_is_late_abstains_and_the_rest_decide()
    {
        Snapshot snapshot = Snapshots.With(Snapshots.Trend("1m", 1), Snapshots.Trend("1h", 1));
        ActivityTable late = new ActivityTable().Add(DeliberationWorkflow.Speak, task =>
            task.Horizon == "1h" ? new TaskCompletionSource<Verdict>().Task : Task.FromResult(OfflineAgents.Speak(task, snapshot, Options)));
        DeliberationOutcome outcome = await Deliberate(snapshot, late, Options with { Deadline = TimeSpan.FromMilliseconds(20) });
        outcome.Verdicts.Single(v => v.Horizon == "1h").Stance.ShouldBe(Stance.Abstain);
        outcome.Verdicts.Single(v => v.Horizon == "1m").Stance.ShouldBe(Stance.Long);
    }

    [Fact]
    public async Task A_risk_agent_that_does_not_speak_stops_entries()
    {
        Snapshot snapshot = Snapshots.With(Snapshots.Trend("1m", 1), Snapshots.Trend("5m", 1), Snapshots.Trend("1h", 1));
        ActivityTable mute = new ActivityTable().Add(DeliberationWorkflow.Speak, task =>
            task.Agent == DeliberationWorkflow.Risk
                ? Task.FromException<Verdict>(new TimeoutException())
                : Task.FromResult(OfflineAgents.Speak(task, snapshot, Options)));
        DeliberationOutcome outcome = await Deliberate(snapshot, mute, Options);
        outcome.Desired.ShouldBe(Stance.Abstain);
    }

    [Fact]
    public void The_advocate_can_weaken_a_score_but_never_turn_it_round() =>
        Prop.ForAll<int, int, int>((a, b, c) =>
        {
            static double Share(int n) => Math.Abs(n % 101) / 100.0;
            Verdict[] verdicts =
            [
                new("analyst-1m", AgentRole.Analyst, "1m", a >= 0 ? Stance.Long : Stance.Short, Share(a), ["r"], []),
                new("analyst-5m", AgentRole.Analyst, "5m", b >= 0 ? Stance.Long : Stance.Short, Share(b), ["r"], []),
                new("devils-advocate", AgentRole.DevilsAdvocate, null, c >= 0 ? Stance.Long : Stance.Short, Share(c), ["r"], []),
                new("risk-agent", AgentRole.Risk, null, Stance.Neutral, 0, ["r"], []),
            ];
            double with = Supervisor.Conclude(verdicts, Snapshots.Flat, Options).Fusion.Score;
            double without = Supervisor.Conclude([.. verdicts.Where(v => v.Role != AgentRole.DevilsAdvocate)], Snapshots.Flat, Options).Fusion.Score;
            return with * without >= 0 && Math.Abs(with) <= Math.Abs(without) + 1e-12;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    private static Task<DeliberationOutcome> Deliberate(Snapshot snapshot) =>
        Deliberate(snapshot, OfflineAgents.About(snapshot, Options, TimeProvider.System, spoke: null), Options);

    private static Task<DeliberationOutcome> Deliberate(Snapshot snapshot, ActivityTable activities, DeliberationOptions options) =>
        DeliberationWorkflow.RunAsync(
            new InlineWorkflow("test", snapshot.AsOf, activities, TimeProvider.System),
            DeliberationRequest.On(snapshot, DecisionJson.HashOf(snapshot), options));
}
