using System.Buffers.Binary;

namespace Parley.Domain;

/// <summary>What stands around saved state: which kind it is and of which version before it, a checksum behind it.</summary>
/// <param name="kind">Four letters, little-endian: other bytes are not taken for this state.</param>
/// <param name="version">Raised whenever the meaning of the saved bytes changes.</param>
/// <param name="name">What is saved, in words, for messages: <c>feature state</c>.</param>
public sealed class StateEnvelope(int kind, int version, string name)
{
    /// <summary>Bytes the envelope adds to its content.</summary>
    public const int Size = HeaderSize + ChecksumSize;

    private const int HeaderSize = 2 * sizeof(int);
    private const int ChecksumSize = sizeof(long);
    private const string Remedy = "Rebuild it from the market's data.";

    public int Version { get; } = version;

    /// <summary>Where the content goes in a buffer exactly as long as the whole.</summary>
    public static Span<byte> Content(Span<byte> whole) => whole[HeaderSize..^ChecksumSize];

    /// <summary>Writes header and checksum around a content that is complete.</summary>
    public void Seal(Span<byte> whole)
    {
        BinaryPrimitives.WriteInt32LittleEndian(whole, kind);
        BinaryPrimitives.WriteInt32LittleEndian(whole[sizeof(int)..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(whole[^ChecksumSize..], Checksum.Of(whole[..^ChecksumSize]));
    }

    /// <returns>The content.</returns>
    /// <exception cref="StateException">Of another kind, of another version, or damaged.</exception>
    public ReadOnlySpan<byte> Open(ReadOnlySpan<byte> whole)
    {
        if (whole.Length < Size || BinaryPrimitives.ReadInt32LittleEndian(whole) != kind)
            throw new StateException($"This is no saved {name}.");
        int found = BinaryPrimitives.ReadInt32LittleEndian(whole[sizeof(int)..]);
        if (found != Version)
            throw new StateException($"The saved {name} is of version {found}, this build reads version {Version}. {Remedy}");
        return Checksum.Of(whole[..^ChecksumSize]) == BinaryPrimitives.ReadInt64LittleEndian(whole[^ChecksumSize..])
            ? whole[HeaderSize..^ChecksumSize]
            : throw new StateException($"The saved {name} is damaged: its checksum does not fit. {Remedy}");
    }
}
