using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Ports;
using Parley.Venues.Simulated.Binance;

namespace Parley.Venues.Simulated.Tests.Binance;

public sealed class RightsAndLimitsTests
{
    /// <summary>The example of Binance's own documentation (rest-api.md, signed endpoint examples, HMAC keys).</summary>
    private const string DocumentedSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

    private const string DocumentedPayload =
        "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";

    private const string DocumentedSignature = "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71";

    [Fact]
    public void The_documented_signature_is_accepted_and_no_other()
    {
        using KeyCheck keys = new(new ApiCredential("k", DocumentedSecret));

        keys.IsSigned(Encoding.UTF8.GetBytes(DocumentedPayload), Encoding.UTF8.GetBytes(DocumentedSignature)).ShouldBeTrue();
        keys.IsSigned(Encoding.UTF8.GetBytes(DocumentedPayload + "1"), Encoding.UTF8.GetBytes(DocumentedSignature)).ShouldBeFalse();
        keys.IsSigned(Encoding.UTF8.GetBytes(DocumentedPayload), Encoding.UTF8.GetBytes(DocumentedSignature.Replace('c', 'd'))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("symbol=BTCUSDT&side=BUY", "type=MARKET&quantity=1")]
    [InlineData("", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1")]
    public void Query_and_body_are_signed_one_after_the_other(string query, string body)
    {
        using FrontBench bench = new();
        string rest = $"{body}&timestamp={bench.Front.Now.Milliseconds}";
        string signature = FrontBench.Sign(query + rest);

        bench.Send(WireMethod.Post, query.Length > 0 ? $"{FrontBench.Api}?{query}" : FrontBench.Api, $"{rest}&signature={signature}", FrontBench.Key)
            .Text("status").ShouldBe("FILLED");
    }

    [Fact]
    public void An_rsa_key_pair_signs_as_well()
    {
        using RSA pair = RSA.Create(2048);
        using FrontBench bench = new(o => o with { Credential = new ApiCredential(FrontBench.Key, null, pair.ExportSubjectPublicKeyInfoPem()) });
        string text = $"timestamp={bench.Front.Now.Milliseconds}";
        string signature = Convert.ToBase64String(pair.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        bench.Send(WireMethod.Get, $"/api/v3/account?{text}&signature={Uri.EscapeDataString(signature)}", "", FrontBench.Key).Text("accountType").ShouldBe("SPOT");
        bench.Send(WireMethod.Get, $"/api/v3/account?{text}1&signature={Uri.EscapeDataString(signature)}", "", FrontBench.Key).Text("code").ShouldBe("-1022");
    }

    [Theory]
    [InlineData(null, "", -2014)]
    [InlineData("other", "", -2015)]
    [InlineData(FrontBench.Key, "timestamp=1&signature=00", -1022)]
    [InlineData(FrontBench.Key, "signature=00", -1102)]
    [InlineData(FrontBench.Key, "timestamp=1", -1102)]
    public void Without_key_or_signature_nothing_is_told(string? key, string query, int code)
    {
        using FrontBench bench = new();

        bench.Send(WireMethod.Get, $"/api/v3/account?{query}", "", key).GetProperty("code").GetInt32().ShouldBe(code);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(999, true)]
    [InlineData(1_000, false)]
    [InlineData(-5_000, true)]
    [InlineData(-5_001, false)]
    [Trait("Fault", "F-047")]
    public void A_timestamp_outside_of_the_window_is_refused(int offset, bool isAccepted)
    {
        using FrontBench bench = new();
        string text = $"timestamp={bench.Front.Now.Milliseconds + offset}";

        JsonElement answer = bench.Send(WireMethod.Get, $"/fapi/v3/balance?{text}&signature={FrontBench.Sign(text)}", "", FrontBench.Key);

        (answer.ValueKind == JsonValueKind.Array).ShouldBe(isAccepted);
        if (!isAccepted) answer.Text("code").ShouldBe("-1021");
    }

    [Fact]
    [Trait("Fault", "F-043")]
    [Trait("Fault", "F-044")]
    public void Too_much_weight_is_refused_until_the_minute_ends_and_banned_when_it_goes_on()
    {
        using FrontBench bench = new(o => o with { FuturesWeightLimit = 10 });
        for (int i = 0; i < 10; i++) bench.Get("/fapi/v1/ping");
        bench.Answer.Headers["X-MBX-USED-WEIGHT-1M"].ShouldBe("10");

        bench.Get("/fapi/v1/ping").Text("code").ShouldBe("-1003");
        (bench.Answer.Status, bench.Answer.Headers["Retry-After"]).ShouldBe((429, "60"));
        bench.Pass(TimeSpan.FromSeconds(60));
        bench.Get("/fapi/v1/ping");
        bench.Answer.Status.ShouldBe(200);
        for (int i = 0; i < 40; i++) bench.Get("/fapi/v1/ping");
        bench.Answer.Status.ShouldBe(418);
        bench.Pass(TimeSpan.FromSeconds(61));
        bench.Get("/fapi/v1/ping");
        bench.Answer.Status.ShouldBe(418);
        bench.Pass(TimeSpan.FromSeconds(60));
        bench.Get("/fapi/v1/ping");
        bench.Answer.Status.ShouldBe(200);
        bench.Get("/api/v3/ping");
        bench.Answer.Headers["X-MBX-USED-WEIGHT-1M"].ShouldBe("1");
    }

    [Fact]
    public void Orders_are_counted_and_limited()
    {
        using FrontBench bench = new(o => o with { OrderLimit = 2 });
        const string order = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90";
        bench.PlaceFutures(order);
        bench.PlaceFutures(order);
        bench.Answer.Headers["X-MBX-ORDER-COUNT-10S"].ShouldBe("2");

        bench.PlaceFutures(order).Text("code").ShouldBe("-1015");
        bench.Pass(TimeSpan.FromSeconds(10));
        bench.PlaceFutures(order).TryGetProperty("orderId", out _).ShouldBeTrue();
    }
}
