using System.Text;
using Parley.Ports;

namespace Parley.Network.Tests;

public sealed class SocketTests : IDisposable
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(8);

    private readonly NetworkWire wire = new(TimeProvider.System, new()
    {
        BlocksMax = 8,
        MessageMax = 300_000,
        CloseTimeout = TimeSpan.FromMilliseconds(300),
    });

    private readonly Listener heard;

    public SocketTests() => heard = new(wire);

    public void Dispose() => wire.Dispose();

    [Fact]
    public void Messages_go_both_ways_whole_and_in_order()
    {
        string large = new('x', 200_000);
        using var server = new LoopbackServer(async c =>
        {
            await c.UpgradeAsync();
            (_, string said) = await c.ReceiveAsync();
            (_, string second) = await c.ReceiveAsync();
            await c.SendAsync(SocketServer.Text, $"heard {said} {second}");
            await c.SendAsync(SocketServer.Text, "in ", isLast: false);
            await c.SendAsync(SocketServer.Ping, "between");
            await c.SendAsync(0, "pieces");
            await c.SendAsync(SocketServer.Text, "");
            await c.SendAsync(SocketServer.Text, large);
            await c.SendAsync(SocketServer.Text, "after");
            await c.ReceiveAsync();
        });
        wire.Open(7, server.Socket);
        heard.Await().ShouldBe(new Heard("open", 7));
        wire.Say(7, "one"u8);
        wire.Say(7, "two"u8);
        wire.Say(8, "no such socket"u8);
        heard.Await(6);
        heard.All.Skip(1).Take(5).Select(h => h.Text.Replace(large, "large")).ShouldBe(["heard one two", "in pieces", "", "large", "after"]);
        heard.All.ShouldAllBe(h => h.Id == 7);
    }

    [Fact]
    [Trait("Fault", "F-058")]
    public async Task A_ping_is_answered_with_its_payload_though_nobody_polls()
    {
        var answered = new TaskCompletionSource<(byte, string)>();
        using var server = new LoopbackServer(async c =>
        {
            await c.UpgradeAsync();
            await c.SendAsync(SocketServer.Text, "nobody takes this");
            await c.SendAsync(SocketServer.Ping, "1732220000123");
            answered.SetResult(await c.ReceiveAsync());
        });
        wire.Open(1, server.Socket);
        SpinWait.SpinUntil(() => answered.Task.IsCompleted, Patient).ShouldBeTrue();
        (await answered.Task).ShouldBe((SocketServer.Pong, "1732220000123"));
        heard.All.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-050")]
    public void A_connection_that_answers_no_ping_is_dead()
    {
        using var keen = new NetworkWire(TimeProvider.System, new()
        {
            PingInterval = TimeSpan.FromMilliseconds(100),
            PingTimeout = TimeSpan.FromMilliseconds(100),
        });
        var sink = new Listener(keen);
        var held = new TaskCompletionSource();
        using var server = new LoopbackServer(async c =>
        {
            await c.UpgradeAsync();
            await held.Task;
        });
        keen.Open(1, server.Socket);
        sink.Await().What.ShouldBe("open");
        sink.Await(2).What.ShouldBe("closed");
        held.SetResult();
    }

    [Fact]
    [Trait("Fault", "F-060")]
    public void A_slow_consumer_makes_the_socket_stop_reading_and_loses_nothing()
    {
        const int messages = 20_000;
        string filling = new('f', 500);
        int sent = 0;
        using var server = new LoopbackServer(async c =>
        {
            await c.UpgradeAsync();
            for (int i = 0; i < messages; i++)
            {
                await c.SendAsync(SocketServer.Text, $"{i} {filling}");
                Volatile.Write(ref sent, i + 1);
            }

            await c.ReceiveAsync();
        });
        wire.Open(1, server.Socket);
        SpinWait.SpinUntil(() => wire.Stalls > 0, Patient).ShouldBeTrue();
        Thread.Sleep(100);
        int before = Volatile.Read(ref sent);
        before.ShouldBeLessThan(messages, "what nobody takes must stay with the venue");
        heard.Await(messages + 1);
        for (int i = 0; i < messages; i++) heard.All[i + 1].Text.ShouldStartWith($"{i} ");
    }

    [Fact]
    public async Task Closing_is_agreed_on()
    {
        var closed = new TaskCompletionSource<byte>();
        using var server = new LoopbackServer(async c =>
        {
            await c.UpgradeAsync();
            (byte kind, _) = await c.ReceiveAsync();
            closed.SetResult(kind);
            await c.SendAsync(SocketServer.Close, "");
        });
        wire.Open(1, server.Socket);
        heard.Await();
        wire.Close(1);
        wire.Close(1);
        heard.Await(2).ShouldBe(new Heard("closed", 1, Text: "closed by us"));
        SpinWait.SpinUntil(() => closed.Task.IsCompleted, Patient).ShouldBeTrue();
        (await closed.Task).ShouldBe(SocketServer.Close);
        wire.Say(1, "no more"u8);
        wire.Close(1);
        heard.PollFor(TimeSpan.FromMilliseconds(50));
        heard.All.Count.ShouldBe(2);
    }

    [Fact]
    public void Closing_does_not_wait_for_a_venue_that_does_not_agree()
    {
        var held = new TaskCompletionSource();
        using var server = new LoopbackServer(async c =>
        {
            await c.UpgradeAsync();
            await held.Task;
        });
        wire.Open(1, server.Socket);
        heard.Await();
        wire.Close(1);
        heard.Await(2).ShouldBe(new Heard("closed", 1, Text: "closed by us"));
        held.SetResult();
    }

    [Fact]
    public void A_socket_that_never_came_to_be_is_closed_with_the_reason()
    {
        using var refusing = new LoopbackServer(async c =>
        {
            await c.ReadAsync();
            await c.AnswerAsync("slow down", "429 Too Many Requests");
        });
        using var deaf = new LoopbackServer(c => c.ReadAsync());
        int port;
        using (var gone = new LoopbackServer(_ => Task.CompletedTask)) port = gone.Port;
        wire.Open(1, new Uri(refusing.Socket, "?listenKey=s3cr3t"));
        heard.Await().ShouldBe(new Heard("closed", 1, Text: "the venue answered 429"));
        wire.Open(2, new Uri(deaf.Socket, "?listenKey=s3cr3t"));
        heard.Await(2).Text.ShouldNotContain("s3cr3t");
        wire.Open(3, new Uri($"ws://127.0.0.1:{port}/stream?listenKey=s3cr3t"));
        heard.Await(3).Text.ShouldBe("no connection (ConnectionRefused)");
    }

    [Fact]
    public void A_socket_that_ends_says_how()
    {
        using var server = new LoopbackServer(async c =>
        {
            await c.UpgradeAsync();
            await c.SendAsync(SocketServer.Text, "last words");
            if (c.Number == 1) await c.Stream.WriteAsync(SocketServer.Frame(SocketServer.Close, [3, 0xF0]));
            if (c.Number == 2) c.Reset();
            if (c.Number == 3) await c.Stream.WriteAsync(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF });
            if (c.Number == 4) await c.SendAsync(SocketServer.Text, new string('y', 300_001));
            await Task.Delay(20);
        });
        string[] reasons = ["closed by the venue (1008)", "the connection broke", "the connection broke", "a message is longer than 300000 bytes"];
        for (int socket = 1; socket <= 4; socket++)
        {
            int before = heard.All.Count;
            wire.Open(socket, server.Socket);
            SpinWait.SpinUntil(() => wire.Poll(heard) && heard.All[^1].What == "closed" && heard.All.Count > before, Patient).ShouldBeTrue();
            heard.All[^1].Text.ShouldStartWith(reasons[socket - 1]);
        }
    }

    [Fact]
    public void Receiving_allocates_nothing_once_warm()
    {
        const int warm = 20_000;
        const int messages = 200_000;
        byte[] frame = SocketServer.Frame(SocketServer.Text, Encoding.ASCII.GetBytes(new string('m', 180)));
        byte[] hundred = [.. Enumerable.Repeat(frame, 100).SelectMany(f => f)];
        using var go = new SemaphoreSlim(0);
        using var server = new LoopbackServer(async c =>
        {
            await c.UpgradeAsync();
            for (int i = 0; i < warm / 100; i++) await c.Stream.WriteAsync(hundred);
            await go.WaitAsync();
            for (int i = 0; i < messages / 100; i++) await c.Stream.WriteAsync(hundred);
            await c.ReceiveAsync();
        });
        var counter = new Counter();
        wire.Open(1, server.Socket);
        SpinWait.SpinUntil(() => counter.Poll(wire) >= warm, Patient).ShouldBeTrue();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        go.Release();
        var spin = new SpinWait();
        while (counter.Poll(wire) < warm + messages) spin.SpinOnce();
        double each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)messages;
        TestContext.Current.SendDiagnosticMessage($"{each:0.000} bytes per message");
        // The server of this test is in it too; one allocation for every message would be 24 at least.
        each.ShouldBeLessThan(24);
    }

    [Fact]
    public void Disposing_leaves_no_socket_behind()
    {
        int open = 0;
        string onAndOn = new('o', 200_000);
        using var server = new LoopbackServer(async c =>
        {
            await c.UpgradeAsync();
            Interlocked.Increment(ref open);
            try
            {
                while (true) await c.SendAsync(SocketServer.Text, onAndOn);
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        });
        var doomed = new NetworkWire(TimeProvider.System, new() { BlocksMax = 2 });
        for (int i = 1; i <= 4; i++) doomed.Open(i, server.Socket);
        SpinWait.SpinUntil(() => Volatile.Read(ref open) == 4, Patient).ShouldBeTrue();
        doomed.Dispose();
        SpinWait.SpinUntil(() => Volatile.Read(ref open) == 0, Patient).ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => doomed.Open(11, server.Socket));
    }

    private sealed class Counter : IWireSink
    {
        private int messages;

        public int Poll(NetworkWire wire)
        {
            wire.Poll(this);
            return messages;
        }

        public void OnAnswer(long id, in WireAnswer answer)
        {
        }

        public void OnLost(long id, bool neverLeft, string reason)
        {
        }

        public void OnOpen(long socket)
        {
        }

        public void OnMessage(long socket, ReadOnlySpan<byte> message) => messages++;

        public void OnClosed(long socket, string reason) => throw new InvalidOperationException(reason);
    }
}
