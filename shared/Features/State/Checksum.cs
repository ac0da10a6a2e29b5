namespace Parley.Features;

/// <summary>
/// FNV-1a, 64 bits (Fowler, Noll and Vo, 1991; IETF draft-eastlake-fnv). Notices accidents, any single wrong byte for
/// certain; it is no protection against intent.
/// </summary>
internal static class Checksum
{
    private const ulong Basis = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    public static long Of(ReadOnlySpan<byte> content)
    {
        ulong hash = Basis;
        foreach (byte b in content) hash = unchecked((hash ^ b) * Prime);
        return unchecked((long)hash);
    }
}
