using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Execution;

/// <summary>
/// The desk's append-only record: each entry's hash covers the entry before it, so that nothing can be changed, moved or
/// taken out unnoticed (docs/ledger.md). One line per record:
/// <c>&lt;hash&gt; {"seq":n,"at":"…","kind":"…","data":{…}}</c> with
/// <c>hash = SHA-256(hash of the line before + " " + the JSON bytes)</c>, in lower-case hexadecimal. Safe for several threads. Owns its journal.
/// </summary>
public sealed class Ledger : IDisposable
{
    private readonly Lock gate = new();
    private readonly IJournal journal;
    private readonly ArrayBufferWriter<byte> line = new(1_024);
    private readonly ArrayBufferWriter<byte> scratch = new(1_024);
    private readonly Utf8JsonWriter recordWriter;
    private readonly Utf8JsonWriter dataWriter;
    private bool broken;

    private Ledger(IJournal journal, long count, string root)
    {
        (this.journal, Count, Root) = (journal, count, root);
        recordWriter = new(line);
        dataWriter = new(scratch);
    }

    /// <summary>What stands for the hash before the first record: 64 zeros.</summary>
    public static string FirstPrevious { get; } = new('0', LedgerLine.HashLength);

    /// <summary>Hash of the last record, which stands for the whole ledger up to it.</summary>
    public string Root { get; private set; }

    /// <summary>Number of records; the last one's <c>seq</c>.</summary>
    public long Count { get; private set; }

    /// <summary>Starts a ledger on an empty journal.</summary>
    /// <exception cref="LedgerException">The journal holds records: open it with <see cref="LedgerRecovery"/>.</exception>
    public static Ledger Start(IJournal journal) =>
        journal.ReadAll().Any()
            ? throw new LedgerException("The journal is not empty; a ledger that exists is opened, not started.")
            : new(journal, 0, FirstPrevious);

    internal static Ledger Continue(IJournal journal, LedgerReport report) => new(journal, report.Records, report.Root);

    /// <summary>Adds one record.</summary>
    /// <param name="kind">What it is, in lower-case words: <c>decision</c>, <c>intent</c>, <c>fact</c>.</param>
    /// <param name="at">Venue time.</param>
    /// <param name="data">One JSON value in UTF-8, without line breaks.</param>
    /// <param name="durable">True: survives a power cut when this returns. Money waits for it.</param>
    /// <returns>The new <see cref="Root"/>.</returns>
    /// <exception cref="LedgerException">
    /// The data is not one line of JSON, or an earlier append failed: what the journal holds is then not known, and nothing
    /// more is written.
    /// </exception>
    public string Append(string kind, Timestamp at, ReadOnlySpan<byte> data, bool durable)
    {
        lock (gate)
        {
            if (broken) throw new LedgerException("The ledger is closed: an earlier append failed.");
            Compose(kind, at, data);
            // The hash is taken with the previous hash where this record's own will stand.
            Span<byte> record = WrittenLine();
            Encoding.ASCII.GetBytes(Root, record);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(record, hash);
            string root = Convert.ToHexStringLower(hash);
            Encoding.ASCII.GetBytes(root, record);
            Write(record, durable);
            Count++;
            return Root = root;
        }
    }

    /// <summary>Adds one record with data serialised by generated code.</summary>
    /// <inheritdoc cref="Append(string, Timestamp, ReadOnlySpan{byte}, bool)"/>
    public string Append<T>(string kind, Timestamp at, T data, JsonTypeInfo<T> type, bool durable)
    {
        lock (gate)
        {
            scratch.ResetWrittenCount();
            dataWriter.Reset();
            JsonSerializer.Serialize(dataWriter, data, type);
            dataWriter.Flush();
            return Append(kind, at, scratch.WrittenSpan, durable);
        }
    }

    public void Dispose()
    {
        recordWriter.Dispose();
        dataWriter.Dispose();
        journal.Dispose();
    }

    private void Compose(string kind, Timestamp at, ReadOnlySpan<byte> data)
    {
        if (data.ContainsAny((byte)'\n', (byte)'\r')) throw new LedgerException($"The data of a '{kind}' record holds a line break.");
        line.ResetWrittenCount();
        line.GetSpan(LedgerLine.JsonStart)[LedgerLine.HashLength] = (byte)' ';
        line.Advance(LedgerLine.JsonStart);
        recordWriter.Reset();
        recordWriter.WriteStartObject();
        recordWriter.WriteNumber("seq", Count + 1);
        recordWriter.WriteString("at", at.ToString());
        recordWriter.WriteString("kind", kind);
        recordWriter.WritePropertyName("data");
        try
        {
            recordWriter.WriteRawValue(data);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new LedgerException($"The data of a '{kind}' record is not JSON: {e.Message}", e);
        }

        recordWriter.WriteEndObject();
        recordWriter.Flush();
    }

    private Span<byte> WrittenLine() =>
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(line.WrittenMemory).Span;

    private void Write(ReadOnlySpan<byte> record, bool durable)
    {
        broken = true;
        journal.Append(record, durable);
        broken = false;
    }
}
