using System.Buffers.Binary;
using System.Text;
using Parley.Domain;

namespace Parley.Features;

public sealed partial class FeatureEngine
{
    /// <summary>Raised whenever the meaning of the saved bytes changes.</summary>
    public const int StateVersion = 2;

    private const int HeaderSize = sizeof(int) + sizeof(int) + sizeof(long);
    private const int ChecksumSize = sizeof(long);
    private const int Magic = 0x5446_5246; // "FRFT", little-endian
    private const int TimeframesMax = 32;
    private const int ReferencesMax = 64;

    // Catches a feature added or changed without a new version: state written by another set is refused, not misread.
    private static readonly long Layout = Checksum.Of(
        Encoding.UTF8.GetBytes(string.Join('|', FeatureCatalogue.All.Select(d => $"{d.Kind}.{d.Name}.{d.WarmUp}"))));

    /// <summary>Bytes <see cref="Save(Span{byte})"/> would write now; grows as windows fill.</summary>
    public int MeasureState()
    {
        StateStream measure = StateStream.Measuring();
        Write(ref measure);
        return HeaderSize + measure.Position + ChecksumSize;
    }

    /// <summary>
    /// Saves the whole state: compact binary with version, layout and checksum. The same events after
    /// <see cref="Restore"/> give bit-identical values. Allocates nothing.
    /// </summary>
    /// <returns>Bytes written, which is <see cref="MeasureState"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public int Save(Span<byte> destination)
    {
        int size = MeasureState();
        if (destination.Length < size)
            throw new ArgumentException($"The state takes {size} bytes and does not fit into {destination.Length}.", nameof(destination));
        BinaryPrimitives.WriteInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(destination[sizeof(int)..], StateVersion);
        BinaryPrimitives.WriteInt64LittleEndian(destination[(2 * sizeof(int))..], Layout);
        StateStream writer = StateStream.Writing(destination[HeaderSize..]);
        Write(ref writer);
        Span<byte> content = destination[..(HeaderSize + writer.Position)];
        BinaryPrimitives.WriteInt64LittleEndian(destination[content.Length..], Checksum.Of(content));
        return size;
    }

    /// <inheritdoc cref="Save(Span{byte})"/>
    public byte[] Save()
    {
        byte[] state = new byte[MeasureState()];
        Save(state);
        return state;
    }

    /// <summary>An engine that goes on where the saved one stopped.</summary>
    /// <exception cref="FeatureStateException">Damaged, or written by another version or another set of features.</exception>
    public static FeatureEngine Restore(ReadOnlySpan<byte> state)
    {
        if (state.Length < HeaderSize + ChecksumSize || BinaryPrimitives.ReadInt32LittleEndian(state) != Magic)
            throw new FeatureStateException("This is no saved feature state.");
        int version = BinaryPrimitives.ReadInt32LittleEndian(state[sizeof(int)..]);
        if (version != StateVersion || BinaryPrimitives.ReadInt64LittleEndian(state[(2 * sizeof(int))..]) != Layout)
            throw new FeatureStateException(
                $"The saved feature state (version {version}) is of another set of features than this build's (version {StateVersion}). "
                + "Rebuild it from bars and trades.");
        if (Checksum.Of(state[..^ChecksumSize]) != BinaryPrimitives.ReadInt64LittleEndian(state[^ChecksumSize..]))
            throw new FeatureStateException("The saved feature state is damaged: its checksum does not fit. Rebuild it from bars and trades.");
        ReadOnlySpan<byte> content = state[HeaderSize..^ChecksumSize];
        StateStream reader = StateStream.Reading(content);
        FeatureEngine engine = ReadIdentity(ref reader);
        engine.SyncContent(ref reader);
        return reader.Position == content.Length
            ? engine
            : throw new FeatureStateException($"The saved feature state has {content.Length - reader.Position} bytes too many.");
    }

    private static FeatureEngine ReadIdentity(ref StateStream state)
    {
        string symbol = "";
        state.Sync(ref symbol);
        var lengths = new Timeframe[ReadCount(ref state, TimeframesMax)];
        foreach (ref Timeframe length in lengths.AsSpan())
        {
            long ticks = 0;
            state.Sync(ref ticks);
            length = Timeframe.From(TimeSpan.FromTicks(ticks));
        }

        var others = new Symbol[ReadCount(ref state, ReferencesMax)];
        foreach (ref Symbol other in others.AsSpan())
        {
            string name = "";
            state.Sync(ref name);
            other = new Symbol(name);
        }

        return new FeatureEngine(new Symbol(symbol), lengths, others);
    }

    private static int ReadCount(ref StateStream state, int most)
    {
        int read = 0;
        state.SyncCount(ref read, most);
        return read;
    }

    private void Write(ref StateStream state)
    {
        string symbol = Symbol.Value;
        state.Sync(ref symbol);
        int length = timeframes.Length;
        state.SyncCount(ref length, TimeframesMax);
        foreach (BarFeatures features in timeframes)
        {
            long ticks = features.Timeframe.Duration.Ticks;
            state.Sync(ref ticks);
        }

        length = references.Length;
        state.SyncCount(ref length, ReferencesMax);
        foreach (ReferenceFeatures reference in references)
        {
            string name = reference.Reference.Value;
            state.Sync(ref name);
        }

        SyncContent(ref state);
    }

    private void SyncContent(ref StateStream state)
    {
        foreach (BarFeatures features in timeframes) features.Sync(ref state);
        flow.Sync(ref state);
        funding.Sync(ref state);
        foreach (ReferenceFeatures reference in references) reference.Sync(ref state);
    }
}
