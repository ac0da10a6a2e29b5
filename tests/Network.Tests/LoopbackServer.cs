using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Parley.Network.Tests;

/// <summary>A raw TCP server whose every move a test decides. Counts what really arrives.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> clients = [];
    private readonly Func<Connection, Task> serve;
    private int connections;
    private int requests;

    public LoopbackServer(Func<Connection, Task> serve)
    {
        this.serve = serve;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Http => new($"http://127.0.0.1:{Port}");

    public Uri Https => new($"https://127.0.0.1:{Port}");

    public Uri Socket => new($"ws://127.0.0.1:{Port}/stream");

    public int Connections => Volatile.Read(ref connections);

    /// <summary>Heads of requests that arrived whole, over all connections.</summary>
    public int Requests => Volatile.Read(ref requests);

    public void Dispose()
    {
        listener.Stop();
        foreach (TcpClient client in clients) client.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync();
                clients.Add(client);
                _ = ServeAsync(client, Interlocked.Increment(ref connections));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        try
        {
            client.NoDelay = true;
            await serve(new Connection(client, number, () => Interlocked.Increment(ref requests)));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The other side went away.
        }
        finally
        {
            client.Dispose();
        }
    }

    internal sealed class Connection(TcpClient client, int number, Action arrived)
    {
        public int Number => number;

        public NetworkStream Stream => client.GetStream();

        /// <returns>Head and body of the next request; null when the other side closed.</returns>
        public async Task<string?> ReadAsync()
        {
            var bytes = new List<byte>();
            byte[] one = new byte[1];
            while (!Ends(bytes))
            {
                if (await Stream.ReadAsync(one) == 0) return null;
                bytes.Add(one[0]);
            }

            string head = Encoding.ASCII.GetString([.. bytes]);
            byte[] body = new byte[LengthOf(head)];
            await Stream.ReadExactlyAsync(body);
            arrived();
            return head + Encoding.ASCII.GetString(body);
        }

        public Task WriteAsync(string text) => Stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

        public Task AnswerAsync(string body, string status = "200 OK", string headers = "") =>
            WriteAsync($"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}");

        /// <summary>Ends the connection with a reset instead of a close.</summary>
        public void Reset()
        {
            client.LingerState = new LingerOption(enable: true, 0);
            client.Dispose();
        }

        private static bool Ends(List<byte> bytes) =>
            bytes.Count >= 4 && bytes[^4] == '\r' && bytes[^3] == '\n' && bytes[^2] == '\r' && bytes[^1] == '\n';

        private static int LengthOf(string head)
        {
            string? line = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            return line is null ? 0 : int.Parse(line.Split(':')[1]);
        }
    }
}
