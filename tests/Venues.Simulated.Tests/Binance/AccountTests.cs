using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Simulated.Tests.Binance;

/// <summary>What the futures side tells of the account beside orders and positions.</summary>
public sealed class AccountTests
{
    [Fact]
    public void Incomes_are_funding_commissions_and_realised_profit_as_they_were_booked()
    {
        using FrontBench bench = new();
        Mark(bench, 100, nextInSeconds: 10);
        bench.PlaceFutures("side=BUY&type=MARKET&quantity=1");
        bench.Pass(TimeSpan.FromSeconds(11));
        Mark(bench, 100, nextInSeconds: 10);
        bench.PlaceFutures("side=SELL&type=MARKET&quantity=1");

        List<JsonElement> all = Incomes(bench, "");
        all.Where(i => i.Text("incomeType") == "FUNDING_FEE").ShouldHaveSingleItem().Number("income").ShouldBe(-0.1m);
        all.Count(i => i.Text("incomeType") == "COMMISSION").ShouldBe(2);
        all.Where(i => i.Text("incomeType") == "REALIZED_PNL").ShouldHaveSingleItem().Number("income").ShouldBe(-0.1m);
        decimal wallet = bench.Signed(WireMethod.Get, "/fapi/v3/balance", "")[0].Number("balance");
        all.Sum(i => i.Number("income")).ShouldBe(wallet - 100_000m);
        Incomes(bench, "incomeType=FUNDING_FEE&limit=5").Count.ShouldBe(1);
        Incomes(bench, $"startTime={bench.Front.Now.Milliseconds + 1}").ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-040")]
    public void The_list_of_conditional_orders_names_the_order_that_did_the_work()
    {
        using FrontBench bench = new();
        bench.PlaceFutures("side=BUY&type=MARKET&quantity=1");
        bench.PlaceAlgo("side=SELL&type=STOP_MARKET&quantity=1&triggerPrice=90&reduceOnly=true&clientAlgoId=s");
        bench.PlaceAlgo("side=SELL&type=TAKE_PROFIT_MARKET&quantity=1&triggerPrice=150&reduceOnly=true&clientAlgoId=t");
        bench.Trade(89);
        bench.Pass(TimeSpan.FromSeconds(1));

        List<JsonElement> all = [.. bench.Signed(WireMethod.Get, "/fapi/v1/allAlgoOrders", "symbol=BTCUSDT").EnumerateArray()];
        all.Select(a => a.Text("clientAlgoId")).ShouldBe(["s", "t"]);
        all[0].Text("algoStatus").ShouldBe("FINISHED");
        all[1].Text("algoStatus").ShouldBe("NEW");
        JsonElement trade = bench.Signed(WireMethod.Get, "/fapi/v1/userTrades", "symbol=BTCUSDT").EnumerateArray().Last();
        trade.Text("orderId").ShouldBe(all[0].Text("actualOrderId"));
    }

    [Fact]
    public void A_key_that_may_not_trade_is_an_account_that_may_not()
    {
        using FrontBench bench = new(o => o with { Credential = o.Credential with { CanTrade = false } });
        bench.Signed(WireMethod.Get, "/fapi/v1/accountConfig", "").GetProperty("canTrade").GetBoolean().ShouldBeFalse();
    }

    private static List<JsonElement> Incomes(FrontBench bench, string parameters) =>
        [.. bench.Signed(WireMethod.Get, "/fapi/v1/income", parameters).EnumerateArray()];

    private static void Mark(FrontBench bench, decimal price, int nextInSeconds) => bench.Front.OnMark(new MarkPrice(
        Bench.Btc, bench.Front.Now, bench.Front.Now, Price.From(price), 0.001, bench.Front.Now + TimeSpan.FromSeconds(nextInSeconds)));
}
