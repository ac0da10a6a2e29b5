using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Parley.Dashboard;

/// <summary>Writes one server-sent event at a time, flushed, from any task.</summary>
internal sealed class EventWriter(PipeWriter body) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <param name="json">One document; JSON escapes line breaks, so it is one data line.</param>
    public async Task Write(string name, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            Encoding.ASCII.GetBytes($"event: {name}\ndata: ", body);
            body.Write(json.Span);
            body.Write("\n\n"u8);
            await body.FlushAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
