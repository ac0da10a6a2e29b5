using System.Text;
using Parley.Domain;

namespace Parley.Venues.Binance.Tests;

/// <summary>Whatever bytes come in, a parser answers or says in its one error that it cannot.</summary>
public class ParserFuzzTests
{
    private static readonly string[] Seeds =
    [
        Samples.SpotFilled, Samples.SpotInfo, Samples.FuturesInfo,
        Samples.SpotReport("a.1", "TRADE", "FILLED", last: "1", price: "100.5", cumulative: "1", trade: 5),
        Samples.FuturesReport("a.1", "TRADE", "FILLED", 5, last: "1", price: "100.5", cumulative: "1", trade: 5),
        Samples.AlgoEvent("s.1", "TRIGGERED", 55),
        """{"e":"ACCOUNT_UPDATE","E":1,"T":1,"a":{"m":"FUNDING_FEE","B":[{"a":"USDT","wb":"1","cw":"1","bc":"50.5"}],"P":[{"s":"BTCUSDT","pa":"1"}]}}""",
        """{"subscriptionId":0,"event":{"e":"balanceUpdate","E":1573200697110,"a":"BTC","d":"-100.00000000","T":1573200697068}}""",
        """{"id":3,"status":400,"error":{"code":-1022,"msg":"Signature for this request is not valid."}}""",
        """[{"symbol":"BTCUSDT","id":28457,"orderId":100234,"price":"4.00000100","qty":"12.00000000","commission":"10.1","commissionAsset":"BNB","time":1499865549590,"isBuyer":true,"isMaker":false}]""",
        """{"canTrade":true,"balances":[{"asset":"BTC","free":"1.5","locked":"79228162514264337593543950335"},{"asset":"BTC","free":"79228162514264337593543950335","locked":"1"}]}""",
    ];

    private static readonly string[] Spices =
    [
        "\"", "{", "}", "[", "]", ",", ":", "null", "1e400", "-", "\\u0000", "\\ud800", "\"99999999999999999999999\"", "9223372036854775808", "-9223372036854775808",
        "\"0.000000001\"", "\"1E5\"", "true", "\"\"", "{\"a\":", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "\u00ff", "\"e\":\"executionReport\",",
    ];

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [Trait("Invariant", "I-42")]
    [Trait("Fault", "F-028")]
    public void Tampered_messages(ulong seed)
    {
        Prng prng = new(seed);
        UserMessage message = new();
        List<Func<byte[], object?>> readers = [.. SampleTests.Readers.Values, b => VenueError.In(b)];
        int refused = 0;
        for (int i = 0; i < 3_000; i++)
        {
            byte[] bytes = Tamper(prng, Encoding.UTF8.GetBytes(Seeds[prng.NextInt(Seeds.Length)]));
            try
            {
                message.Read(bytes);
                _ = readers[prng.NextInt(readers.Count)](bytes);
            }
            catch (BinanceFormatException error)
            {
                refused++;
                error.Message.Length.ShouldBeLessThan(200);
                error.Message.ShouldNotContain("\n");
            }
        }

        refused.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData(4UL)]
    [InlineData(5UL)]
    [Trait("Invariant", "I-42")]
    public void A_gateway_outlives_tampered_events_and_answers(ulong seed)
    {
        Prng prng = new(seed);
        Session session = Session.Futures().Ready();
        session.Wire.When("POST /fapi/v1/order", _ => Reply.Ok(Encoding.Latin1.GetString(Tamper(prng, Encoding.UTF8.GetBytes(Samples.SpotFilled)))));
        for (int i = 0; i < 400; i++)
        {
            session.Event(Encoding.Latin1.GetString(Tamper(prng, Encoding.UTF8.GetBytes(Seeds[3 + prng.NextInt(6)]))));
            session.Gateway.Place(Session.Market($"a.{i}", Side.Buy, 1));
            session.Pass(0.5);
        }

        // Every order got an answer of some kind, and none was sent twice.
        IReadOnlyList<OrderFact> answers = [.. session.All<OrderFact>()];
        for (int i = 0; i < 400; i++) answers.ShouldContain(f => f.Id.Value == $"a.{i}");
        List<string?> sent = [.. session.SentTo("/fapi/v1/order", Ports.WireMethod.Post).Select(r => Session.Parameter(r, "newClientOrderId"))];
        sent.Distinct().Count().ShouldBe(sent.Count);
    }

    [Theory]
    [InlineData("\"0.10264410\"", 10_264_410)]
    [InlineData("0.10264410", 10_264_410)]
    [InlineData("\"1.000000000000\"", 100_000_000)]
    [InlineData("null", 0)]
    [InlineData("\"\"", 0)]
    [Trait("Fault", "F-028")]
    public void Prices_are_read_exactly(string json, long raw) => Price(json).Raw.ShouldBe(raw);

    [Theory]
    [InlineData("1e-5")]
    [InlineData("\"1e5\"")]
    [InlineData("\"0.123456789\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"1,5\"")]
    [InlineData("true")]
    [Trait("Fault", "F-028")]
    public void Prices_that_cannot_be_exact_are_errors(string json) =>
        Should.Throw<BinanceFormatException>(() => Price(json));

    private static Price Price(string json) => OrderReport.Read(Encoding.UTF8.GetBytes($$"""{"price":{{json}},"side":"BUY"}""")).Price;

    private static byte[] Tamper(Prng prng, byte[] bytes)
    {
        List<byte> changed = [.. bytes];
        for (int n = 1 + prng.NextInt(4); n > 0 && changed.Count > 2; n--)
        {
            int at = prng.NextInt(changed.Count);
            switch (prng.NextInt(6))
            {
                case 0:
                    changed[at] = (byte)prng.NextInt(256);
                    break;
                case 1:
                    changed.RemoveRange(at, Math.Min(1 + prng.NextInt(20), changed.Count - at));
                    break;
                case 2:
                    changed.InsertRange(at, Encoding.UTF8.GetBytes(Spices[prng.NextInt(Spices.Length)]));
                    break;
                case 3:
                    changed.RemoveRange(at, changed.Count - at);
                    break;
                case 4:
                    changed.InsertRange(at, changed.Skip(prng.NextInt(changed.Count)).Take(30).ToArray());
                    break;
                default:
                    Swap(prng, changed);
                    break;
            }
        }

        return [.. changed];
    }

    // A value in place of another keeps the whole well-formed: what is wrong then is the type or the size.
    private static void Swap(Prng prng, List<byte> bytes)
    {
        string text = Encoding.UTF8.GetString([.. bytes]);
        int colon = text.IndexOf(':', prng.NextInt(text.Length));
        if (colon < 0) return;
        int end = text.IndexOfAny([',', '}'], colon);
        if (end < 0) return;
        string[] values = ["null", "{}", "[]", "-1", "1e9", "\"NaN\"", "\"-5\"", "99999999999999999999", "\"x\"", "true", "0.5", "\"\\u00e9\""];
        string swapped = string.Concat(text.AsSpan(0, colon + 1), values[prng.NextInt(values.Length)], text.AsSpan(end));
        bytes.Clear();
        bytes.AddRange(Encoding.UTF8.GetBytes(swapped));
    }
}
