using System.Net;
using System.Net.Security;
using System.Security.Authentication;

namespace Parley.Network;

/// <summary>The one way we connect: straight, over TLS 1.2 or newer with the platform's own checks, and without memory.</summary>
internal static class Handlers
{
    public static SocketsHttpHandler New(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        // Now and then afresh, because a venue's name may come to mean other machines.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
    };
}
