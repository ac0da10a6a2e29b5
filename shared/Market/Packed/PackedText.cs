using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Parley.Market;

/// <summary>Texts as a batch keeps them: UTF-8, or UTF-16 where half a surrogate pair would be lost.</summary>
internal static class PackedText
{
    /// <summary>Bytes without the length before them.</summary>
    public static int Size(string text) => IsWellFormed(text) ? Encoding.UTF8.GetByteCount(text) : text.Length * sizeof(char);

    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int consumed) != OperationStatus.Done) return false;
            text = text[consumed..];
        }

        return true;
    }

    // The framework's encoding would replace the half pairs that this form exists for.
    public static void ToUtf16(ReadOnlySpan<char> text, Span<byte> target)
    {
        for (int i = 0; i < text.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(target[(i * sizeof(char))..], text[i]);
    }

    public static string FromUtf16(ReadOnlySpan<byte> text)
    {
        char[] characters = new char[text.Length / sizeof(char)];
        for (int i = 0; i < characters.Length; i++) characters[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(text[(i * sizeof(char))..]);
        return new string(characters);
    }

    /// <exception cref="ArgumentException">The text is missing or too long for a batch.</exception>
    public static void Require(string? text, int most, string what)
    {
        ArgumentNullException.ThrowIfNull(text, what);
        if (text.Length > most || Size(text) > most)
            throw new ArgumentException($"The {what} takes more than {most:N0} bytes; no tick batch holds it.", what);
    }
}
