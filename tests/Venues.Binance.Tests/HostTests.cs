namespace Parley.Venues.Binance.Tests;

public class HostTests
{
    [Theory]
    [InlineData(BinanceProduct.Spot, false)]
    [InlineData(BinanceProduct.Spot, true)]
    [InlineData(BinanceProduct.UsdFutures, false)]
    [InlineData(BinanceProduct.UsdFutures, true)]
    [Trait("Fault", "F-030")]
    [Trait("Threat", "T-18")]
    public void A_key_is_only_ever_shown_to_the_hosts_it_is_for_and_their_rules_are_the_ones_that_hold(BinanceProduct product, bool isLive)
    {
        BinanceHosts hosts = isLive ? BinanceHosts.Live(product) : BinanceHosts.Testnet(product);
        BinanceHosts others = isLive ? BinanceHosts.Testnet(product) : BinanceHosts.Live(product);
        BinanceOptions Change(BinanceOptions options) => options with { Access = new BinanceAccess(hosts, Session.Key, new HmacSigner(Session.Secret)) };
        Session session = product == BinanceProduct.Spot ? Session.Spot(Change) : Session.Futures(Change);
        session.Wire.When("GET /sapi/v1/account/apiRestrictions", """{"enableWithdrawals":false,"enableInternalTransfer":false,"permitsUniversalTransfer":false}""");
        session.Gateway.Start();
        session.Pass(120);
        session.Gateway.IsReady.ShouldBeTrue();
        session.Gateway.Place(Session.Market("a.1", Domain.Side.Buy, 1));
        session.Run();

        HashSet<string> own = [.. Authorities(hosts)];
        own.Overlaps(Authorities(others)).ShouldBeFalse("test and real hosts have nothing in common");
        session.Wire.Sent.Select(r => r.Host.Authority).Concat(session.Wire.Opened.Select(o => o.Address.Authority)).Distinct().ShouldBeSubsetOf(own);
        session.Wire.Sent.Single(r => r.Target.Contains("exchangeInfo", StringComparison.Ordinal)).Host.ShouldBe(hosts.Rest);
    }

    private static IEnumerable<string> Authorities(BinanceHosts hosts) =>
        new[] { hosts.Rest, hosts.Streams, hosts.WebSocketApi, hosts.Wallet }.OfType<Uri>().Select(uri => uri.Authority);
}
