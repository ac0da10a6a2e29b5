using System.Text.Json;

namespace Parley.Orchestrations.Tests;

/// <summary>A desk in two places decides as a desk in one.</summary>
public sealed class TwoPlacesTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Symbol Eth = new("ETHUSDT");

    [Fact]
    [Trait("Invariant", "I-34")]
    public async Task The_same_market_gives_the_same_decisions_orders_and_fills()
    {
        TimeSpan duration = TimeSpan.FromHours(2);
        TwoPlaces.Watched one = TwoPlaces.RunInOnePlace(TwoPlaces.Market(duration, "BTCUSDT"));

        CloudHalf cloud = new([Btc]);
        int taken = 0;
        TwoPlaces.Watched edge = TwoPlaces.RunTheEdge(TwoPlaces.Market(duration, "BTCUSDT"), batches =>
        {
            cloud.IngestAsync(batches).GetAwaiter().GetResult();
            List<OrderIntents> coming = [.. cloud.Sent.Skip(taken).OfType<OrderIntents>()];
            taken = cloud.Sent.Count;
            return coming;
        });

        List<Decision> decisions = await cloud.DecisionsAsync(Btc);
        decisions.Count.ShouldBe(one.Decisions.Count);
        decisions.Count.ShouldBeGreaterThan(100);
        for (int i = 0; i < decisions.Count; i++) Bytes(decisions[i]).SequenceEqual(Bytes(one.Decisions[i])).ShouldBeTrue($"decision {i}, {decisions[i].Summary}");
        one.Orders.Count.ShouldBeGreaterThan(4, "or nothing was tried");
        one.Decisions[^1].Snapshot.Account.Risk!.Returns.Count.ShouldBeGreaterThan(TwoPlaces.Settings.Risk.ReturnsMin, "or no history took part");
        edge.Orders.ShouldBe(one.Orders);
        edge.Facts.ShouldBe(one.Facts);
        edge.Equity.ShouldBe(one.Equity);
        edge.Elsewhere.ShouldAllBe(e => e.Fate == IntentFate.Sent);
    }

    [Fact]
    public async Task Markets_that_are_compared_with_one_another_look_the_same_from_both_places()
    {
        TimeSpan duration = TimeSpan.FromMinutes(40);
        TwoPlaces.Watched one = TwoPlaces.RunInOnePlace(TwoPlaces.Market(duration, "BTCUSDT", "ETHUSDT"));
        CloudHalf cloud = new([Btc, Eth]);
        foreach (ReadOnlyMemory<byte> batch in TwoPlaces.Record(TwoPlaces.Market(duration, "BTCUSDT", "ETHUSDT"))) await cloud.IngestAsync(batch);

        foreach (Symbol symbol in new[] { Btc, Eth })
        {
            List<Snapshot> here = [.. one.Decisions.Select(d => d.Snapshot).Where(s => s.Instrument.Symbol == symbol)];
            List<Snapshot> there = [.. (await cloud.DecisionsAsync(symbol)).Select(d => d.Snapshot)];
            there.Count.ShouldBe(here.Count);
            here.Count.ShouldBeGreaterThan(30);
            // The accounts differ: there nothing was ever traded.
            for (int i = 0; i < here.Count; i++)
                DecisionJson.HashOf(there[i] with { Account = here[i].Account }).ShouldBe(DecisionJson.HashOf(here[i]));
        }
    }

    private static byte[] Bytes(Decision decision) => JsonSerializer.SerializeToUtf8Bytes(decision, DecisionJson.Canonical.Decision);
}
