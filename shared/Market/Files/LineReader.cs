using System.Buffers;
using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// Reads a byte stream line by line through one pooled buffer. When the stream fails in the middle, the whole lines
/// before the failure are delivered first.
/// </summary>
internal sealed class LineReader : IDisposable
{
    private const int BufferStart = 1 << 18;

    // The longest real record, a full-depth snapshot, is under a megabyte.
    private const int LineMax = 1 << 26;

    private readonly Stream stream;
    private readonly string file;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferStart);
    private int start;
    private int end;
    private bool sourceEnded;
    private Exception? failure;

    /// <param name="stream">Disposed with this.</param>
    /// <param name="file">For messages.</param>
    public LineReader(Stream stream, string file)
    {
        this.stream = stream;
        this.file = file;
    }

    /// <summary>Number of the line read last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The line read last was not closed by a line break: perhaps its writer was killed.</summary>
    public bool IsUnterminated { get; private set; }

    /// <summary>Reads the next line, without its line break. The span lives until the next call.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="MarketDataException">The stream failed, or the line is absurdly long.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(searched + length, terminator: 1);
                return true;
            }

            searched = end - start;
            if (sourceEnded) return TryTakeRest(out line);
            Fill();
        }
    }

    /// <summary>The bytes at the current position without consuming them: as many as there are, up to the buffer's size.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        while (!sourceEnded && end - start < BufferStart / 2) Fill();
        return buffer.AsSpan(start, end - start);
    }

    /// <summary>Drops the next bytes, which <see cref="Peek"/> has shown.</summary>
    public void Skip(int bytes) => start += bytes;

    /// <summary>The error of the stream, once all whole lines before it are delivered; null when there is none.</summary>
    public MarketDataException? Failure =>
        failure is null ? null : new MarketDataException(file, LineNumber + 1, Describe(failure), failure);

    public void Dispose()
    {
        stream.Dispose();
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        start = end = 0;
        sourceEnded = true;
    }

    private bool TryTakeRest(out ReadOnlySpan<byte> line)
    {
        if (Failure is { } error) throw error;
        line = default;
        if (start == end) return false;
        line = Take(end - start, terminator: 0);
        return true;
    }

    private ReadOnlySpan<byte> Take(int length, int terminator)
    {
        ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
        start += length + terminator;
        LineNumber++;
        IsUnterminated = terminator == 0;
        return line.Length > 0 && line[^1] == (byte)'\r' ? line[..^1] : line;
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length) Grow();
        try
        {
            int count = stream.Read(buffer, end, buffer.Length - end);
            end += count;
            sourceEnded = count == 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            failure = exception;
            sourceEnded = true;
        }
    }

    private void Grow()
    {
        if (end >= LineMax) throw new MarketDataException(file, LineNumber + 1, $"the line is longer than {LineMax} bytes");
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private static string Describe(Exception exception) => exception switch
    {
        EndOfStreamException => "the gzip data is cut short",
        InvalidDataException when exception.Message.Contains("gzip", StringComparison.Ordinal) => exception.Message,
        InvalidDataException => "the compressed data is damaged",
        _ => exception.Message,
    };
}
