using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

/// <summary>Version 1 as it was first published. Batches like these lie in streams and archives: they must always be read.</summary>
public sealed class GoldenBatchTests
{
    private const string Plain =
        "50544B4201000E425443555344540642544308555344540180DAC409C09A0C80B51801320003E8070D10401F3E1781014004" +
        "804393024201C0D115460947080AA8F6A886CCE38E0682D0CE849964F89C060AF79C060900000000000002000100808090CE" +
        "C196C7E32F80A0ADEDD186BAE32FFFFFEA91FC0D00BF9FFA3CD00F008E91F7F98DA202000C9B91F7F98DA202029E91F7F98D" +
        "A20212DEA1B5AB1A0096934E0198934E0C0180ADE20496934E98934E0098934EFF8ADD940F9CD1B0FBD1F40280904EA40301" +
        "980380FBBFE8F71380897AFF8AF1DB03FFC0BBED01DC0B01D00FFA010002DC0BD00FCF0F01C09A0CBF8DB701020201000001" +
        "2D431CEBE2361A3F3C0000000000002940000000000000F8FF82050E45544855534454AC0200000000000059400000000000" +
        "004E40D00F066E2D3108776972651A42C3B67273653A20727568696700000000000000D0BF02F2843D0000A8460003FDA0C2" +
        "1E0000904E0000F44E0002B3C83E0004000101B960000691039BC3";

    private const string Compressed =
        "50544B4201010E425443555344540642544308555344540180DAC409C09A0C80B51801320003E80740418C014442400003C9" +
        "000080AAAAAAEA9F450E7239E8EDA487935E4E7A3A2928E8512F7A513DEA4D00F4AC979B82821E4E7AD1C35DC109E738D630" +
        "0C030C040FAA878D31C75468644BE24EFD9AD6CB12CE8ECD33FC94B97D0E0361A9C59D600588430DD83BA849";

