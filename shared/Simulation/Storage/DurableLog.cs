using System.Text;
using Parley.Domain;

namespace Parley.Simulation;

/// <summary>
/// The bytes of a ledger as they lie on their disk, through all crashes. Whoever opened it last owns it; everybody before is
/// refused.
/// </summary>
internal sealed class DurableLog
{
    private byte[] bytes = new byte[64 * 1024];

    public int Length { get; private set; }

    /// <summary>Bytes that survive a power cut.</summary>
    public int Durable { get; private set; }

    /// <summary>Rises with every opening.</summary>
    public long Owner { get; private set; }

    /// <summary>Intents that survive whatever happens, as the order of their ids in the log.</summary>
    public HashSet<ClientOrderId> Intents { get; } = [];

    public ReadOnlyMemory<byte> Content => bytes.AsMemory(0, Length);

    public long Open() => ++Owner;

    public void Write(ReadOnlySpan<byte> content)
    {
        while (Length + content.Length > bytes.Length) Array.Resize(ref bytes, bytes.Length * 2);
        content.CopyTo(bytes.AsSpan(Length));
        Length += content.Length;
    }

    public void Sync() => Durable = Length;

    public void Truncate(int length)
    {
        Length = length;
        Durable = Math.Min(Durable, length);
    }

    /// <summary>What was not safe may be gone: all of it up to a point that only chance knows, perhaps in the middle of a record.</summary>
    /// <returns>True when half a record was left.</returns>
    public bool CutPower(Prng chance)
    {
        int lost = Length - Durable;
        if (lost == 0) return false;
        // Mostly something is torn: the disk wrote a part of what it had been given.
        int kept = chance.NextInt(10) == 0 ? 0 : chance.NextInt(lost);
        Truncate(Durable + kept);
        bool torn = Length > 0 && bytes[Length - 1] != (byte)'\n';
        return torn;
    }

    /// <summary>Reads the order's id out of the record of an intent; null for any other record.</summary>
    public static ClientOrderId? IntentOf(ReadOnlySpan<byte> record)
    {
        int kind = record.IndexOf("\"kind\":\"intent\""u8);
        if (kind < 0) return null;
        ReadOnlySpan<byte> rest = record[kind..];
        ReadOnlySpan<byte> name = "\"value\":\""u8;
        int id = rest.IndexOf(name);
        if (id < 0) return null;
        rest = rest[(id + name.Length)..];
        return new(Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]));
    }
}
