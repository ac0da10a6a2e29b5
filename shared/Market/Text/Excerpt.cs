using System.Text;

namespace Parley.Market;

/// <summary>A piece of input fit for an error message: one short line, quoted.</summary>
internal static class Excerpt
{
    private const int LengthMax = 40;

    public static string Of(ReadOnlySpan<byte> text)
    {
        bool shortened = text.Length > LengthMax;
        string decoded = Encoding.UTF8.GetString(shortened ? text[..LengthMax] : text);
        StringBuilder clean = new(decoded.Length + 3);
        foreach (char c in decoded) clean.Append(char.IsControl(c) ? '·' : c);
        return $"'{clean}{(shortened ? "…" : "")}'";
    }
}
