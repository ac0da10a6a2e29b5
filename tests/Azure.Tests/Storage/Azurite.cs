using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Core;
using Azure.Core.Pipeline;

[assembly: AssemblyFixture(typeof(Parley.Azure.Tests.Azurite))]

namespace Parley.Azure.Tests;

/// <summary>
/// The Storage emulator, in memory, for the length of the test run: the script or program that <c>AZURITE</c> names, or the
/// one npm has installed. Where there is none, tests that need it say so and skip.
/// </summary>
public sealed class Azurite : IAsyncLifetime
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    private Process? process;
    private string accounts = "";
    private string missing = "Azurite was not started.";

    public async ValueTask InitializeAsync()
    {
        int[] ports = [FreePort(), FreePort(), FreePort()];
        // The account and key are the emulator's own, the same everywhere, and open nothing else.
        const string key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq" + "/K1SZFPTOtr/KBHBeksoGMGw==";
        accounts = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;Account{"Key"}={key};"
            + $"BlobEndpoint=http://127.0.0.1:{ports[0]}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{ports[2]}/devstoreaccount1;";
        string[] arguments =
        [
            "--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobHost", "127.0.0.1", "--blobPort", $"{ports[0]}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{ports[1]}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{ports[2]}",
        ];
        string? named = Environment.GetEnvironmentVariable("AZURITE");
        ProcessStartInfo start = named switch
        {
            { Length: > 0 } when named.EndsWith(".js", StringComparison.Ordinal) => new("node", [named, .. arguments]),
            { Length: > 0 } => new(named, arguments),
            _ => new("npx", ["--no-install", "azurite", .. arguments]),
        };
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            missing = $"Azurite cannot be started ({start.FileName}: {e.Message}); set AZURITE or run `npm install azurite`.";
            return;
        }

        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        long began = Stopwatch.GetTimestamp();
        while (!(await ListensAsync(ports[0]) && await ListensAsync(ports[2])))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > StartMax)
            {
                missing = $"Azurite did not start ({start.FileName}); set AZURITE to its script or run `npm install azurite`.";
                return;
            }

            await Task.Delay(100);
        }

        missing = "";
    }

    /// <summary>An empty table of its own.</summary>
    internal ITable NewTable(HttpPipelineTransport? transport = null)
    {
        Require();
        return StorageAccount.Table(accounts, Nobody, $"t{Guid.NewGuid():N}", transport);
    }

    /// <summary>An empty container of its own.</summary>
    internal IBlobStore NewContainer(HttpPipelineTransport? transport = null)
    {
        Require();
        return StorageAccount.Blobs(accounts, Nobody, $"c{Guid.NewGuid():N}", transport);
    }

    /// <summary>The whole cloud's storage on the emulator.</summary>
    internal AzureCloud Cloud()
    {
        Require();
        return AzureCloud.Open(new("parley.servicebus.windows.net", accounts, "", accounts), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Lazy<TokenCredential> Nobody => new(() => throw new InvalidOperationException("The emulator asks for no token."));

    private void Require() => Assert.SkipUnless(missing.Length == 0, missing);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
