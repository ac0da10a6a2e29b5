using System.Globalization;
using System.Text;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <content>Sockets: opening, requests on them, and what is sent.</content>
public sealed partial class BinanceFront
{
    private readonly Dictionary<long, FrontSocket> sockets = [];
    private readonly Dictionary<(bool IsFutures, string Name), StreamTopic> topics = [];
    private readonly PriorityQueue<(FrontSocket Socket, byte[] Message), (long Due, long Sequence)> delayed = new();
    private readonly JsonText reply = JsonText.Create();
    private long lastSocket;
    private long delayedSequence;
    private int spotListeners;
    private int futuresListeners;
    private int nextSubscription;

    /// <summary>Opens a WebSocket on a path with its query: <c>/ws/btcusdt@trade</c>, <c>/private/ws/LISTENKEY</c>, <c>/ws-api/v3</c>.</summary>
    /// <returns>Its number; null where the venue has no such path.</returns>
    public long? Connect(string target)
    {
        string path = target.Split('?')[0].TrimEnd('/');
        SocketKind kind = SocketKind.SpotStreams;
        if (path == "/ws-api/v3")
        {
            if (spot is null) return null;
            return Add(new FrontSocket(++lastSocket, SocketKind.SpotApi, isCombined: false));
        }

        (string prefix, SocketKind of)[] prefixes = [("/public", SocketKind.FuturesPublic), ("/market", SocketKind.FuturesMarket), ("/private", SocketKind.FuturesPrivate)];
        foreach ((string prefix, SocketKind of) in prefixes)
        {
            if (!path.StartsWith(prefix, StringComparison.Ordinal)) continue;
            kind = of;
            path = path[prefix.Length..];
            break;
        }

        bool isCombined = path == "/stream";
        if (!isCombined && path != "/ws" && !path.StartsWith("/ws/", StringComparison.Ordinal)) return null;
        FrontSocket socket = new(++lastSocket, kind, isCombined);
        if ((socket.IsFutures ? (FrontProduct?)futures : spot) is null) return null;
        string named = isCombined ? "" : path.Length > 4 ? path[4..] : "";
        if (target.Contains('?', StringComparison.Ordinal))
        {
            foreach (string pair in target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&'))
                if (pair.StartsWith("streams=", StringComparison.Ordinal) || pair.StartsWith("listenKey=", StringComparison.Ordinal))
                    named = Uri.UnescapeDataString(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        }

        Add(socket);
        foreach (string name in named.Split('/', StringSplitOptions.RemoveEmptyEntries)) Subscribe(socket, name);
        return socket.Id;
    }

    /// <summary>A text message from the client. Without effect on a socket that is not open.</summary>
    public void Receive(long socket, ReadOnlySpan<byte> message)
    {
        if (!sockets.TryGetValue(socket, out FrontSocket? open) || open.IsClosed) return;
        try
        {
            if (open.Kind == SocketKind.SpotApi) Call(open, message);
            else Control(open, message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Utf8JsonWriter json = reply.Begin();
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteNumber("code"u8, 3);
            json.WriteString("msg"u8, "Invalid JSON: expected value at line 1 column 1"u8);
            json.WriteEndObject();
            json.WriteEndObject();
            open.Send(reply.Written, default, default);
        }
    }

    /// <summary>Takes the next message for the client, in order. The span is valid until the next call of anything here.</summary>
    public bool TryTake(long socket, out ReadOnlySpan<byte> message)
    {
        if (sockets.TryGetValue(socket, out FrontSocket? open) && open.TryTake(out message)) return true;
        message = default;
        return false;
    }

    /// <summary>False once the venue has closed the socket, or the client has.</summary>
    public bool IsOpen(long socket) => sockets.TryGetValue(socket, out FrontSocket? open) && !open.IsClosed;

    /// <summary>The client has gone.</summary>
    public void Disconnect(long socket)
    {
        if (!sockets.Remove(socket, out FrontSocket? open)) return;
        Close(open);
    }

    internal bool HasUserListeners(bool isFutures) => (isFutures ? futuresListeners : spotListeners) > 0;

    /// <summary>Sends one event about the account to whoever listens.</summary>
    internal void SendUser(bool isFutures, ReadOnlySpan<byte> data)
    {
        foreach (FrontSocket socket in sockets.Values)
        {
            if (socket.IsClosed) continue;
            if (!isFutures && socket.UserSubscription is { } subscription)
            {
                string head = string.Create(CultureInfo.InvariantCulture, $"{{\"subscriptionId\":{subscription},\"event\":");
                Send(socket, Encoding.UTF8.GetBytes(head), data, "}"u8, isUserData: true);
            }
            else if (isFutures && socket.ListenKey is { } key && string.Equals(key, futures!.ListenKey, StringComparison.Ordinal))
            {
                SendNamed(socket, key, data);
            }
        }
    }

    internal string NewListenKey() => string.Create(CultureInfo.InvariantCulture, $"parleylistenkey{++lastSocket:D12}");

    internal void ExpireListenKey(string key)
    {
        Utf8JsonWriter json = reply.Begin();
        json.WriteStartObject();
        json.WriteString("e"u8, "listenKeyExpired"u8);
        json.WriteNumber("E"u8, ClientTime.Milliseconds);
        json.WriteString("listenKey"u8, key);
        json.WriteEndObject();
        foreach (FrontSocket socket in sockets.Values)
        {
            if (!string.Equals(socket.ListenKey, key, StringComparison.Ordinal)) continue;
            SendNamed(socket, key, reply.Written);
            socket.ListenKey = null;
            futuresListeners--;
        }
    }

    private long Add(FrontSocket socket)
    {
        sockets.Add(socket.Id, socket);
        return socket.Id;
    }

    private void Close(FrontSocket socket)
    {
        if (socket.IsClosed) return;
        socket.IsClosed = true;
        if (socket.UserSubscription is not null) spotListeners--;
        if (socket.ListenKey is not null) futuresListeners--;
        foreach (string name in socket.Streams)
            if (topics.TryGetValue((socket.IsFutures, name), out StreamTopic? topic)) topic.Subscribers.Remove(socket);
        socket.Streams.Clear();
    }

    private void SendNamed(FrontSocket socket, string name, ReadOnlySpan<byte> data)
    {
        if (socket.IsCombined) Send(socket, Encoding.UTF8.GetBytes($"{{\"stream\":\"{name}\",\"data\":"), data, "}"u8, isUserData: true);
        else Send(socket, default, data, default, isUserData: true);
    }

    private void Send(FrontSocket socket, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail, bool isUserData)
    {
        MessageFault fault = options.Faults?.OnMessage(Now, socket.IsFutures, isUserData) ?? MessageFault.None;
        for (int copy = 0; copy < fault.Copies; copy++)
        {
            if (fault.Delay <= TimeSpan.Zero)
            {
                socket.Send(head, body, tail);
                continue;
            }

            byte[] message = [.. head, .. body, .. tail];
            delayed.Enqueue((socket, message), ((Now + fault.Delay).Nanoseconds, ++delayedSequence));
        }
    }

    private void DeliverDelayed()
    {
        while (delayed.TryPeek(out (FrontSocket Socket, byte[] Message) next, out (long Due, long) priority) && priority.Due <= Now.Nanoseconds)
        {
            delayed.Dequeue();
            next.Socket.Send(default, next.Message, default);
        }
    }

    private void EachSecond()
    {
        if (options.Faults is not { } faults) return;
        foreach (FrontSocket socket in sockets.Values)
            if (!socket.IsClosed && faults.CloseSocket(Now, socket.IsFutures)) Close(socket);
    }

    private void Subscribe(FrontSocket socket, string name)
    {
        if (socket.Streams.Contains(name)) return;
        socket.Streams.Add(name);
        if (socket.Kind == SocketKind.FuturesPrivate)
        {
            if (socket.ListenKey is not null || !string.Equals(name, futures!.ListenKey, StringComparison.Ordinal)) return;
            socket.ListenKey = name;
            futuresListeners++;
            return;
        }

        if (!topics.TryGetValue((socket.IsFutures, name), out StreamTopic? topic))
        {
            int at = name.IndexOf('@', StringComparison.Ordinal);
            if (at < 0) return;
            FrontProduct product = socket.IsFutures ? futures! : spot!;
            MarketBoard? board = product.BoardOf(new Symbol(name[..at].ToUpperInvariant()));
            topic = StreamTopic.Parse(name, name.AsSpan(at + 1));
            if (board is null || topic is null) return;
            topics.Add((socket.IsFutures, name), topic);
            board.Topics[(int)topic.Kind].Add(topic);
        }

        // On a path that does not carry it a stream is silent, as the venue's is.
        if (topic.IsServedOn(socket.Kind)) topic.Subscribers.Add(socket);
    }

    private void Unsubscribe(FrontSocket socket, string name)
    {
        socket.Streams.Remove(name);
        if (topics.TryGetValue((socket.IsFutures, name), out StreamTopic? topic)) topic.Subscribers.Remove(socket);
        if (!string.Equals(socket.ListenKey, name, StringComparison.Ordinal)) return;
        socket.ListenKey = null;
        futuresListeners--;
    }

    /// <summary><c>SUBSCRIBE</c>, <c>UNSUBSCRIBE</c> and <c>LIST_SUBSCRIPTIONS</c> on a stream socket.</summary>
    private void Control(FrontSocket socket, ReadOnlySpan<byte> message)
    {
        string method = "";
        string id = "null";
        List<string> names = [];
        Utf8JsonReader reader = new(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("method"u8))
            {
                reader.Read();
                method = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("params"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) names.Add(reader.GetString() ?? "");
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                id = ReadId(ref reader, message);
            }
            else
            {
                reader.Skip();
            }
        }

        bool isKnown = true;
        if (method == "SUBSCRIBE") names.ForEach(name => Subscribe(socket, name));
        else if (method == "UNSUBSCRIBE") names.ForEach(name => Unsubscribe(socket, name));
        else isKnown = method == "LIST_SUBSCRIPTIONS";
        Utf8JsonWriter json = reply.Begin();
        json.WriteStartObject();
        if (isKnown && method == "LIST_SUBSCRIPTIONS")
        {
            json.WriteStartArray("result"u8);
            foreach (string name in socket.Streams) json.WriteStringValue(name);
            json.WriteEndArray();
        }
        else if (isKnown)
        {
            json.WriteNull("result"u8);
        }
        else
        {
            json.WriteStartObject("error"u8);
            json.WriteNumber("code"u8, 2);
            json.WriteString("msg"u8, $"Invalid request: unknown variant `{method}`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`");
            json.WriteEndObject();
        }

        json.WritePropertyName("id"u8);
        json.WriteRawValue(id);
        json.WriteEndObject();
        socket.Send(reply.Written, default, default);
    }

    /// <summary>One request of the WebSocket API.</summary>
    private void Call(FrontSocket socket, ReadOnlySpan<byte> message)
    {
        string method = "";
        string id = "null";
        parameters.Clear();
        Utf8JsonReader reader = new(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("method"u8))
            {
                reader.Read();
                method = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                id = ReadId(ref reader, message);
            }
            else if (reader.ValueTextEquals("params"u8))
            {
                reader.Read();
                ReadParameters(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        FrontRequestCall call = new(id, method);
        if (method is "userDataStream.subscribe.signature" or "userDataStream.unsubscribe")
        {
            UserSubscription(socket, call);
            return;
        }

        if (routes.FindCall(method) is not { } route)
        {
            Reply(socket, call, null, new FrontError(400, -1121, $"Method '{method}' is not supported."));
            return;
        }

        RequestFault fault = options.Faults?.OnRequest(Now, route.Path, isFutures: false, route.IsOrder) ?? RequestFault.None;
        if (fault.Fate == RequestFate.LostBefore) return;
        FrontError? instead = fault.Fate is RequestFate.ErrorInstead or RequestFate.ExecutedThenError
            ? new FrontError(fault.Status, fault.Code == 0 ? -1000 : fault.Code, fault.Message)
            : null;
        FrontError? error = fault.Fate == RequestFate.ErrorInstead ? instead : Serve(route, null, isCall: true) ?? instead;
        if (fault.Fate != RequestFate.LostAfter) Reply(socket, call, route, error, fault.Delay);
    }

    private void UserSubscription(FrontSocket socket, FrontRequestCall call)
    {
        Route rights = new("/ws-api/v3", spot!, static (_, json) => json.WriteNullValue(), 2, RouteSecurity.Signed, IsOrder: false);
        if (call.Method == "userDataStream.unsubscribe")
        {
            if (socket.UserSubscription is not null) spotListeners--;
            socket.UserSubscription = null;
            Reply(socket, call, rights, null);
            return;
        }

        FrontError? error = Serve(rights, null, isCall: true);
        if (error is null && socket.UserSubscription is null)
        {
            socket.UserSubscription = nextSubscription++;
            spotListeners++;
        }

        Utf8JsonWriter json = text.Begin();
        json.WriteStartObject();
        json.WriteNumber("subscriptionId"u8, socket.UserSubscription ?? 0);
        json.WriteEndObject();
        Reply(socket, call, rights, error);
    }

    private void Reply(FrontSocket socket, FrontRequestCall call, Route? route, FrontError? error, TimeSpan delay = default)
    {
        Utf8JsonWriter json = reply.Begin();
        json.WriteStartObject();
        json.WritePropertyName("id"u8);
        json.WriteRawValue(call.Id);
        json.WriteNumber("status"u8, error?.Status ?? 200);
        json.WritePropertyName(error is null ? "result"u8 : "error"u8);
        if (error is null && route is not null) json.WriteRawValue(text.Written);
        else if (error is not null) WriteError(json, error);
        else json.WriteNullValue();
        spot!.WriteUsage(json, route is { IsPlacing: true });
        json.WriteEndObject();
        if (delay <= TimeSpan.Zero) socket.Send(reply.Written, default, default);
        else delayed.Enqueue((socket, reply.Written.ToArray()), ((Now + delay).Nanoseconds, ++delayedSequence));
    }

    private void ReadParameters(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            byte[] name = Encoding.UTF8.GetBytes(reader.GetString()!);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            if (reader.TokenType == JsonTokenType.String) parameters.Put(name, Encoding.UTF8.GetBytes(reader.GetString()!), isEncoded: false);
            else if (reader.TokenType != JsonTokenType.Null) parameters.Put(name, reader.ValueSpan, isEncoded: false);
        }
    }

    /// <summary>An id comes back as it was sent: text, number or null.</summary>
    private static string ReadId(ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) throw new JsonException("An id is text, a number or null.");
        return Encoding.UTF8.GetString(message[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]);
    }

    private readonly record struct FrontRequestCall(string Id, string Method);
}
