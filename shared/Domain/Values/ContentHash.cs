using System.Security.Cryptography;

namespace Parley.Domain;

/// <summary>SHA-256 as 64 lower-case hexadecimal digits: the name of everything that is stored by content.</summary>
public static class ContentHash
{
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash);
    }
}
