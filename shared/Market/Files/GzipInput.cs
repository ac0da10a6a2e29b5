using System.Buffers.Binary;
using System.IO.Compression;

namespace Parley.Market;

/// <summary>
/// Gzip decompression that notices a file cut short or damaged, which <see cref="GZipStream"/> silently takes for the
/// end: each member's checksum and length are verified against its trailer. Everything decoded before the fault is
/// delivered first.
/// </summary>
internal sealed class GzipInput : Stream
{
    // DeflateStream reads ahead by this much, so the trailer lies at most so far before the position of the source.
    private const int ReadAheadMax = 8_192;
    private const int TrailerLength = 8;

    private readonly Stream source;
    private DeflateStream inflater;
    private Crc32 checksum;
    private uint length;
    private bool atEnd;

    /// <param name="source">Seekable, at the start of a gzip member; disposed with this.</param>
    public GzipInput(Stream source)
    {
        this.source = source;
        inflater = OpenMember();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static bool IsGzip(ReadOnlySpan<byte> start) => start.StartsWith([(byte)0x1F, (byte)0x8B]);

    /// <exception cref="InvalidDataException">The data is cut short or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!atEnd)
        {
            int count = inflater.Read(buffer);
            if (count > 0)
            {
                checksum.Add(buffer[..count]);
                length = unchecked(length + (uint)count);
                return count;
            }

            CloseMember();
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inflater.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private DeflateStream OpenMember()
    {
        SkipHeader();
        checksum = Crc32.Start();
        length = 0;
        return new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
    }

    // RFC 1952 §2.3: ten fixed bytes, then optional extra field, name, comment and header checksum.
    private void SkipHeader()
    {
        Span<byte> header = stackalloc byte[10];
        source.ReadExactly(header);
        if (!IsGzip(header) || header[2] != 8) throw new InvalidDataException("not gzip");
        int flags = header[3];
        if ((flags & 4) != 0) Skip(ReadByteOrThrow() | (ReadByteOrThrow() << 8));
        if ((flags & 8) != 0) SkipText();
        if ((flags & 16) != 0) SkipText();
        if ((flags & 2) != 0) Skip(2);
    }

    private void SkipText()
    {
        while (ReadByteOrThrow() != 0)
        {
        }
    }

    private void Skip(int count)
    {
        for (int i = 0; i < count; i++) ReadByteOrThrow();
    }

    private int ReadByteOrThrow()
    {
        int value = source.ReadByte();
        return value >= 0 ? value : throw new EndOfStreamException();
    }

    private void CloseMember()
    {
        long end = FindTrailerEnd();
        if (end < 0) throw new InvalidDataException("the gzip data is cut short or damaged");
        inflater.Dispose();
        source.Position = end;
        Span<byte> next = stackalloc byte[2];
        int count = source.ReadAtLeast(next, 2, throwOnEndOfStream: false);
        source.Position = end;
        atEnd = !IsGzip(next[..count]);
        if (!atEnd) inflater = OpenMember();
    }

    /// <summary>Where the trailer that matches what was decoded ends, or −1.</summary>
    private long FindTrailerEnd()
    {
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, checksum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
        long from = Math.Max(0, source.Position - ReadAheadMax - TrailerLength);
        byte[] region = new byte[ReadAheadMax + 2 * TrailerLength];
        source.Position = from;
        int count = source.ReadAtLeast(region, region.Length, throwOnEndOfStream: false);
        int found = region.AsSpan(0, count).IndexOf(trailer);
        return found < 0 ? -1 : from + found + TrailerLength;
    }
}
