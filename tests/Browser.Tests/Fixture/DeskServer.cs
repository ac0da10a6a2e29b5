using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Dashboard;

namespace Parley.Browser.Tests;

/// <summary>A real Kestrel on a free port of this machine, serving a fixture desk.</summary>
internal sealed class DeskServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DeskServer(WebApplication app, FixtureDesk desk)
    {
        _app = app;
        Desk = desk;
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Origin = new Uri(address);
    }

    public FixtureDesk Desk { get; }

    public Uri Origin { get; }

    public static async Task<DeskServer> Start(Uri? at = null, FixtureDesk? desk = null)
    {
        desk ??= new FixtureDesk();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(at?.ToString() ?? "http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.MapDesk(desk);
        await app.StartAsync();
        return new DeskServer(app, desk);
    }

    public HttpClient Client() => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Origin };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
