using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Parley.Ports;

namespace Parley.Network;

/// <summary>An answer with its body in a rented array.</summary>
internal sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, int Length);

/// <summary>Sends requests, each on a connection that is kept for the next one, and puts how they ended into the inbox.</summary>
internal sealed class HttpSender(Inbox inbox, NetworkWireOptions options, TimeProvider clock, CountdownEvent running) : IDisposable
{
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");

    private readonly HttpMessageInvoker invoker = new(NewHandler(options), disposeHandler: true);

    private readonly CancellationTokenSource disposed = new();

    public void Send(long id, WireRequest request)
    {
        running.AddCount();
        _ = ExchangeAsync(id, request);
    }

    public void Dispose()
    {
        disposed.Cancel();
        invoker.Dispose();
    }

    private static SocketsHttpHandler NewHandler(NetworkWireOptions options)
    {
        SocketsHttpHandler handler = Handlers.New(options.ConnectTimeout);
        // Above TLS, where a request's own bytes pass: what is written here may reach the venue, nothing else can.
        handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new GuardedStream(context.PlaintextStream));
        return handler;
    }

    private async Task ExchangeAsync(long id, WireRequest request)
    {
        var passage = new Passage();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(disposed.Token);
        ITimer deadline = clock.CreateTimer(
            _ => GiveUpListening(id, passage, cancellation), null,
            request.Deadline > TimeSpan.Zero ? request.Deadline : TimeSpan.Zero, options.Linger);
        try
        {
            using HttpRequestMessage message = NewMessage(request);
            Passage.Current = passage;
            using HttpResponseMessage response = await invoker.SendAsync(message, cancellation.Token);
            HttpAnswer answer = await ReadAsync(response, cancellation.Token);
            if (passage.TryEnd()) inbox.Add(new(ArrivalKind.Answer, id, answer, 0, 0));
            else ArrayPool<byte>.Shared.Return(answer.Body);
        }
        catch (Exception e)
        {
            // Whatever it was, the request has an end, and whether it left is known without asking the exception.
            if (passage.TryEnd()) inbox.Add(new(ArrivalKind.Lost, id, new Loss(passage.TryShut(), LossReason.Of(e)), 0, 0));
        }
        finally
        {
            await deadline.DisposeAsync();
            running.Signal();
        }
    }

    // What has left stays on its way: breaking the connection would change what the venue does with it. Only when it has been
    // silent much longer is the connection given back.
    private void GiveUpListening(long id, Passage passage, CancellationTokenSource cancellation)
    {
        bool neverLeft = passage.TryShut();
        bool first = passage.TryEnd();
        if (first)
        {
            string reason = neverLeft ? "not sent before the deadline" : "no answer before the deadline";
            inbox.Add(new(ArrivalKind.Lost, id, new Loss(neverLeft, reason), 0, 0));
        }

        if (neverLeft || !first) cancellation.Cancel();
    }

    private static HttpRequestMessage NewMessage(WireRequest request)
    {
        // Path and query go out as they were signed: to the framework %7E and ~ are the same, to a signature they are not.
        var address = new Uri(
            request.Host.GetLeftPart(UriPartial.Authority) + request.Target,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(MethodOf(request.Method), address)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.TryAddWithoutValidation("User-Agent", "parley");
        if (request.ApiKey is { } key) message.Headers.TryAddWithoutValidation("X-MBX-APIKEY", key);
        if (request.Method == WireMethod.Get) return message;
        // A request without content is one the framework may send again; an empty content is content.
        message.Content = new ReadOnlyMemoryContent(request.Body ?? default);
        message.Content.Headers.ContentType = Form;
        return message;
    }

    private static HttpMethod MethodOf(WireMethod method) => method switch
    {
        WireMethod.Get => HttpMethod.Get,
        WireMethod.Post => HttpMethod.Post,
        WireMethod.Put => HttpMethod.Put,
        WireMethod.Delete => HttpMethod.Delete,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No such method."),
    };

    private async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, HeaderStringValues values) in response.Headers.NonValidated) headers[name] = values.ToString();
        foreach ((string name, HeaderStringValues values) in response.Content.Headers.NonValidated) headers[name] = values.ToString();
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] body = ArrayPool<byte>.Shared.Rent(4_096);
        try
        {
            int length = 0;
            while (await stream.ReadAsync(body.AsMemory(length), cancellation) is > 0 and int read)
            {
                length += read;
                if (length > options.BodyMax) throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded);
                if (length < body.Length) continue;
                byte[] larger = ArrayPool<byte>.Shared.Rent(length * 2);
                body.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(body);
                body = larger;
            }

            return new HttpAnswer((int)response.StatusCode, headers, body, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(body);
            throw;
        }
    }
}
