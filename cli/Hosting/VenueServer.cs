using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Hosting;
using Parley.Ports;
using Parley.Venues.Simulated.Binance;

namespace Parley.Cli.Hosting;

/// <summary>Puts the simulated venue on the loopback address: requests and WebSockets in, the venue's own answers out. It decides nothing.</summary>
/// <remarks>The venue is for one thread; everything that touches it goes through one lock, which is never held across I/O.</remarks>
public sealed class VenueServer : IAsyncDisposable
{
    private const int BodyMax = 64 * 1024;
    private readonly WebApplication _app;
    private readonly BinanceFront _front;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ConcurrentBag<FrontAnswer> _answers = [];
    private readonly ConcurrentDictionary<long, Channel<Message>> _mail = [];

    private VenueServer(WebApplication app, BinanceFront front, TimeProvider time) => (_app, _front, _time) = (app, front, time);

    /// <summary>Where it listens: <c>http://127.0.0.1:9090</c>.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <param name="port">0 takes any free one.</param>
    /// <exception cref="CliException">The port is in use.</exception>
    public static async Task<VenueServer> StartAsync(BinanceFront front, int port, TimeProvider time)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        WebApplication app = builder.Build();
        VenueServer server = new(app, front, time);
        app.UseWebSockets();
        app.Run(server.ServeAsync);
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new CliException(ExitCode.Error, $"port {port} is in use; stop what listens there, or choose another with --port N.");
        }

        return server;
    }

    /// <summary>Lets the venue do something: move its clock, take market events. What it says by that is sent.</summary>
    public void Do(Action<BinanceFront> act)
    {
        lock (_gate)
        {
            act(_front);
            Collect();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Channel<Message> mail in _mail.Values) mail.Writer.TryComplete();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Timestamp Now => Timestamp.From(_time.GetUtcNow());

    private Task ServeAsync(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest ? ServeSocketAsync(context) : ServeRequestAsync(context);

    private async Task ServeRequestAsync(HttpContext context)
    {
        WireMethod method = context.Request.Method switch
        {
            "POST" => WireMethod.Post,
            "PUT" => WireMethod.Put,
            "DELETE" => WireMethod.Delete,
            _ => WireMethod.Get,
        };
        ReadResult read = await ReadBodyAsync(context.Request.BodyReader, context.RequestAborted);
        FrontAnswer answer = _answers.TryTake(out FrontAnswer? used) ? used : new FrontAnswer();
        try
        {
            string target = context.Request.Path.Value + context.Request.QueryString.Value;
            Handle(method, target, read.Buffer, context.Request.Headers["X-MBX-APIKEY"], answer);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (answer.Delay > TimeSpan.Zero) await Task.Delay(answer.Delay, _time, context.RequestAborted);
            if (answer.IsLost)
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = answer.Status;
            foreach ((string name, string value) in answer.Headers) context.Response.Headers[name] = value;
            context.Response.ContentLength = answer.Body.Length;
            await context.Response.Body.WriteAsync(answer.BodyMemory, context.RequestAborted);
        }
        finally
        {
            _answers.Add(answer);
        }
    }

    private void Handle(WireMethod method, string target, in ReadOnlySequence<byte> body, string? key, FrontAnswer answer)
    {
        ReadOnlySpan<byte> bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        lock (_gate)
        {
            _front.AdvanceTo(Now);
            _front.Handle(new FrontRequest(method, target, bytes, key), answer);
            Collect();
        }
    }

    /// <summary>Reads the body whole; one that is too long is cut off, and its signature will not fit.</summary>
    private static async ValueTask<ReadResult> ReadBodyAsync(PipeReader reader, CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellation);
            if (read.IsCompleted || read.Buffer.Length > BodyMax) return read;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task ServeSocketAsync(HttpContext context)
    {
        long? opened;
        Channel<Message> mail = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
        lock (_gate)
        {
            _front.AdvanceTo(Now);
            opened = _front.Connect(context.Request.Path.Value + context.Request.QueryString.Value);
            if (opened is { } number) _mail[number] = mail;
        }

        if (opened is not { } session)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        Task sending = SendAsync(socket, mail.Reader);
        try
        {
            await ReceiveAsync(socket, session, context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client is gone; that is all there is to know.
        }

        lock (_gate)
        {
            _mail.TryRemove(session, out _);
            _front.Disconnect(session);
        }

        mail.Writer.TryComplete();
        await sending;
    }

    private async Task ReceiveAsync(WebSocket socket, long session, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BodyMax];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            if (received.MessageType == WebSocketMessageType.Close) return;
            length += received.Count;
            if (length == buffer.Length) return;
            if (!received.EndOfMessage) continue;
            lock (_gate)
            {
                _front.AdvanceTo(Now);
                _front.Receive(session, buffer.AsSpan(0, length));
                Collect();
            }

            length = 0;
        }
    }

    private static async Task SendAsync(WebSocket socket, ChannelReader<Message> mail)
    {
        try
        {
            await foreach (Message message in mail.ReadAllAsync())
            {
                await socket.SendAsync(message.Buffer.AsMemory(0, message.Length), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                ArrayPool<byte>.Shared.Return(message.Buffer);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The other end stopped listening.
        }
    }

    /// <summary>Takes what the venue has to say on its sockets. Inside the lock.</summary>
    private void Collect()
    {
        foreach ((long session, Channel<Message> mail) in _mail)
        {
            while (_front.TryTake(session, out ReadOnlySpan<byte> text))
            {
                byte[] buffer = ArrayPool<byte>.Shared.Rent(text.Length);
                text.CopyTo(buffer);
                mail.Writer.TryWrite(new Message(buffer, text.Length));
            }

            if (!_front.IsOpen(session)) mail.Writer.TryComplete();
        }
    }

    private readonly record struct Message(byte[] Buffer, int Length);
}
