using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Public.Tests;

public sealed class DialectTests
{
    private static readonly Timestamp EightOClock = Timestamp.FromMilliseconds(1_767_254_400_000);

    public static TheoryData<string> Venues => ["bybit", "okx", "deribit"];

    [Fact]
    public void Bybit_gives_trades_quotes_marks_and_the_rate_to_come()
    {
        (List<object> events, List<FundingRate> rates) = ReadAll(Samples.Bybit(), Samples.Messages("bybit"));
        events.ShouldBe(
        [
            new Trade(Samples.Btc, 1_783_284_617, Ms(1_767_225_600_499), Samples.Received, P(64_000.5m), Q(0.003m), Side.Buy, TradeOrigin.Market),
            new Trade(Samples.Btc, 1_783_284_618, Ms(1_767_225_600_500), Samples.Received, P(64_000.4m), Q(0.5m), Side.Sell, TradeOrigin.Market),
            new Quote(Samples.Btc, 18_521_288, Ms(1_767_225_600_600), Samples.Received, P(64_000.4m), Q(1.2m), P(64_000.5m), Q(0.7m)),
            new MarkPrice(Samples.Btc, Ms(1_767_225_600_700), Samples.Received, P(64_001.1m), 0.0001, EightOClock),
            new MarkPrice(Samples.Btc, Ms(1_767_225_600_800), Samples.Received, P(64_003m), 0.0001, EightOClock),
        ]);
        rates.ShouldBe([new FundingRate(Samples.Btc, "bybit", EightOClock, TimeSpan.FromHours(8), 0.0001)]);
    }

    [Fact]
    public void Okx_counts_contracts_and_marks_wait_for_the_rate()
    {
        (List<object> events, List<FundingRate> rates) = ReadAll(Samples.Okx(), Samples.Messages("okx"));
        events.ShouldBe(
        [
            new Trade(Samples.Btc, 130_639_474, Ms(1_767_225_600_386), Samples.Received, P(64_000.9m), Q(0.12m), Side.Sell, TradeOrigin.Market),
            new Quote(Samples.Btc, 363_996_337, Ms(1_767_225_600_391), Samples.Received, P(64_000.9m), Q(0.05m), P(64_001m), Q(0.45m)),
            new MarkPrice(Samples.Btc, Ms(1_767_225_600_400), Samples.Received, P(64_002.1m), 0.0001875, EightOClock),
        ]);
        rates.ShouldBe([new FundingRate(Samples.Btc, "okx", EightOClock, TimeSpan.FromHours(8), 0.0001875)]);
        ReadAll(Samples.Okx(), [Samples.OkxMark]).Events.ShouldBeEmpty();
    }

    [Fact]
    public void Deribit_counts_dollars_and_is_given_a_sign_of_life()
    {
        (List<object> events, List<FundingRate> rates) = ReadAll(Samples.Deribit(), Samples.Messages("deribit"));
        Timestamp at = Ms(1_767_225_600_600);
        events.ShouldBe(
        [
            new Trade(Samples.Btc, 30_289_442, Ms(1_767_225_600_512), Samples.Received, P(64_000m), Q(0.01m), Side.Sell, TradeOrigin.Market),
            new Quote(Samples.Btc, 1_767_225_600_529, Ms(1_767_225_600_529), Samples.Received, P(64_000m), Q(0.1m), P(64_000.5m), Q(0.01562487m)),
            new MarkPrice(Samples.Btc, at, Samples.Received, P(64_001.5m), 0.00002203, at + TimeSpan.FromHours(8)),
        ]);
        rates.ShouldBe([new FundingRate(Samples.Btc, "deribit", at + TimeSpan.FromHours(8), TimeSpan.FromHours(8), 0.00002203)]);
        Read(Samples.Deribit(), Samples.DeribitHeartbeat).ShouldNotBeNull().ShouldContain("public/test");
    }

    [Fact]
    public void Settled_rates_come_oldest_first_with_their_intervals()
    {
        Rates("bybit").ShouldBe([("2025-12-31T16:00:00Z", 8, -0.00005), ("2026-01-01T00:00:00Z", 8, 0.0001)]);
        Rates("okx").ShouldBe([("2025-12-31T20:00:00Z", 4, 0.00011), ("2026-01-01T00:00:00Z", 4, 0.00019)]);
        Rates("deribit").ShouldBe([("2025-12-31T23:00:00Z", 1, 0.00002), ("2026-01-01T00:00:00Z", 1, -0.00001)]);

        static (string, double, double)[] Rates(string venue)
        {
            VenueDialect dialect = Samples.Of(venue);
            IReadOnlyList<FundingRate> rates = dialect.ReadFunding(dialect.Instruments[0], Encoding.UTF8.GetBytes(Samples.Funding(venue)));
            rates.ShouldAllBe(r => r.Venue == venue && r.Symbol == Samples.Btc);
            return [.. rates.Select(r => (r.SettlesAt.ToString(), r.Interval.TotalHours, r.Rate))];
        }
    }