    private static readonly Instrument Instrument = new(
        new Symbol("BTCUSDT"), "BTC", "USDT", InstrumentKind.Perpetual,
        Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.002m), 5.0m);

    [Fact]
    public void Version_1_is_read_for_ever()
    {
        byte[] batch = Convert.FromHexString(Plain);
        TickBatchHeader header = TickBatch.ReadHeader(batch);
        header.ShouldBe(new TickBatchHeader(1, Instrument, new TickPosition(3, 1_000), 13));
        header.Last.ShouldBe(new TickPosition(3, 1_012));
        ExactLog read = new();
        TickBatch.Replay(batch, default, read).ShouldBe(13);
        ExactLog expected = new();
        Send(expected);
        read.Lines.ShouldBe(expected.Lines);
    }

    // The same body may compress to other bytes in another release of the framework; reading must not change.
    [Fact]
    public void Version_1_is_read_for_ever_when_compressed()
    {
        byte[] batch = Convert.FromHexString(Compressed);
        batch[5].ShouldBe((byte)TickCompression.Brotli);
        ExactLog read = new();
        TickBatch.Replay(batch, default, read).ShouldBe(64);
        ExactLog expected = new();
        SendTrades(expected);
        read.Lines.ShouldBe(expected.Lines);
    }

    [Fact]
    public void Version_1_is_written_as_ever()
    {
        TickBatchWriter writer = new(Instrument, 3, 1_000, Batches.Plain);
        Send(writer);
        Convert.ToHexString(writer.Take()).ShouldBe(Plain);
    }

    [Fact]
    public void The_example_of_the_documentation_is_right()
    {
        byte[] example = Convert.FromHexString("50544B42010002580000000000000000000101020204000000000808A01FE80780F41232");
        Instrument instrument = new(new Symbol("X"), "", "", InstrumentKind.Spot, default, default, default, 0);
        TickBatchWriter writer = new(instrument, 1);
        writer.OnClock(Timestamp.FromMilliseconds(2_000));
        writer.OnClock(Timestamp.FromMilliseconds(2_500));
        writer.Take().ShouldBe(example);
        Batches.Read([example]).ShouldBe(["clock 2000000000", "clock 2500000000"]);
    }

    [Theory]
    [InlineData(typeof(Trade), "Aggressor,Origin,Price,Quantity,ReceivedAt,Symbol,TradeId,VenueTime")]
    [InlineData(typeof(Quote), "Ask,AskQuantity,Bid,BidQuantity,ReceivedAt,Symbol,UpdateId,VenueTime")]
    [InlineData(typeof(DepthUpdate), "Asks,Bids,FirstId,LastId,PreviousId,ReceivedAt,Symbol,VenueTime")]
    [InlineData(typeof(DepthSnapshot), "Asks,Bids,LastId,ReceivedAt,Symbol,VenueTime")]
    [InlineData(typeof(MarkPrice), "FundingRate,Mark,NextFundingAt,ReceivedAt,Symbol,VenueTime")]
    [InlineData(typeof(Bar), "AfterGap,Close,CloseTime,High,Low,Open,OpenTime,Symbol,TakerBuyVolume,Timeframe,Trades,Volume")]
    [InlineData(typeof(NewsItem), "Headline,Id,IngestedAt,PublishedAt,Sentiment,Source,Symbol")]
    [InlineData(typeof(AccountView), "AverageEntry,Cash,Equity,EquityAtDayStart,EquityAtWeekStart,EquityPeak,ExposureElsewhere,Mode,OpenOrders,OrdersInLastMinute,Position,Risk,UnknownOrders")]
    [InlineData(typeof(RiskInputs), "Elsewhere,LastFunding,LastLossAt,LossStreak,NetElsewhere,NextFunding,Returns,ReturnsEvery")]
    [InlineData(typeof(Instrument), "BaseAsset,Kind,NotionalMin,QuantityMin,QuoteAsset,StepSize,Symbol,TickSize")]
    public void A_field_that_an_event_gains_asks_for_a_new_version(Type type, string packed) =>
        string.Join(',', type.GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal)).ShouldBe(packed, "version 1 packs these");

    private static void Send(IInstrumentSink sink)
    {
        Symbol btc = Instrument.Symbol;
        Timestamp venue = new(1_721_347_200_001_000_000);
        Timestamp received = new(1_721_347_200_064_916_000);
        sink.OnSnapshot(new DepthSnapshot(
            btc, venue, received, 4_984_034_747_463,
            [Level(64_020.3m, 1.5m), Level(64_020.2m, 0.001m)], [Level(64_020.4m, 2m), Level(64_021m, 0.25m)]));
        sink.OnDepth(new DepthUpdate(
            btc, new(venue.Nanoseconds + 5_000_000), new(received.Nanoseconds + 5_100_400), 4_984_034_747_464, 4_984_034_747_470, 4_984_034_747_463,
            [Level(64_020.2m, 0m)], []));
        sink.OnDepth(new DepthUpdate(btc, venue, received, 1, 2, -1, [], [Level(64_020.45m, 0.00000001m)]));
        sink.OnQuote(new Quote(btc, 4_984_034_747_471, venue, received, Price.From(64_020.3m), Quantity.From(1.5m), Price.From(64_020.4m), Quantity.From(2m)));
        sink.OnQuote(new Quote(btc, 4_984_034_747_480, venue, received, Price.From(64_020.3m), Quantity.From(1.5m), Price.From(64_020.4m), Quantity.From(1.999m)));
        sink.OnTrade(new Trade(btc, 3_535_186_032, venue, received, Price.From(64_020.4m), Quantity.From(0.001m), Side.Buy, TradeOrigin.Market));
        sink.OnTrade(new Trade(btc, 3_535_186_033, venue, new(received.Nanoseconds + 1), Price.From(64_000.05m), Quantity.From(0.001m), Side.Sell, TradeOrigin.OffBook));
        sink.OnMark(new MarkPrice(btc, venue, received, Price.From(64_019.12345678m), 0.0001, Timestamp.Parse("2024-07-19T08:00:00Z")));
        sink.OnBar(new Bar(
            btc, Timeframe.OneMinute, Timestamp.Parse("2024-07-18T23:59:00Z"),
            Price.From(64_000m), Price.From(64_021m), Price.From(63_999.9m), Price.From(64_020.4m), 12.5, double.NaN, 321, AfterGap: true));
        sink.OnReferenceBar(new Bar(
            new Symbol("ETHUSDT"), Timeframe.FiveMinutes, Timestamp.Parse("2024-07-18T23:55:00Z"),
            Price.From(3_424.99m), Price.From(3_425m), Price.From(3_420m), Price.From(3_422.5m), 100, 60, 1_000, AfterGap: false));
        sink.OnNews(new NewsItem("n-1", venue, received, "wire", "Börse: ruhig", btc, -0.25));
        sink.OnClock(new Timestamp(venue.Nanoseconds + 1_000_000_000));
        sink.OnDue(
            new Timestamp(venue.Nanoseconds + 1_000_000_000),
            new AccountView(10_000.50m, 9_000m, Quantity.From(-0.015m), 64_000.125m, 10_000m, 10_100m, 10_250.75m, 2, 0, TradingMode.Guarded)
            {
                ExposureElsewhere = 1_234.5m,
                OrdersInLastMinute = 3,
            });
    }

    private static void SendTrades(IInstrumentSink sink)
    {
        for (int i = 0; i < 64; i++)
        {
            sink.OnTrade(new Trade(
                Instrument.Symbol, 3_535_186_032 + i, new(1_721_347_200_001_000_000), new(1_721_347_200_064_916_000 + i * 1_000),
                Price.From(64_020.4m), Quantity.From(0.001m * (i % 3)), Side.Buy, TradeOrigin.Market));
        }
    }

    private static BookLevel Level(decimal price, decimal quantity) => new(Price.From(price), Quantity.From(quantity));
}
