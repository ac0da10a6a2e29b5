using System.Buffers.Binary;
using System.Text;
using Parley.Domain;

namespace Parley.Features;

public sealed partial class FeatureEngine
{
    /// <summary>Raised whenever the meaning of the saved bytes changes.</summary>
    public const int StateVersion = 2;

    private const int LayoutSize = sizeof(long);
    private const int TimeframesMax = 32;
    private const int ReferencesMax = 64;

    // Catches a feature added or changed without a new version: state written by another set is refused, not misread.
    private static readonly long Layout = Checksum.Of(
        Encoding.UTF8.GetBytes(string.Join('|', FeatureCatalogue.All.Select(d => $"{d.Kind}.{d.Name}.{d.WarmUp}"))));

    private static readonly StateEnvelope Envelope = new(kind: 0x5446_5246, StateVersion, "feature state"); // "FRFT"

    /// <summary>Bytes <see cref="Save(Span{byte})"/> would write now; grows as windows fill.</summary>
    public int MeasureState()
    {
        StateStream measure = StateStream.Measuring();
        Write(ref measure);
        return StateEnvelope.Size + LayoutSize + measure.Position;
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
        destination = destination[..size];
        Span<byte> content = StateEnvelope.Content(destination);
        BinaryPrimitives.WriteInt64LittleEndian(content, Layout);
        StateStream writer = StateStream.Writing(content[LayoutSize..]);
        Write(ref writer);
        Envelope.Seal(destination);
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
    /// <exception cref="StateException">Damaged, or written by another version or another set of features.</exception>
    public static FeatureEngine Restore(ReadOnlySpan<byte> state)
    {
        ReadOnlySpan<byte> content = Envelope.Open(state);
        if (content.Length < LayoutSize) throw new StateException("The saved feature state is empty.");
        if (BinaryPrimitives.ReadInt64LittleEndian(content) != Layout) throw OtherFeatures();
        StateStream reader = StateStream.Reading(content[LayoutSize..]);
        FeatureEngine engine = ReadIdentity(ref reader);
        engine.SyncContent(ref reader);
        reader.RequireEnd();
        return engine;
    }

    /// <summary>
    /// Saves, restores or measures the state as a part of something greater, which sees to it that the engine is of the same
    /// symbol, timeframes and references. What the engine knew before is lost by reading.
    /// </summary>
    /// <exception cref="StateException">Damaged, or written by another version or another set of features.</exception>
    public void Sync(ref StateStream state)
    {
        int version = StateVersion;
        long layout = Layout;
        state.Sync(ref version);
        state.Sync(ref layout);
        if (version != StateVersion || layout != Layout) throw OtherFeatures();
        SyncContent(ref state);
    }

    private static StateException OtherFeatures() =>
        new("The saved feature state is of another set of features than this build's. Rebuild it from bars and trades.");

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
