using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Domain;
using Parley.Market;
using Parley.Network;
using Parley.Ports;

namespace Parley.Benchmarks;

/// <summary>
/// Receives trades over a loopback WebSocket and reads them: through <see cref="NetworkWire"/> and <see cref="VenueMessageReader"/>,
/// and the plain way, <see cref="ClientWebSocket"/> with a deserialiser, by turns in the same run. The server is part of the
/// process and sends frames prepared beforehand.
/// </summary>
internal static class WireBenchmark
{
    private const int FramesPerWrite = 1_000;

    /// <param name="args"><c>--runs N</c>, <c>--messages N</c>, thousands only.</param>
    public static int Run(string[] args)
    {
        int runs = 7;
        int messages = 1_000_000;
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            int value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            if (args[i] == "--runs") runs = value;
            else if (args[i] == "--messages") messages = value / FramesPerWrite * FramesPerWrite;
            else return Usage();
        }

        Console.WriteLine(Machine.Line());
        Console.WriteLine(Text($"{messages:N0} trades of {Trade(1).Length} bytes over loopback, {runs} runs by turns; best, median and worst"));
        List<Result> received = [];
        List<Result> read = [];
        List<Result> plain = [];
        using var server = new TradeServer(messages);
        // Once unmeasured, so that all loops are compiled and all buffers are there.
        Wire(server, messages, parse: false);
        Wire(server, messages, parse: true);
        Plain(server, messages / 10);
        for (int run = 0; run < runs; run++)
        {
            received.Add(Wire(server, messages, parse: false));
            read.Add(Wire(server, messages, parse: true));
            plain.Add(Plain(server, messages));
        }

