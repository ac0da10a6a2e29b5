using Parley.Domain;

namespace Parley.Market.Tests;

internal delegate void SyncState(ref StateStream state);

/// <summary>Bytes out of one thing and into another.</summary>
internal static class Saved
{
    public static byte[] Of(SyncState sync)
    {
        StateStream measure = StateStream.Measuring();
        sync(ref measure);
        byte[] bytes = new byte[measure.Position];
        StateStream writer = StateStream.Writing(bytes);
        sync(ref writer);
        writer.Position.ShouldBe(bytes.Length);
        return bytes;
    }

    /// <summary>Restores, and sees that what was restored saves the same.</summary>
    public static void Into(byte[] bytes, SyncState sync)
    {
        StateStream reader = StateStream.Reading(bytes);
        sync(ref reader);
        reader.RequireEnd();
        Of(sync).ShouldBe(bytes);
    }
}
