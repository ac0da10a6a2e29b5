using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class FrameParserTests
{
    private static readonly string[] Samples =
    [
        """{"stream":"btcusdt@trade","data":{"e":"trade","E":1680652800000,"s":"BTCUSDT","t":3071245454,"p":"28165.47000000","q":"0.00056000","b":20720542158,"a":20720542592,"T":1680652799999,"m":true,"M":true}}""",
        """{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":false,"M":true}""",
        """{"stream":"btcusdt@trade","data":{"e":"trade","E":1680652874406,"T":1680652874400,"s":"BTCUSDT","t":3535191080,"p":"28722.50","q":"0.001","X":"INSURANCE_FUND","m":true}}""",
        """{"e":"trade","E":1680652700455,"T":1680652700452,"s":"BTCUSDT","t":3535186032,"p":"28145.10","q":"0.002","X":"MARKET","m":true}""",
        """{"stream":"btcusdt@depth@0ms","data":{"e":"depthUpdate","E":1680652700594,"T":1680652700586,"s":"BTCUSDT","U":2710246765373,"u":2710246765597,"pu":2710246765326,"b":[["5000.00","14.368"],["28018.90","0.000"]],"a":[["28145.20","6.961"]]}}""",
        """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255308,"s":"BTCUSDT","U":50093239203,"u":50093239207,"b":[["55653.87000000","0.00000000"]],"a":[["61838.04000000","0.32332000"],["61862.51000000","0.00000000"]]}}""",
        """{"e":"depthUpdate","E":1680652700628,"T":1680652700614,"s":"BTCUSDT","U":2710246765966,"u":2710246766123,"pu":2710246765882,"b":[],"a":[["28173.30","0.014"],["28989.60","0.650"]]}""",
        """{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":2710246762461,"s":"BTCUSDT","b":"28145.10","B":"3.868","a":"28145.20","A":"6.887","T":1680652700430,"E":1680652700435}}""",
        """{"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"}""",
        """{"stream":"ctkusdt@aggTrade","data":{"e":"aggTrade","E":1626992741575,"a":16599292,"s":"CTKUSDT","p":"1.01100","q":"10","f":23961322,"l":23961322,"T":1626992741421,"m":false}}""",
        """{"e":"aggTrade","E":1633998514575,"s":"NKNUSDT","a":16599292,"p":"0.35","q":"10","f":23961322,"l":23961324,"T":1633998514421,"m":false,"M":true}""",
    ];

    private static readonly string[] SlowSamples =
    [
        """{"stream":"btcusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":1680652701000,"s":"BTCUSDT","p":"28147.27373413","P":"28142.15563565","i":"28159.75642857","r":"0.00002754","T":1680652800000}}""",
        """{"lastUpdateId": 2710246765483, "E": 1680652700590, "T": 1680652700580, "bids": [["28145.10", "3.818"], ["28145.00", "0.413"]], "asks": [["28145.20", "1"]]}""",
    ];

    [Fact]
    public void Every_usual_message_takes_the_fast_way()
    {
        foreach (string sample in Samples)
            new FastFrameParser(new SymbolTable()).TryParse(Encoding.UTF8.GetBytes(sample), new Frame()).ShouldBeTrue(sample);
    }

    [Theory]
    [MemberData(nameof(RecordingNames))]
    public void Both_parsers_agree_on_every_frame_of_the_recordings(string name)
    {
        using LineReader lines = new(MarketInput.Open(RealData.Recording(name)).Bytes, name);
        Pair pair = new();
        (int frames, int fast) = (0, 0);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            RecordingLine.TrySplit(line, out _, out ReadOnlySpan<byte> json).ShouldBeTrue();
            frames++;
            if (pair.Agree(json)) fast++;
        }

        (frames - fast).ShouldBeLessThan(500, "only snapshots and mark prices take the slow way");
    }

    public static TheoryData<string> RecordingNames() => [.. RealData.Recordings];

    [Fact]
    public void Both_parsers_agree_on_any_mutation_of_a_message()
    {
        Pair pair = new();
        int fast = 0;
        Prop.ForAll<int>(seed =>
        {
            if (pair.Agree(Mutate(new Random(seed)))) fast++;
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
        fast.ShouldBeGreaterThan(100, "or the property says nothing");
    }

    [Fact]
    public void Order_and_white_space_of_fields_do_not_matter()
    {
        Frame frame = Parse("""
            { "data" : { "m" : true, "q":"0.5", "p" : "28145.10", "t":7, "s":"BTC\u0055SDT", "T":1680652700452, "e" : "trade", "new":{"x":[1,{}]}}, "stream":"x@trade" }
            """);
        frame.Kind.ShouldBe(FrameKind.Trade);
        frame.Symbol.ShouldBe(new Symbol("BTCUSDT"));
        frame.Price.ShouldBe(2_814_510_000_000);
        frame.BuyerIsMaker.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"stream":"btcusdt@depth20@100ms","data":{"e":"depthUpdate","E":1680652700594,"T":1680652700586,"s":"BTCUSDT","U":1,"u":2,"pu":0,"b":[],"a":[]}}""")]
    [InlineData("""{"stream":"btcusdt@depth5","data":{"lastUpdateId":160,"bids":[["0.0024","10"]],"asks":[["0.0026","100"]]}}""")]
    [InlineData("""{"stream":"!ticker@arr","data":[{"e":"24hrTicker"}]}""")]
    [InlineData("""{"result":null,"id":1}""")]
    [InlineData("""{"e":"kline","E":1,"s":"BTCUSDT","k":{}}""")]
    [InlineData("[]")]
    public void Messages_that_are_no_event_of_ours_are_passed_over(string json) => Parse(json).Kind.ShouldBe(FrameKind.Other);

    [Theory]
    [InlineData("""{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"NaN","q":"1","T":1680652700452,"m":true}""", "field p: '\"NaN\"' is not a decimal number, zero or above")]
    [InlineData("""{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"-5","q":"1","T":1680652700452,"m":true}""", "field p")]
    [InlineData("""{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"5","T":1680652700452,"m":true}""", "field q is missing")]
    [InlineData("""{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"5","q":"1","p":"6","T":1680652700452,"m":true}""", "field p occurs twice")]
    [InlineData("""{"e":"trade","E":1,"s":"BTCUSDT","t":1.5,"p":"5","q":"1","T":1680652700452,"m":true}""", "field t: '1.5' is not a whole number")]
    [InlineData("""{"e":"trade","E":1,"s":"","t":1,"p":"5","q":"1","T":1680652700452,"m":true}""", "field s: '\"\"' is not a symbol")]
    [InlineData("""{"e":"depthUpdate","E":1680652700452,"s":"BTCUSDT","U":1,"u":2,"b":[["0","1"]],"a":[]}""", "field b: a price is not positive")]
    [InlineData("""{"e":"depthUpdate","E":1680652700452,"s":"BTCUSDT","U":1,"u":2,"b":{},"a":[]}""", "field b: '{}' is not a list of levels")]
    [InlineData("""{"e":"trade","E":16806""", "the JSON is cut off")]
    [InlineData("""{"e":"trade","E":16806 oops""", "not valid JSON at byte")]
    [InlineData("""{"e":"trade"} {}""", "not valid JSON at byte")]
    public void What_is_wrong_is_said(string json, string reason) =>
        new JsonFrameParser(new SymbolTable()).Parse(Encoding.UTF8.GetBytes(json), new Frame()).ShouldNotBeNull().ShouldContain(reason);

    private static Frame Parse(string json)
    {
        Frame frame = new();
        new JsonFrameParser(new SymbolTable()).Parse(Encoding.UTF8.GetBytes(json.Trim()), frame).ShouldBeNull();
        return frame;
    }

    /// <summary>Replaces, removes, inserts or doubles a few bytes: mostly characters that matter in JSON.</summary>
    internal static byte[] Mutate(Random random)
    {
        string[] samples = random.Next(5) == 0 ? SlowSamples : Samples;
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(samples[random.Next(samples.Length)])];
        byte[] alphabet = "0123456789.\"{}[],:-eEtu\\ abXMNn\u00e9"u8.ToArray();
        int changes = random.Next(0, 4);
        for (int i = 0; i < changes; i++)
        {
            int at = random.Next(bytes.Count);
            byte value = random.Next(10) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            switch (random.Next(5))
            {
                case 0: bytes[at] = value; break;
                case 1: bytes.Insert(at, value); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at - 1)); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 30), bytes.Count - at))); break;
            }
        }

        return [.. bytes];
    }

    private sealed class Pair
    {
        private readonly FastFrameParser fast;
        private readonly JsonFrameParser thorough;
        private readonly Frame first = new();
        private readonly Frame second = new();

        public Pair()
        {
            SymbolTable symbols = new();
            fast = new FastFrameParser(symbols);
            thorough = new JsonFrameParser(symbols);
        }

        /// <summary>Asserts that a frame read the fast way is the one read the thorough way.</summary>
        /// <returns>Whether the fast way could read it.</returns>
        public bool Agree(ReadOnlySpan<byte> json)
        {
            bool isFast = fast.TryParse(json, first);
            string? reason = thorough.Parse(json, second);
            if (!isFast) return false;
            string text = Encoding.UTF8.GetString(json);
            reason.ShouldBeNull(text);
            Describe(first).ShouldBe(Describe(second), text);
            return true;
        }

        private static string Describe(Frame frame) =>
            $"{frame.Kind} {frame.Symbol} {frame.Time} {frame.Id} {frame.FirstId} {frame.LastTradeId} {frame.PreviousId} {frame.Price} "
            + $"{frame.Quantity} {frame.AskPrice} {frame.AskQuantity} {frame.BuyerIsMaker} {frame.OffBook} {frame.FundingRate} "
            + $"{string.Join(' ', frame.Bids.Span.ToArray())} | {string.Join(' ', frame.Asks.Span.ToArray())}";
    }
}
