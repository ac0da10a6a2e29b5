using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Parley.Dashboard;

/// <summary>
/// Keeps other people's pages away from the desk. A page a trader happens to have open in the same browser can send
/// requests to localhost; it must neither read the desk nor move it.
/// </summary>
internal static class RequestGuard
{
    /// <summary>A header a foreign page cannot set without the desk's consent, which it never gets.</summary>
    public const string ControlHeader = "X-Parley-Control";

    /// <summary>
    /// A name that resolves to this machine but is not this machine's (DNS rebinding) reaches the port with a foreign Host.
    /// </summary>
    /// <returns>Why the request is refused, or null.</returns>
    public static string? ObjectionToHost(HttpRequest request) =>
        request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
            ? null
            : "The desk answers to localhost, 127.0.0.1 and [::1] only.";

    /// <summary>Control needs this machine, the control header and, from a browser, the desk's own page.</summary>
    /// <returns>Why the request is refused, or null.</returns>
    public static string? ObjectionToControl(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!IsFromThisMachine(context)) return "The desk takes orders from this machine only.";
        if (request.Headers[ControlHeader] != "1")
            return $"A control request carries the header {ControlHeader}: 1.";
        return IsSameOrigin(request) ? null : "A control request comes from the desk's own page.";
    }

    // A local socket has no address; the file system says who may write to it.
    private static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote
            ? IPAddress.IsLoopback(remote)
            : context.Features.Get<IConnectionSocketFeature>()?.Socket.AddressFamily == AddressFamily.Unix;

    // A command-line tool sends neither header; a browser always sends at least one of them with a POST.
    private static bool IsSameOrigin(HttpRequest request)
    {
        StringValues origin = request.Headers.Origin;
        if (origin.Count > 0 && origin != $"{request.Scheme}://{request.Host.Value}") return false;
        StringValues site = request.Headers["Sec-Fetch-Site"];
        return site.Count == 0 || site == "same-origin";
    }
}
