using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Network.Tests;

/// <summary>The venue's side of a WebSocket, frame by frame.</summary>
internal static class SocketServer
{
    public const byte Text = 1;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;

    public static async Task UpgradeAsync(this LoopbackServer.Connection connection)
    {
        string request = await connection.ReadAsync() ?? throw new IOException("No request came.");
        string key = request.Split("\r\n").First(l => l.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
#pragma warning disable CA5350 // RFC 6455 says SHA-1.
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes($"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await connection.WriteAsync(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
    }

    public static byte[] Frame(byte kind, ReadOnlySpan<byte> payload, bool isLast = true)
    {
        byte first = (byte)(kind | (isLast ? 0x80 : 0));
        byte[] head = payload.Length switch
        {
            < 126 => [first, (byte)payload.Length],
            < 65_536 => [first, 126, 0, 0],
            _ => [first, 127, 0, 0, 0, 0, 0, 0, 0, 0],
        };
        if (head.Length == 4) BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)payload.Length);
        if (head.Length == 10) BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(2), payload.Length);
        return [.. head, .. payload];
    }

    public static ValueTask SendAsync(this LoopbackServer.Connection connection, byte kind, string payload, bool isLast = true) =>
        connection.Stream.WriteAsync(Frame(kind, Encoding.UTF8.GetBytes(payload), isLast));

    /// <summary>The client's next frame, unmasked.</summary>
    public static async Task<(byte Kind, string Payload)> ReceiveAsync(this LoopbackServer.Connection connection)
    {
        byte[] head = new byte[2];
        await connection.Stream.ReadExactlyAsync(head);
        int length = head[1] & 0x7F;
        if (length == 126)
        {
            byte[] longer = new byte[2];
            await connection.Stream.ReadExactlyAsync(longer);
            length = BinaryPrimitives.ReadUInt16BigEndian(longer);
        }

        byte[] mask = new byte[4];
        await connection.Stream.ReadExactlyAsync(mask);
        byte[] payload = new byte[length];
        await connection.Stream.ReadExactlyAsync(payload);
        for (int i = 0; i < length; i++) payload[i] ^= mask[i & 3];
        return ((byte)(head[0] & 0x0F), Encoding.UTF8.GetString(payload));
    }
}
