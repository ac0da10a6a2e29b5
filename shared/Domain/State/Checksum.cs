using System.Buffers.Binary;

namespace Parley.Domain;

/// <summary>
/// FNV-1a (Fowler, Noll and Vo, 1991) taken eight bytes at a time, the rest byte by byte. Every step is one to one, so
/// anything that changes a single word is noticed for certain; it is no protection against intent.
/// </summary>
public static class Checksum
{
    private const ulong Basis = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    public static long Of(ReadOnlySpan<byte> content)
    {
        ulong hash = Basis;
        while (content.Length >= sizeof(ulong))
        {
            hash = unchecked((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(content)) * Prime);
            content = content[sizeof(ulong)..];
        }

        foreach (byte b in content) hash = unchecked((hash ^ b) * Prime);
        return unchecked((long)hash);
    }
}
