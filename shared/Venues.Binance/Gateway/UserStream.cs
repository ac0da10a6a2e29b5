using System.Text;
using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance;

/// <summary>Takes what the user stream brings.</summary>
internal interface IUserStreamTaker
{
    /// <summary>Connected and subscribed: what happens from now on is heard.</summary>
    void OnStreamUp();

    void OnStreamDown(string reason);

    /// <param name="message">Valid during the call only.</param>
    void OnUserMessage(UserMessage message);

    /// <summary>A message could not be read.</summary>
    void OnUnreadable(string reason);
}

/// <summary>
/// The user-data stream of either product: subscribes, listens, keeps alive, comes back after a loss, and changes sockets
/// before the venue cuts them after a day. On spot it is a subscription on the WebSocket API, on futures the stream of a listen key.
/// </summary>
internal sealed class UserStream(
    BinanceOptions options, WireRouter router, VenueCalls calls, VenueClock clock, Agenda agenda, Prng jitter, IUserStreamTaker taker)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HeartbeatPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(60);

    private readonly UserMessage message = new();
    private Connection? current;
    private Connection? next;
    private string? listenKey;
    private bool isUp;
    private bool stopped;
    private int failures;
    private long replies;

    private bool IsSpot => options.Access.Hosts.Product == BinanceProduct.Spot;

    public void Start() => Connect();

    /// <summary>Closes the stream for good.</summary>
    public void Stop()
    {
        stopped = true;
        current?.Close();
        next?.Close();
    }

    /// <summary>Gives the stream up and comes back with a fresh one.</summary>
    public void Restart(string reason)
    {
        listenKey = null;
        Lost(reason);
    }

    private void Connect()
    {
        if (stopped || next is not null) return;
        if (IsSpot) Open(options.Access.Hosts.WebSocketApi ?? throw new InvalidOperationException("Spot needs the address of the WebSocket API."));
        else AskListenKey();
    }

    private void AskListenKey()
    {
        bool sent = calls.Send(
            WireMethod.Post, options.Access.Hosts.Rest, "/fapi/v1/listenKey", null, signed: false, weight: 1, RequestClass.Regular,
            body =>
            {
                string key = AccountReports.ListenKey(body);
                if (key != listenKey) agenda.After(KeepAlive, () => RenewListenKey(key));
                listenKey = key;
                Open(options.Access.Hosts.UserStream(key));
            },
            failure => Retry(failure.Reason));
        if (!sent) Retry("the request budget is used up");
    }

    private void RenewListenKey(string key)
    {
        if (stopped || listenKey != key) return;
        bool sent = calls.Send(
            WireMethod.Put, options.Access.Hosts.Rest, "/fapi/v1/listenKey", null, signed: false, weight: 1, RequestClass.Regular,
            _ => agenda.After(KeepAlive, () => RenewListenKey(key)),
            failure =>
            {
                // The key is gone: whatever the socket still says, events may be missing.
                if (failure.Error.Code == -1125) Restart("the listen key is gone");
                else agenda.After(Heartbeat, () => RenewListenKey(key));
            });
        if (!sent) agenda.After(Heartbeat, () => RenewListenKey(key));
    }

    private void Open(Uri address)
    {
        if (stopped || next is not null) return;
        Connection connection = new(this);
        next = connection;
        connection.Socket = router.Open(address, connection);
        agenda.After(OpenPatience, () =>
        {
            if (ReferenceEquals(next, connection)) Fail(connection, "no subscription within the time given");
        });
    }

    private void Subscribed(Connection connection)
    {
        if (!ReferenceEquals(next, connection)) return;
        Connection? former = current;
        (current, next) = (connection, null);
        failures = 0;
        // The old socket goes only now, so that nothing falls between the two; what both bring is recognised by its ids.
        former?.Close();
        agenda.After(Heartbeat, () => Beat(connection));
        double spread = jitter.NextDouble();
        agenda.After(TimeSpan.FromHours(22.5) + TimeSpan.FromMinutes(30) * spread, () =>
        {
            if (ReferenceEquals(current, connection)) Connect();
        });
        bool wasUp = isUp;
        isUp = true;
        if (!wasUp) taker.OnStreamUp();
    }

    // A quiet account and a dead line look the same: something is said now and then, and any answer to it will do.
    private void Beat(Connection connection)
    {
        if (stopped || !ReferenceEquals(current, connection)) return;
        string method = IsSpot ? "ping" : "LIST_SUBSCRIPTIONS";
        router.Say(connection.Socket, Encoding.UTF8.GetBytes($$"""{"id":{{++replies}},"method":"{{method}}"}"""));
        long heard = connection.Heard;
        agenda.After(HeartbeatPatience, () =>
        {
            if (!ReferenceEquals(current, connection)) return;
            // A venue that never answers this is not taken for a dead line.
            if (connection.Heard == heard && connection.Replied) Fail(connection, "the stream does not answer");
        });
        agenda.After(Heartbeat, () => Beat(connection));
    }

    private void Opened(Connection connection)
    {
        if (!IsSpot)
        {
            Subscribed(connection);
            return;
        }

        connection.SubscribeId = ++replies;
        router.Say(connection.Socket, SubscribeMessage(connection.SubscribeId));
    }

    private byte[] SubscribeMessage(long id)
    {
        long timestamp = clock.Now.Milliseconds;
        string payload = $"apiKey={options.Access.ApiKey}&timestamp={timestamp}";
        byte[] signature = new byte[options.Access.Signer.MaxLength];
        int length = options.Access.Signer.Sign(Encoding.ASCII.GetBytes(payload), signature);
        string signed = Encoding.ASCII.GetString(signature, 0, length);
        return Encoding.UTF8.GetBytes(
            $$$"""{"id":{{{id}}},"method":"userDataStream.subscribe.signature","params":{"apiKey":"{{{options.Access.ApiKey}}}","timestamp":{{{timestamp}}},"signature":"{{{signed}}}"}}""");
    }

    private void Heard(Connection connection, ReadOnlySpan<byte> bytes)
    {
        connection.Heard++;
        try
        {
            message.Read(bytes);
        }
        catch (BinanceFormatException wrong)
        {
            taker.OnUnreadable(wrong.Message);
            return;
        }

        switch (message.Kind)
        {
            case UserMessageKind.Reply:
                Replied(connection);
                break;
            case UserMessageKind.StreamEnded:
                listenKey = null;
                Fail(connection, message.Event);
                break;
            case UserMessageKind.Shutdown:
                Connect();
                break;
            default:
                taker.OnUserMessage(message);
                break;
        }
    }

    private void Replied(Connection connection)
    {
        connection.Replied = true;
        if (connection.SubscribeId == 0 || message.ReplyId != connection.SubscribeId) return;
        connection.SubscribeId = 0;
        if (message.Status == 200) Subscribed(connection);
        else Fail(connection, $"subscription refused: {VenueCalls.Say(message.Status, message.Error)}");
    }

    private void Fail(Connection connection, string reason)
    {
        connection.Close();
        Gone(connection, reason);
    }

    private void Gone(Connection connection, string reason)
    {
        if (ReferenceEquals(next, connection))
        {
            next = null;
            Retry(reason);
        }
        else if (ReferenceEquals(current, connection))
        {
            current = null;
            Down(reason);
        }
    }

    private void Hang(long socket) => router.Close(socket);

    private void Lost(string reason)
    {
        current?.Close();
        current = null;
        Down(reason);
    }

    private void Down(string reason)
    {
        if (stopped) return;
        if (isUp)
        {
            isUp = false;
            taker.OnStreamDown(reason);
        }

        Retry(reason);
    }

    private void Retry(string reason)
    {
        if (stopped) return;
        if (!isUp) taker.OnStreamDown(reason);
        double ceiling = Math.Min(LongestBackOff.TotalSeconds, 0.5 * Math.Pow(2, Math.Min(failures++, 10)));
        agenda.After(TimeSpan.FromSeconds(ceiling * jitter.NextDouble()), Connect);
    }

    private sealed class Connection(UserStream stream) : ISocketTaker
    {
        private bool closed;

        public long Socket { get; set; }

        public long SubscribeId { get; set; }

        public long Heard { get; set; }

        public bool Replied { get; set; }

        public void Close()
        {
            closed = true;
            stream.Hang(Socket);
        }

        public void OnOpen(long socket)
        {
            if (!closed) stream.Opened(this);
        }

        public void OnMessage(long socket, ReadOnlySpan<byte> message)
        {
            if (!closed) stream.Heard(this, message);
        }

        public void OnClosed(long socket, string reason)
        {
            if (closed) return;
            closed = true;
            stream.Gone(this, reason);
        }
    }
}
