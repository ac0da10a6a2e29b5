using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Parley.Cli.Output;
using Parley.Hosting;

namespace Parley.Cli.Hosting;

/// <summary>Talks to a running desk through its socket.</summary>
public sealed class DeskClient : IDisposable
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http;
    private readonly string _dataDirectory;

    public DeskClient(string dataDirectory)
    {
        _dataDirectory = dataDirectory;
        DeskAddress address = DeskAddress.Find(dataDirectory) ?? throw NotRunning();
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Socket), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://localhost/"), Timeout = AnswerMax };
    }

    /// <summary>What the desk says about itself.</summary>
    public Task<JsonElement> StatusAsync() => AskAsync(http => http.GetAsync(new Uri("api/desk", UriKind.Relative)));

    /// <param name="action">One of <c>pause</c>, <c>resume</c>, <c>reduce-only</c>, <c>flatten</c>, <c>halt</c>.</param>
    public Task<JsonElement> ControlAsync(string action) => AskAsync(http =>
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/control")
        {
            // Of known length: the desk reads no body that does not say how long it is.
            Content = new StringContent(JsonSerializer.Serialize(new { action }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Parley-Control", "1");
        return http.SendAsync(request);
    });

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> AskAsync(Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        try
        {
            using HttpResponseMessage response = await ask(_http);
            if (response.IsSuccessStatusCode) return await response.Content.ReadFromJsonAsync<JsonElement>();
            throw new CliException(ExitCode.Error, $"the desk refused: {await response.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException)
        {
            throw NotRunning();
        }
        catch (TaskCanceledException)
        {
            throw new CliException(ExitCode.Timeout, $"the desk in {_dataDirectory} did not answer within {AnswerMax.TotalSeconds:0} s.");
        }
    }

    private CliException NotRunning() => new(ExitCode.NotRunning,
        $"no desk is running on {_dataDirectory}; start one with `parley demo` or name its directory with --data-dir.");
}
