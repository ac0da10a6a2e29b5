using System.Net;
using System.Text;
using Azure.Core.Pipeline;

namespace Parley.Azure.Tests;

/// <summary>A network that does what it is told to the next writes.</summary>
internal sealed class Mishaps() : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>Writes whose answer gets lost on its way back.</summary>
    public int Lost { get; set; }

    /// <summary>Writes that the service is too busy to begin.</summary>
    public int Busy { get; set; }

    /// <summary>Writes that reached the network.</summary>
    public int Writes { get; private set; }

    public HttpPipelineTransport Transport => new HttpClientTransport(new HttpClient(this, disposeHandler: false));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head) return await base.SendAsync(request, cancellationToken);
        Writes++;
        if (Busy > 0)
        {
            Busy--;
            return new(HttpStatusCode.ServiceUnavailable) { RequestMessage = request, Content = new StringContent("", Encoding.UTF8) };
        }

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (Lost == 0) return response;
        Lost--;
        response.Dispose();
        throw new HttpRequestException("The connection was closed. https://account.table.core.windows.net/t?sig=secret");
    }

    // The SDK's synchronous calls, which only create tables here.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => base.Send(request, cancellationToken);
}
