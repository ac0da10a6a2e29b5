using System.Buffers.Binary;

namespace Parley.Market;

/// <summary>The checksum of gzip (RFC 1952 §8), eight bytes at a time (Intel's "slicing by 8").</summary>
internal struct Crc32
{
    private const uint Polynomial = 0xEDB8_8320;
    private static readonly uint[][] Tables = BuildTables();

    private uint inverted;

    public readonly uint Value => ~inverted;

    public static Crc32 Start() => new() { inverted = uint.MaxValue };

    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint[] t0 = Tables[0], t1 = Tables[1], t2 = Tables[2], t3 = Tables[3];
        uint[] t4 = Tables[4], t5 = Tables[5], t6 = Tables[6], t7 = Tables[7];
        uint crc = inverted;
        unchecked
        {
            while (bytes.Length >= 8)
            {
                uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
                uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
                crc = t7[(byte)low] ^ t6[(byte)(low >> 8)] ^ t5[(byte)(low >> 16)] ^ t4[low >> 24]
                    ^ t3[(byte)high] ^ t2[(byte)(high >> 8)] ^ t1[(byte)(high >> 16)] ^ t0[high >> 24];
                bytes = bytes[8..];
            }

            foreach (byte value in bytes) crc = t0[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        inverted = crc;
    }

    private static uint[][] BuildTables()
    {
        uint[][] tables = new uint[8][];
        for (int k = 0; k < 8; k++)
        {
            tables[k] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                // Table k is the checksum of the byte followed by k zero bytes.
                uint crc = k == 0 ? i : tables[k - 1][i];
                for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
                tables[k][i] = crc;
            }
        }

        return tables;
    }
}
