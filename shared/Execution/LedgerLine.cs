using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Parley.Execution;

/// <summary>One line of a ledger, taken apart without trusting it.</summary>
internal static class LedgerLine
{
    /// <summary>Hexadecimal digits of a SHA-256.</summary>
    public const int HashLength = 64;

    /// <summary>Where the JSON starts: behind the hash and one space.</summary>
    public const int JsonStart = HashLength + 1;

    /// <summary>Whether the line follows the one with the given hash; if not, why not.</summary>
    /// <returns>Null when it does.</returns>
    public static string? Fault(ReadOnlySpan<byte> line, ReadOnlySpan<byte> previous, long number)
    {
        if (line.Length <= JsonStart) return $"it has {line.Length} bytes, fewer than a hash and its record";
        Span<byte> expected = stackalloc byte[HashLength];
        Hash(previous, line[HashLength..], expected);
        if (!line[..HashLength].SequenceEqual(expected))
        {
            long? seq = Sequence(line);
            return seq is { } other && other != number
                ? $"its hash does not follow from the record before it; it calls itself record {other}"
                : "its hash does not match its content and the record before it";
        }

        return Sequence(line) == number ? null : $"it is number {number} but does not say so";
    }

    /// <summary>SHA-256 over the previous hash and the rest of the line (space and JSON), as hexadecimal digits.</summary>
    private static void Hash(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> rest, Span<byte> hex)
    {
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(previous);
        sha.AppendData(rest);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        sha.GetHashAndReset(hash);
        Convert.TryToHexStringLower(hash, hex, out _);
    }

    /// <summary>The number the record gives itself, or null when it cannot be read.</summary>
    private static long? Sequence(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader json = new(line[JsonStart..]);
            bool found = json.Read() && json.TokenType == JsonTokenType.StartObject
                && json.Read() && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("seq"u8) && json.Read();
            return found && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long seq) ? seq : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The length of a whole record at the start of a line that goes on behind it; −1 when there is none.</summary>
    public static int WholePrefix(ReadOnlySpan<byte> line, ReadOnlySpan<byte> previous, long number)
    {
        if (line.Length <= JsonStart) return -1;
        try
        {
            Utf8JsonReader json = new(line[JsonStart..], new JsonReaderOptions { AllowMultipleValues = true });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject || !json.TrySkip()) return -1;
            int end = JsonStart + (int)json.BytesConsumed;
            return Fault(line[..end], previous, number) is null ? end : -1;
        }
        catch (JsonException)
        {
            return -1;
        }
    }

    /// <summary>A record's parts.</summary>
    /// <exception cref="LedgerException">The line is not a record.</exception>
    public static LedgerRecord Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line[JsonStart..]);
            JsonElement record = json.RootElement;
            return new(
                record.GetProperty("seq").GetInt64(),
                Encoding.ASCII.GetString(line.Span[..HashLength]),
                Domain.Timestamp.Parse(record.GetProperty("at").GetString()!),
                record.GetProperty("kind").GetString()!,
                record.GetProperty("data").Clone());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException)
        {
            throw new LedgerException($"A line of the ledger is not a record: {e.Message}", e);
        }
    }
}
