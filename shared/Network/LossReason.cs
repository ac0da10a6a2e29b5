using System.Net.Sockets;
using System.Net.WebSockets;

namespace Parley.Network;

/// <summary>Why something on the wire ended, from a fixed set of words: an exception's own text may quote an address.</summary>
internal static class LossReason
{
    public static string Of(Exception exception)
    {
        string reason = exception switch
        {
            HttpRequestException e => Of(e.HttpRequestError),
            HttpIOException e => Of(e.HttpRequestError),
            WebSocketException { InnerException: HttpRequestException e } => Of(e.HttpRequestError),
            WebSocketException { WebSocketErrorCode: WebSocketError.NotAWebSocket } => "the answer is no WebSocket upgrade",
            OperationCanceledException => "given up",
            _ => "the connection broke",
        };
        return SocketErrorOf(exception) is { } code ? $"{reason} ({code})" : reason;
    }

    private static string Of(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the host's name cannot be resolved",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "TLS failed",
        HttpRequestError.ResponseEnded => "the connection ended before the answer did",
        HttpRequestError.InvalidResponse => "the answer is not HTTP",
        HttpRequestError.ConfigurationLimitExceeded => "the answer is too long",
        _ => "the connection broke",
    };

    private static SocketError? SocketErrorOf(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is SocketException socket) return socket.SocketErrorCode;
        return null;
    }
}
