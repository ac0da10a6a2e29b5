using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Cli.Output;
using Parley.Dashboard;
using Parley.Hosting;

namespace Parley.Cli.Hosting;

/// <summary>Serves the desk's page on the loopback address, and its control on a local socket, which works headless too.</summary>
public sealed class DeskServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _dataDirectory;

    private DeskServer(WebApplication app, string dataDirectory) => (_app, _dataDirectory) = (app, dataDirectory);

    /// <param name="port">Port of the page; null serves the control socket only.</param>
    /// <exception cref="CliException">The port is in use.</exception>
    public static async Task<DeskServer> StartAsync(IDeskView view, string dataDirectory, int? port)
    {
        string? page = port is null ? null : $"http://localhost:{port}";
        DeskAddress address = DeskAddress.For(dataDirectory, page);
        File.Delete(address.Socket);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(address.Socket);
            if (port is { } number) kestrel.ListenLocalhost(number);
        });
        WebApplication app = builder.Build();
        app.MapDesk(view);
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new CliException(ExitCode.Error,
                $"port {port} is in use; stop what listens there, choose another with PARLEY__Page__Port=N, or run --headless.");
        }

        address.Write(dataDirectory);
        return new(app, dataDirectory);
    }

    public async ValueTask DisposeAsync()
    {
        DeskAddress.Remove(_dataDirectory);
        await _app.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(2)).Token);
        await _app.DisposeAsync();
    }
}
