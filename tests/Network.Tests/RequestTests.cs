using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Parley.Ports;

namespace Parley.Network.Tests;

public sealed class RequestTests : IDisposable
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(8);
    private const string Secret = "signature=s3cr3tsignature";

    private readonly NetworkWire wire = new(TimeProvider.System, new() { Linger = TimeSpan.FromSeconds(2) });
    private readonly Listener heard;

    public RequestTests() => heard = new(wire);

    public static TheoryData<WireMethod> Methods => [WireMethod.Get, WireMethod.Post, WireMethod.Put, WireMethod.Delete];

    public void Dispose() => wire.Dispose();

    [Fact]
    public void An_answer_comes_back_with_its_number_status_headers_and_body()
    {
        string? seen = null;
        using var server = new LoopbackServer(async c =>
        {
            seen = await c.ReadAsync();
            await c.AnswerAsync("{\"a\":1}", "418 I'm a teapot", "Retry-After: 7\r\nX-MBX-USED-WEIGHT-1M: 12\r\n");
        });
        wire.Send(41, new(WireMethod.Post, server.Http, "/api/v3/order?x=1%2C2&y=%7E", "quantity=1"u8.ToArray(), "the-key", Patient));
        Heard answer = heard.Await();
        (answer.What, answer.Id, answer.Status, answer.Text).ShouldBe(("answer", 41, 418, "{\"a\":1}"));
        answer.Headers!["retry-after"].ShouldBe("7");
        answer.Headers["x-mbx-used-weight-1m"].ShouldBe("12");
        seen.ShouldNotBeNull();
        seen.ShouldStartWith("POST /api/v3/order?x=1%2C2&y=%7E HTTP/1.1\r\n");
        seen.ShouldContain("X-MBX-APIKEY: the-key\r\n");
        seen.ShouldContain("Content-Type: application/x-www-form-urlencoded\r\n");
        seen.ShouldEndWith("\r\n\r\nquantity=1");
    }

    [Fact]
    public void Connections_are_kept_and_redirects_and_cookies_are_the_callers_business()
    {
        List<string> seen = [];
        using var server = new LoopbackServer(async c =>
        {
            while (await c.ReadAsync() is { } request)
            {
                seen.Add(request);
                await c.AnswerAsync("", "302 Found", "Location: /elsewhere\r\nSet-Cookie: a=b\r\n");
            }
        });
        for (int i = 1; i <= 3; i++)
        {
            wire.Send(i, Request(WireMethod.Get, server.Http));
            heard.Await(i).Status.ShouldBe(302);
        }

        server.Requests.ShouldBe(3);
        server.Connections.ShouldBe(1);
        seen.ShouldAllBe(r => !r.Contains("Cookie", StringComparison.OrdinalIgnoreCase) && r.Contains("/order"));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    [Trait("Fault", "F-001")]
    [Trait("Fault", "F-004")]
    public void A_request_reaches_the_venue_once_though_it_closes_unanswered(WireMethod method)
    {
        using var server = new LoopbackServer(c => c.ReadAsync());
        wire.Send(1, Request(method, server.Http));
        ShouldBeLost(heard.Await(), neverLeft: false);
        heard.PollFor(TimeSpan.FromMilliseconds(200));
        server.Requests.ShouldBe(1);
        heard.All.Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    [Trait("Fault", "F-001")]
    [Trait("Fault", "F-004")]
    public void A_request_on_a_kept_connection_reaches_the_venue_once_though_it_closes_unanswered(WireMethod method)
    {
        using var server = new LoopbackServer(async c =>
        {
            // Every connection answers once and then swallows, so that a second try elsewhere would be seen as well.
            if (await c.ReadAsync() is null) return;
            await c.AnswerAsync("{}");
            await c.ReadAsync();
        });
        wire.Send(1, Request(WireMethod.Get, server.Http));
        heard.Await().What.ShouldBe("answer");
        wire.Send(2, Request(method, server.Http));
        ShouldBeLost(heard.Await(2), neverLeft: false);
        heard.PollFor(TimeSpan.FromMilliseconds(200));
        // The framework may open another connection and try there: nothing is written to it.
        server.Requests.ShouldBe(2);
    }

    [Fact]
    [Trait("Fault", "F-004")]
    public void A_hundred_connections_that_die_under_a_request_never_carry_it_twice()
    {
        using var server = new LoopbackServer(async c =>
        {
            if (await c.ReadAsync() is null) return;
            await c.AnswerAsync("{}");
            // Closes about when the next request comes: whether that is sent, seen or not is a race, and must not matter.
        });
        for (int i = 1; i <= 100; i++)
        {
            wire.Send(i, Request(i % 2 == 0 ? WireMethod.Get : WireMethod.Post, server.Http));
            heard.Await(i);
        }

        server.Requests.ShouldBeLessThanOrEqualTo(100);
        heard.All.Count(h => h.What == "answer").ShouldBeLessThanOrEqualTo(server.Requests);
        server.Requests.ShouldBeLessThanOrEqualTo(heard.All.Count(h => !h.NeverLeft));
    }

    [Fact]
    [Trait("Fault", "F-049")]
    public void Nobody_listens_means_it_never_left()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        wire.Send(1, Request(WireMethod.Post, new($"http://127.0.0.1:{port}")));
        ShouldBeLost(heard.Await(), neverLeft: true);
        heard.All[0].Text.ShouldBe("no connection (ConnectionRefused)");
    }

    [Fact]
    [Trait("Fault", "F-049")]
    public void A_name_nobody_knows_means_it_never_left()
    {
        wire.Send(1, Request(WireMethod.Post, new("http://no-such-venue.invalid")));
        ShouldBeLost(heard.Await(), neverLeft: true);
    }

    [Fact]
    [Trait("Fault", "F-049")]
    public void A_server_that_speaks_no_TLS_means_it_never_left()
    {
        using var server = new LoopbackServer(async c =>
        {
            await c.Stream.ReadExactlyAsync(new byte[64]);
            await c.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n");
        });
        wire.Send(1, Request(WireMethod.Post, server.Https));
        ShouldBeLost(heard.Await(), neverLeft: true);
        heard.All[0].Text.ShouldStartWith("TLS failed");
        server.Requests.ShouldBe(0);
    }

    [Fact]
    public void A_certificate_nobody_vouches_for_is_refused_before_anything_leaves()
    {
        using X509Certificate2 certificate = SelfSigned();
        int read = 0;
        using var server = new LoopbackServer(async c =>
        {
            await using var tls = new SslStream(c.Stream);
            await tls.AuthenticateAsServerAsync(certificate);
            read = await tls.ReadAsync(new byte[64]);
        });
        wire.Send(1, Request(WireMethod.Post, server.Https));
        ShouldBeLost(heard.Await(), neverLeft: true);
        read.ShouldBe(0);
    }

    [Fact]
    [Trait("Fault", "F-001")]
    public void A_reset_after_the_request_was_written_means_it_may_have_arrived()
    {
        using var server = new LoopbackServer(async c =>
        {
            await c.ReadAsync();
            c.Reset();
        });
        wire.Send(1, Request(WireMethod.Post, server.Http));
        ShouldBeLost(heard.Await(), neverLeft: false);
        server.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"orderId\":")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("yes, thank you\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [Trait("Fault", "F-001")]
    public void Half_an_answer_or_none_at_all_means_it_may_have_arrived(string answer)
    {
        using var server = new LoopbackServer(async c =>
        {
            await c.ReadAsync();
            await c.WriteAsync(answer);
        });
        wire.Send(1, Request(WireMethod.Post, server.Http));
        ShouldBeLost(heard.Await(), neverLeft: false);
        server.Requests.ShouldBe(1);
    }

    [Fact]
    [Trait("Fault", "F-001")]
    public async Task The_deadline_ends_the_listening_and_leaves_the_request_alone()
    {
        var closed = new TaskCompletionSource<bool>();
        using var server = new LoopbackServer(async c =>
        {
            await c.ReadAsync();
            await Task.Delay(1_200);
            // Past the deadline: were the connection broken by us, reading would end here.
            Task<int> more = c.Stream.ReadAsync(new byte[1]).AsTask();
            closed.SetResult(await Task.WhenAny(more, Task.Delay(50)) == more);
            await c.AnswerAsync("{}");
        });
        wire.Send(1, Request(WireMethod.Post, server.Http) with { Deadline = TimeSpan.FromSeconds(1) });
        ShouldBeLost(heard.Await(), neverLeft: false);
        heard.All[0].Text.ShouldBe("no answer before the deadline");
        SpinWait.SpinUntil(() => closed.Task.IsCompleted, Patient).ShouldBeTrue();
        (await closed.Task).ShouldBeFalse();
        heard.PollFor(TimeSpan.FromMilliseconds(150));
        heard.All.Count.ShouldBe(1, "the late answer ends nothing a second time");
    }

    [Fact]
    public void A_request_still_waiting_for_its_connection_at_the_deadline_never_leaves()
    {
        // Accepts TCP and never answers the TLS greeting.
        var held = new TaskCompletionSource();
        using var server = new LoopbackServer(_ => held.Task);
        wire.Send(1, Request(WireMethod.Post, server.Https) with { Deadline = TimeSpan.FromMilliseconds(80) });
        ShouldBeLost(heard.Await(), neverLeft: true);
        heard.All[0].Text.ShouldBe("not sent before the deadline");
        held.SetResult();
    }

    [Fact]
    public void An_answer_that_goes_on_and_on_is_given_up()
    {
        using var small = new NetworkWire(TimeProvider.System, new() { BodyMax = 10_000 });
        var sink = new Listener(small);
        using var server = new LoopbackServer(async c =>
        {
            await c.ReadAsync();
            await c.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
            string much = new('x', 10_000);
            while (true) await c.WriteAsync(much);
        });
        small.Send(1, Request(WireMethod.Get, server.Http));
        ShouldBeLost(sink.Await(), neverLeft: false);
    }

    [Fact]
    public void Disposing_leaves_no_connection_and_no_task_behind()
    {
        int open = 0;
        using var server = new LoopbackServer(async c =>
        {
            Interlocked.Increment(ref open);
            while (await c.ReadAsync() is not null)
            {
                // Never answers.
            }

            Interlocked.Decrement(ref open);
        });
        var doomed = new NetworkWire(TimeProvider.System);
        for (int i = 1; i <= 20; i++) doomed.Send(i, Request(WireMethod.Post, server.Http));
        SpinWait.SpinUntil(() => server.Requests == 20, Patient).ShouldBeTrue();
        doomed.Dispose();
        SpinWait.SpinUntil(() => Volatile.Read(ref open) == 0, Patient).ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => doomed.Send(21, Request(WireMethod.Get, server.Http)));
    }

    private static WireRequest Request(WireMethod method, Uri host) => new(
        method, host, $"/order?timestamp=1&{Secret}", method == WireMethod.Post ? "a=b"u8.ToArray() : null, "the-api-key", Patient);

    private static void ShouldBeLost(Heard end, bool neverLeft)
    {
        end.What.ShouldBe("lost");
        end.NeverLeft.ShouldBe(neverLeft, end.Text);
        end.Text.ShouldNotContain("127.0.0.1");
        end.Text.ShouldNotContain("order");
        end.Text.ShouldNotContain("s3cr3t");
        end.Text.ShouldNotContain("the-api-key");
        end.Text.ShouldNotContain("\n");
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
