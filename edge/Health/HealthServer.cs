using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Hosting;

namespace Parley.Edge;

/// <summary>Health and metrics on one private port: the only way in, and it only answers.</summary>
public sealed class HealthServer : IAsyncDisposable
{
    private readonly WebApplication server;

    private HealthServer(WebApplication server) => this.server = server;

    /// <exception cref="EdgeException">The port is in use, or the address is not this machine's.</exception>
    public static async Task<HealthServer> StartAsync(EdgeConfig config, Func<EdgeHealth> health, EdgeMetrics metrics)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(config.HealthAddress), config.HealthPort));
        WebApplication app = builder.Build();
        app.MapGet("/health", context => HealthAsync(context, health()));
        app.MapGet("/metrics", context => MetricsAsync(context, metrics.Write(health())));
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await app.DisposeAsync();
            string why = e.InnerException is AddressInUseException ? "the port is in use" : e.Message;
            throw new EdgeException($"Health cannot be served at {config.HealthAddress}:{config.HealthPort}: {why}; choose another with PARLEY__Edge__HealthPort=N.");
        }

        return new(app);
    }

    /// <summary>Asks an edge on this machine, for a container's health check.</summary>
    /// <returns>True when it answers that it is well.</returns>
    public static async Task<bool> IsWellAsync(EdgeConfig config)
    {
        IPAddress address = IPAddress.Parse(config.HealthAddress);
        if (address.Equals(IPAddress.Any)) address = IPAddress.Loopback;
        if (address.Equals(IPAddress.IPv6Any)) address = IPAddress.IPv6Loopback;
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new UriBuilder("http", address.ToString(), config.HealthPort, "health").Uri);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(2));
        await server.StopAsync(patience.Token);
        await server.DisposeAsync();
    }

    private static Task HealthAsync(HttpContext context, EdgeHealth health)
    {
        context.Response.StatusCode = health.IsWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, health, EdgeJson.Default.EdgeHealth, context.RequestAborted);
    }

    private static Task MetricsAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
