using System.Buffers;

namespace Parley.Market;

/// <summary>Names of the venue's streams, such as <c>btcusdt@depth@100ms</c>.</summary>
internal static class StreamNames
{
    /// <summary>Characters that mean themselves in JSON and occur in stream names, symbols and origins.</summary>
    public static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@_-!."u8);

    /// <summary>
    /// Whether the stream sends the top of the book again and again (<c>@depth20@100ms</c>) instead of its changes; on
    /// futures the two look alike.
    /// </summary>
    public static bool IsPartialDepth(ReadOnlySpan<byte> stream)
    {
        int at = stream.IndexOf("@depth"u8) + "@depth"u8.Length;
        return at >= "@depth"u8.Length && at < stream.Length && char.IsAsciiDigit((char)stream[at]);
    }
}
