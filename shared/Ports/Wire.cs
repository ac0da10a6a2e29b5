namespace Parley.Ports;

/// <summary>
/// Bytes to a venue and back: requests, each sent at most once and never repeated, and sockets. Everything returns at once;
/// what came of it is handed over by <see cref="Poll"/>. For one thread, which polls again and again; it decides nothing.
/// </summary>
public interface IWire : IDisposable
{
    /// <summary>Sends a request once. A request with a body is never sent again by anybody on the way.</summary>
    /// <param name="id">The caller's name for it; comes back with the answer.</param>
    void Send(long id, WireRequest request);

    /// <summary>Opens a WebSocket; told by <see cref="IWireSink.OnOpen"/> or <see cref="IWireSink.OnClosed"/>.</summary>
    /// <param name="socket">The caller's name for it, never used before.</param>
    void Open(long socket, Uri address);

    /// <summary>Sends one text message. Without effect on a socket that is not open.</summary>
    void Say(long socket, ReadOnlySpan<byte> message);

    /// <summary>Closes a socket; <see cref="IWireSink.OnClosed"/> follows. Without effect on one that is not open.</summary>
    void Close(long socket);

    /// <summary>Hands over what has arrived, in order of arrival.</summary>
    /// <returns>False when nothing had.</returns>
    bool Poll(IWireSink sink);
}

public enum WireMethod
{
    Get,
    Post,
    Put,
    Delete,
}

/// <summary>One HTTP request.</summary>
/// <param name="Host">Scheme, host and port.</param>
/// <param name="Target">Path and query, percent-encoded, as it is signed.</param>
/// <param name="Body">Form-encoded; null only where the method has none. An order always has one.</param>
/// <param name="ApiKey">Goes into the header <c>X-MBX-APIKEY</c>; never into a log.</param>
/// <param name="Deadline">When to give up listening; what was sent stays sent.</param>
public sealed record WireRequest(WireMethod Method, Uri Host, string Target, ReadOnlyMemory<byte>? Body, string? ApiKey, TimeSpan Deadline)
{
    /// <summary>Method, host and path: no query, key or signature.</summary>
    public override string ToString() => $"{Method} {Host.GetLeftPart(UriPartial.Authority)}{Target.Split('?')[0]}";
}

/// <summary>Takes what arrives. Spans are valid during the call only.</summary>
public interface IWireSink
{
    /// <summary>The venue answered.</summary>
    void OnAnswer(long id, in WireAnswer answer);

    /// <summary>There is no answer and there will be none.</summary>
    /// <param name="neverLeft">True only when not one byte of the request can have reached the venue.</param>
    /// <param name="reason">One line, without secrets.</param>
    void OnLost(long id, bool neverLeft, string reason);

    void OnOpen(long socket);

    /// <summary>One whole message.</summary>
    void OnMessage(long socket, ReadOnlySpan<byte> message);

    /// <summary>The socket is gone, or never came to be.</summary>
    void OnClosed(long socket, string reason);
}

/// <summary>An HTTP answer.</summary>
/// <param name="status">HTTP status code.</param>
/// <param name="headers">By name in any case.</param>
public readonly ref struct WireAnswer(int status, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body)
{
    public int Status { get; } = status;

    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    public ReadOnlySpan<byte> Body { get; } = body;
}
