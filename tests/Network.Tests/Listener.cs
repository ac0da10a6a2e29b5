using System.Diagnostics;
using System.Text;
using Parley.Ports;

namespace Parley.Network.Tests;

internal sealed record Heard(string What, long Id, int Status = 0, string Text = "", bool NeverLeft = false, IReadOnlyDictionary<string, string>? Headers = null);

/// <summary>Polls a wire and keeps what came.</summary>
internal sealed class Listener(NetworkWire wire) : IWireSink
{
    public List<Heard> All { get; } = [];

    /// <summary>Polls until so many things were heard, at most ten seconds.</summary>
    public Heard Await(int count = 1)
    {
        long started = Stopwatch.GetTimestamp();
        while (All.Count < count)
        {
            if (wire.Poll(this)) continue;
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10), $"heard only: {string.Join("; ", All)}");
            Thread.Sleep(1);
        }

        return All[count - 1];
    }

    public void PollFor(TimeSpan time)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
            if (!wire.Poll(this)) Thread.Sleep(1);
    }

    void IWireSink.OnAnswer(long id, in WireAnswer answer) =>
        All.Add(new("answer", id, answer.Status, Encoding.UTF8.GetString(answer.Body), Headers: answer.Headers));

    void IWireSink.OnLost(long id, bool neverLeft, string reason) => All.Add(new("lost", id, 0, reason, neverLeft));

    void IWireSink.OnOpen(long socket) => All.Add(new("open", socket));

    void IWireSink.OnMessage(long socket, ReadOnlySpan<byte> message) => All.Add(new("message", socket, 0, Encoding.UTF8.GetString(message)));

    void IWireSink.OnClosed(long socket, string reason) => All.Add(new("closed", socket, 0, reason));
}
