using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class DataCheckTests
{
    [Fact]
    [Trait("Fault", "F-062")]
    public void Outage_gaps_of_real_candles_are_listed()
    {
        DataReport report = DataCheck.RunFile(RealData.Require("nostalgia_for_infinity/ETH_USDT-5m.json"));
        report.IsReadable.ShouldBeTrue();
        report.Kind.ShouldBe(MarketFileKind.Candles);
        report.Frames.ShouldBe(65_742);
        report.From.ShouldBe(Timestamp.Parse("2020-12-01T00:00:00Z"));
        report.To.ShouldBe(Timestamp.Parse("2021-07-17T21:15:00Z"));
        SymbolReport eth = report.Symbols.ShouldHaveSingleItem();
        eth.Symbol.ShouldBe(new Symbol("ETHUSDT"));
        eth.Bars.ShouldBe(65_742);
        eth.Timeframes.ShouldBe([Timeframe.FiveMinutes]);
        eth.GapCount.ShouldBe(6);
        eth.MissingBars.ShouldBe(177);
        eth.Gaps.Sum(g => g.Missing).ShouldBe(177);
        eth.ZeroVolumeBars.ShouldBe(28);
        eth.TradeGaps.ShouldBe(0);
        eth.BookStatus.ShouldBeNull();
    }

    [Fact]
    public void Recording_is_counted_by_kind_with_the_state_of_its_book()
    {
        DataReport report = DataCheck.RunFile(RealData.Recording("usdm_btcusdt_20230404.dat.gz"));
        SymbolReport btc = report.Symbols.ShouldHaveSingleItem();
        (btc.Trades, btc.Quotes, btc.DepthUpdates, btc.Snapshots, btc.Marks).ShouldBe((2_197, 6_765, 4_322, 1, 99));
        btc.BookStatus.ShouldBe(BookStatus.Live);
        btc.BookBreaks.ShouldBe(0);
        btc.BookUpdates.ShouldBeGreaterThan(4_300);
        report.Issues.ShouldBeEmpty();
    }

    [Fact]
    public void Insurance_fund_print_is_in_the_report()
    {
        DataReport report = DataCheck.RunFile(RealData.Recording("usdm_btcusdt_20230405.dat.gz"));
        report.Symbols[0].OffBookTrades.ShouldBe(1);
        report.Issues.ShouldHaveSingleItem().Detail.ShouldContain("28722.5");
    }

    [Fact]
    [Trait("Fault", "F-062")]
    public void Bad_content_becomes_part_of_the_report()
    {
        using TempFile temp = new("X-1m.csv", "time,open,high,low,close,volume\n2024-01-01 00:00,1,1,1,1,1\n2024-01-01 00:01,1,NaN,1,1,1\n");
        DataReport report = DataCheck.RunFile(temp.Path);
        report.IsReadable.ShouldBeFalse();
        report.Error.ShouldNotBeNull().ShouldContain(":3: column high: 'NaN'");
        report.Frames.ShouldBe(1);
        report.Symbols[0].Bars.ShouldBe(1);
        DataCheck.RunFile("/no/such").Error.ShouldBe("/no/such: file not found");
    }
}