        Report("NetworkWire, receive", received);
        Report("NetworkWire, receive and read", read);
        Report("ClientWebSocket + JsonSerializer", plain);
        Console.WriteLine(Text($"  ratio of medians, receive and read: {Median(read, r => r.PerSecond) / Median(plain, r => r.PerSecond):0.0} times the plain way"));
        Parse("read a trade", [.. Enumerable.Range(1, 1_000).Select(i => Trade(i))], runs);
        Parse("read 20 changes of depth", [.. Enumerable.Range(1, 1_000).Select(i => Depth(i))], runs);
        return 0;
    }

    private static int Usage()
    {
        Console.Error.WriteLine("usage: benchmarks wire [--runs N] [--messages N]");
        return 4;
    }

    private static Result Wire(TradeServer server, int messages, bool parse)
    {
        using var wire = new NetworkWire(TimeProvider.System);
        var sink = new Sink(parse ? new VenueMessageReader() : null);
        wire.Open(1, server.Address);
        while (!sink.IsOpen) wire.Poll(sink);
        Result result = Measure(messages, () =>
        {
            wire.Say(1, "go"u8);
            var spin = new SpinWait();
            while (sink.Messages < messages)
                if (!wire.Poll(sink)) spin.SpinOnce(sleep1Threshold: -1);
        });
        if (parse && sink.Trades != messages) throw new InvalidOperationException($"{sink.Trades} trades of {messages}.");
        return result;
    }

    private static Result Plain(TradeServer server, int messages)
    {
        using var socket = new ClientWebSocket();
        socket.ConnectAsync(server.Address, CancellationToken.None).GetAwaiter().GetResult();
        return Measure(messages, () => ReceivePlainAsync(socket, messages).GetAwaiter().GetResult());
    }

    private static async Task ReceivePlainAsync(ClientWebSocket socket, int messages)
    {
        byte[] buffer = new byte[16_384];
        await socket.SendAsync("go"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        for (int i = 0; i < messages; i++)
        {
            int length = 0;
            WebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), CancellationToken.None);
                length += result.Count;
            }
            while (!result.EndOfMessage);
            PlainMessage message = JsonSerializer.Deserialize<PlainMessage>(buffer.AsSpan(0, length))!;
            decimal price = decimal.Parse(message.Data.Price, CultureInfo.InvariantCulture);
            if (price <= 0) throw new InvalidOperationException("A price is not positive.");
        }
    }

    private static Result Measure(int messages, Action action)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long started = Stopwatch.GetTimestamp();
        action();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new(messages / seconds, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)messages);
    }

    private static void Parse(string name, byte[][] messages, int runs)
    {
        var reader = new VenueMessageReader();
        var sink = new Sink(reader: null);
        const int rounds = 200;
        double[] nanoseconds = new double[runs];
        long allocated = 0;
        for (int run = -2; run < runs; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            for (int round = 0; round < rounds; round++)
                foreach (byte[] message in messages) reader.Read(message, new Timestamp(1_767_225_600_000_000_000), sink);
            if (run >= 0) nanoseconds[run] = Stopwatch.GetElapsedTime(started).TotalNanoseconds / (rounds * messages.Length);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Array.Sort(nanoseconds);
        Console.WriteLine(Text($"  {name,-34}{nanoseconds[0],8:0.0} / {nanoseconds[runs / 2]:0.0} / {nanoseconds[^1]:0.0} ns  {allocated / (double)(rounds * messages.Length):0.000} bytes allocated each"));
    }

    private static void Report(string name, List<Result> results) => Console.WriteLine(Text(
        $"  {name,-34}{results.Max(r => r.PerSecond),12:N0} / {Median(results, r => r.PerSecond):N0} / {results.Min(r => r.PerSecond):N0} messages per second  {Median(results, r => r.BytesEach):0.00} bytes allocated each"));

    private static double Median(List<Result> results, Func<Result, double> of) => results.Select(of).Order().ElementAt(results.Count / 2);

    private static byte[] Trade(long id) => Encoding.ASCII.GetBytes(Text(
        $"{{\"stream\":\"btcusdt@trade\",\"data\":{{\"e\":\"trade\",\"E\":1767225600123,\"s\":\"BTCUSDT\",\"t\":{3_000_000_000 + id},\"p\":\"64000.{id % 90 + 10}000000\",\"q\":\"0.00{id % 900 + 100}000\",\"T\":1767225600122,\"m\":true,\"M\":true}}}}"));

    private static byte[] Depth(long id)
    {
        string bids = string.Join(",", Enumerable.Range(0, 10).Select(i => Text($"[\"{63_999 - i}.50000000\",\"{i + id % 7}.25000000\"]")));
        string asks = string.Join(",", Enumerable.Range(0, 10).Select(i => Text($"[\"{64_001 + i}.50000000\",\"{i + id % 7}.25000000\"]")));
        return Encoding.ASCII.GetBytes(Text(
            $"{{\"stream\":\"btcusdt@depth@100ms\",\"data\":{{\"e\":\"depthUpdate\",\"E\":1767225600123,\"s\":\"BTCUSDT\",\"U\":{id},\"u\":{id},\"b\":[{bids}],\"a\":[{asks}]}}}}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Result(double PerSecond, double BytesEach);

    private sealed record PlainMessage([property: JsonPropertyName("stream")] string Stream, [property: JsonPropertyName("data")] PlainTrade Data);

    private sealed record PlainTrade(
        [property: JsonPropertyName("s")] string Symbol, [property: JsonPropertyName("t")] long Id,
        [property: JsonPropertyName("p")] string Price, [property: JsonPropertyName("q")] string Quantity,
        [property: JsonPropertyName("T")] long Time, [property: JsonPropertyName("m")] bool BuyerIsMaker);

    private sealed class Sink(VenueMessageReader? reader) : IWireSink, IMarketSink
    {
        public bool IsOpen { get; private set; }

        public int Messages { get; private set; }

        public int Trades { get; private set; }

        public void OnMessage(long socket, ReadOnlySpan<byte> message)
        {
            Messages++;
            reader?.Read(message, new Timestamp(1_767_225_600_000_000_000), this);
        }

        public void OnTrade(in Trade trade) => Trades++;

        public void OnOpen(long socket) => IsOpen = true;

        public void OnClosed(long socket, string reason) => throw new InvalidOperationException(reason);

        public void OnAnswer(long id, in WireAnswer answer)
        {
        }

        public void OnLost(long id, bool neverLeft, string reason)
        {
        }

        public void OnQuote(in Quote quote)
        {
        }

        public void OnDepth(in DepthUpdate update)
        {
        }

        public void OnSnapshot(in DepthSnapshot snapshot)
        {
        }

        public void OnMark(in MarkPrice mark)
        {
        }

        public void OnBar(in Bar bar)
        {
        }

        public void OnNews(NewsItem item)
        {
        }
    }

    /// <summary>On a thread of its own: upgrades, waits for a word, and writes its frames in large pieces.</summary>
    private sealed class TradeServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly byte[] frames;
        private readonly int messages;

        public TradeServer(int messages)
        {
            this.messages = messages;
            frames = [.. Enumerable.Range(1, FramesPerWrite).SelectMany(i => Frame(Trade(i)))];
            listener.Start();
            new Thread(Serve) { IsBackground = true }.Start();
        }

        public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/stream");

        public void Dispose() => listener.Stop();

        private void Serve()
        {
            try
            {
                while (true)
                {
                    using TcpClient client = listener.AcceptTcpClient();
                    Send(client.GetStream());
                }
            }
            catch (SocketException)
            {
                // Stopped.
            }
        }

        private void Send(NetworkStream stream)
        {
            try
            {
                string request = ReadHead(stream);
                string key = request.Split("\r\n").First(l => l.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
#pragma warning disable CA5350 // RFC 6455 says SHA-1.
                string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes($"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
                stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
                stream.ReadExactly(new byte[8]); // "go", masked
                for (int sent = 0; sent < messages; sent += FramesPerWrite) stream.Write(frames);
                while (stream.ReadByte() >= 0)
                {
                    // Until the other side goes.
                }
            }
            catch (IOException)
            {
                // It went earlier.
            }
        }

        private static string ReadHead(NetworkStream stream)
        {
            var head = new StringBuilder();
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) head.Append((char)stream.ReadByte());
            return head.ToString();
        }

        private static byte[] Frame(byte[] payload)
        {
            byte[] head = payload.Length < 126 ? [0x81, (byte)payload.Length] : [0x81, 126, 0, 0];
            if (head.Length == 4) BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)payload.Length);
            return [.. head, .. payload];
        }
    }
}