    [Theory]
    [InlineData("bybit", """{"topic":"publicTrade.BTCUSDT","data":[{"T":1767225600499,"S":"Buy","v":"0.003","p":"-1"}]}""", "field p: '-1' is not a decimal number, zero or above")]
    [InlineData("bybit", """{"topic":"publicTrade.BTCUSDT","data":[{"T":1,"S":"Buy","v":"0.003","p":"1"}]}""", "field T: '1' is not a moment from 2009 to 2099")]
    [InlineData("bybit", """{"success":false,"ret_msg":"error:handler not found","op":"subscribe"}""", "the venue refused a subscription")]
    [InlineData("okx", """{"event":"error","code":"60012","msg":"Invalid request"}""", "the venue refused a subscription")]
    [InlineData("okx", """{"arg":{"channel":"funding-rate","instId":"BTC-USDT-SWAP"},"data":[{"fundingRate":"1e9","fundingTime":"1767254400000"}]}""", "field fundingRate: '1e9' is not a funding rate")]
    [InlineData("deribit", """{"jsonrpc":"2.0","error":{"message":"Invalid params","code":-32602}}""", "the venue refused a request")]
    [InlineData("deribit", """{"method":"subscription","params":{"channel":"quote.BTC-PERPETUAL","data":[]}}""", "")]
    [InlineData("deribit", "{\"method\":", "not valid JSON")]
    public void Nonsense_gives_one_clear_error(string venue, string message, string reason)
    {
        if (reason.Length == 0)
        {
            ReadAll(Samples.Of(venue), [message]).Events.ShouldBeEmpty();
            return;
        }

        Should.Throw<MarketDataException>(() => ReadAll(Samples.Of(venue), [message])).Message.ShouldBe($"{venue}: {reason}");
    }

    [Theory]
    [MemberData(nameof(Venues))]
    [Trait("Fault", "F-029")]
    [Trait("Invariant", "I-42")]
    public void Whatever_comes_nothing_is_thrown_but_the_declared_error(string venue) =>
        Prop.ForAll<DoNotSize<ulong>>(seed =>
        {
            var chance = new Prng(seed.Item);
            VenueDialect dialect = Samples.Of(venue);
            string[] messages = [.. Samples.Messages(venue), Samples.Funding(venue)];
            for (int i = 0; i < 10; i++)
            {
                byte[] damaged = Damage(Encoding.UTF8.GetBytes(messages[chance.NextInt(messages.Length)]), chance);
                try
                {
                    if (i % 4 == 0) dialect.ReadFunding(dialect.Instruments[0], damaged);
                    else dialect.Read(damaged, Samples.Received, new EventLog(), _ => { });
                }
                catch (MarketDataException e)
                {
                    if (e.Message.Contains('\n') || e.Message.Length > 200) return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static byte[] Damage(byte[] bytes, Prng chance)
    {
        for (int hits = 1 + chance.NextInt(3); hits > 0 && bytes.Length > 0; hits--)
        {
            int at = chance.NextInt(bytes.Length);
            bytes = chance.NextInt(4) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + chance.NextInt(8))..]],
                2 => [.. bytes[..at], "{}[]\",:0-9eE"u8[chance.NextInt(12)], .. bytes[at..]],
                _ => [.. bytes[..at], (byte)chance.NextInt(256), .. bytes[(at + 1)..]],
            };
        }

        return bytes;
    }

    private static string? Read(VenueDialect dialect, string message) =>
        dialect.Read(Encoding.UTF8.GetBytes(message), Samples.Received, new EventLog(), _ => { });

    private static (List<object> Events, List<FundingRate> Rates) ReadAll(VenueDialect dialect, string[] messages)
    {
        var log = new EventLog();
        List<FundingRate> rates = [];
        foreach (string message in messages) dialect.Read(Encoding.UTF8.GetBytes(message), Samples.Received, log, rates.Add);
        return (log.All, rates);
    }

    private static Timestamp Ms(long milliseconds) => Timestamp.FromMilliseconds(milliseconds);

    private static Price P(decimal value) => Price.From(value);

    private static Quantity Q(decimal value) => Quantity.From(value);
}
