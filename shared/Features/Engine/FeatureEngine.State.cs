using System.Buffers.Binary;
using System.Text;
using Parley.Domain;

namespace Parley.Features;

public sealed partial class FeatureEngine
{
    /// <summary>Raised whenever the meaning of the saved bytes changes.</summary>
    public const int StateVersion = 1;

    private const int Magic = 0x5446_5246; // "FRFT", little-endian
    private const int ChecksumSize = sizeof(long);
    private const int TimeframesMax = 32;

    // Catches a feature added or changed without a new version: state written by another set is refused, not misread.
    private static readonly long Layout = Checksum.Of(
        Encoding.UTF8.GetBytes(string.Join('|', FeatureCatalogue.All.Select(d => $"{d.Kind}.{d.Name}.{d.WarmUp}"))));

    /// <summary>Bytes <see cref="Save(Span{byte})"/> writes; does not change over an engine's life.</summary>
    public int StateSize { get; }

    /// <summary>
    /// Saves the whole state: little-endian binary with version, layout and checksum. The same events after
    /// <see cref="Restore"/> give bit-identical values.
    /// </summary>
    /// <returns>Bytes written, which is <see cref="StateSize"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public int Save(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, StateSize);
        var writer = new SnapshotWriter(destination);
        Write(ref writer);
        BinaryPrimitives.WriteInt64LittleEndian(destination[writer.Position..], Checksum.Of(destination[..writer.Position]));
        return StateSize;
    }

    /// <inheritdoc cref="Save(Span{byte})"/>
    public byte[] Save()
    {
        byte[] state = new byte[StateSize];
        Save(state);
        return state;
    }

    /// <summary>An engine that goes on where the saved one stopped.</summary>
    /// <exception cref="FeatureStateException">Damaged, or written by another version or another set of features.</exception>
    public static FeatureEngine Restore(ReadOnlySpan<byte> state)
    {
        var reader = new SnapshotReader(state);
        if (reader.ReadInt32() != Magic) throw new FeatureStateException("This is no saved feature state.");
        int version = reader.ReadInt32();
        if (version != StateVersion || reader.ReadInt64() != Layout)
            throw new FeatureStateException(
                $"The saved feature state (version {version}) is of another set of features than this build's (version {StateVersion}). "
                + "Rebuild it from bars and trades.");
        RequireIntact(state);
        FeatureEngine engine = ReadIdentity(ref reader);
        if (state.Length != engine.StateSize)
            throw new FeatureStateException($"The saved feature state has {state.Length} bytes instead of {engine.StateSize}.");
        foreach (BarFeatures features in engine.timeframes) features.Restore(ref reader);
        engine.flow.Restore(ref reader);
        return engine;
    }

    private static void RequireIntact(ReadOnlySpan<byte> state)
    {
        if (state.Length >= ChecksumSize
            && Checksum.Of(state[..^ChecksumSize]) == BinaryPrimitives.ReadInt64LittleEndian(state[^ChecksumSize..])) return;
        throw new FeatureStateException("The saved feature state is damaged: its checksum does not fit. Rebuild it from bars and trades.");
    }

    private static FeatureEngine ReadIdentity(ref SnapshotReader reader)
    {
        var symbol = new Symbol(reader.ReadText());
        var lengths = new Timeframe[reader.ReadCount(TimeframesMax)];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Timeframe.From(TimeSpan.FromSeconds(reader.ReadInt64()));
        return new FeatureEngine(symbol, lengths);
    }

    private void Write(ref SnapshotWriter writer)
    {
        writer.Write(Magic);
        writer.Write(StateVersion);
        writer.Write(Layout);
        writer.Write(Symbol.Value);
        writer.Write(timeframes.Length);
        foreach (BarFeatures features in timeframes) writer.Write((long)features.Timeframe.Duration.TotalSeconds);
        foreach (BarFeatures features in timeframes) features.Save(ref writer);
        flow.Save(ref writer);
    }

    private int MeasureState()
    {
        SnapshotWriter measure = SnapshotWriter.Measuring();
        Write(ref measure);
        return measure.Position + ChecksumSize;
    }
}
