namespace Parley.Market;

/// <summary>
/// A stream whose beginning has been looked at: it serves the head again, then the rest. An error met while reading the
/// head is kept and thrown where it belongs, after the bytes before it.
/// </summary>
internal sealed class HeadStream : Stream
{
    private const int HeadLength = 1 << 17;
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly Stream source;
    private readonly byte[] head = new byte[HeadLength];
    private readonly int headEnd;
    private readonly Exception? failure;
    private int at;

    /// <param name="source">Disposed with this.</param>
    public HeadStream(Stream source)
    {
        this.source = source;
        try
        {
            int count;
            while (headEnd < HeadLength && (count = source.Read(head, headEnd, HeadLength - headEnd)) > 0) headEnd += count;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            failure = exception;
        }

        if (head.AsSpan(0, headEnd).StartsWith(ByteOrderMark)) at = ByteOrderMark.Length;
    }

    /// <summary>What has not been read yet of the first 128 KB.</summary>
    public ReadOnlySpan<byte> Head => head.AsSpan(at, headEnd - at);

    /// <summary>Whether the head is all there is.</summary>
    public bool IsWhole => headEnd < HeadLength;

    public Exception? HeadFailure => failure;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (at < headEnd)
        {
            int count = Math.Min(buffer.Length, headEnd - at);
            head.AsSpan(at, count).CopyTo(buffer);
            at += count;
            return count;
        }

        if (failure is not null) throw failure;
        return source.Read(buffer);
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
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }
}
