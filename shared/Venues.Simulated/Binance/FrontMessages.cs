using System.Buffers;
using System.Globalization;
using Parley.Ports;

namespace Parley.Venues.Simulated.Binance;

/// <summary>One HTTP request to the venue. The spans live until the call returns.</summary>
/// <param name="target">Path and query as they were sent.</param>
/// <param name="body">Form-encoded, may be empty.</param>
/// <param name="apiKey">Of the header <c>X-MBX-APIKEY</c>.</param>
public readonly ref struct FrontRequest(WireMethod method, ReadOnlySpan<char> target, ReadOnlySpan<byte> body, string? apiKey)
{
    public WireMethod Method { get; } = method;

    public ReadOnlySpan<char> Target { get; } = target;

    public ReadOnlySpan<byte> Body { get; } = body;

    public string? ApiKey { get; } = apiKey;
}

/// <summary>The answer to one request, in buffers that are used again: valid until the next request is handled into it.</summary>
public sealed class FrontAnswer
{
    private static readonly string[] SmallNumbers = [.. Enumerable.Range(0, 10_001).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    private readonly ArrayBufferWriter<byte> body = new(4_096);
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>HTTP status.</summary>
    public int Status { get; internal set; }

    /// <summary>By name in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers => headers;

    public ReadOnlySpan<byte> Body => body.WrittenSpan;

    /// <inheritdoc cref="Body"/>
    public ReadOnlyMemory<byte> BodyMemory => body.WrittenMemory;

    /// <summary>The client never hears: whoever carries the answer drops it and the connection with it.</summary>
    public bool IsLost { get; internal set; }

    /// <summary>How long to keep the answer back.</summary>
    public TimeSpan Delay { get; internal set; }

    internal void Clear()
    {
        body.ResetWrittenCount();
        headers.Clear();
        Status = 200;
        IsLost = false;
        Delay = TimeSpan.Zero;
    }

    internal void Header(string name, long value) =>
        headers[name] = value is >= 0 and <= 10_000 ? SmallNumbers[value] : value.ToString(CultureInfo.InvariantCulture);

    internal void Write(ReadOnlySpan<byte> text, string type)
    {
        body.ResetWrittenCount();
        body.Write(text);
        headers["Content-Type"] = type;
    }
}
