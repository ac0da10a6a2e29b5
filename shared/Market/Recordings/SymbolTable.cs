using System.Text;
using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// One <see cref="Symbol"/> per name, however often it is read: looking a known name up allocates nothing. Bounded,
/// because a feed that invents names must not fill the memory.
/// </summary>
internal sealed class SymbolTable
{
    private const int Buckets = 256;
    private const int SymbolsMax = 10_000;
    private const int LengthMax = 64;

    private readonly List<Entry>?[] buckets = new List<Entry>?[Buckets];
    private Entry latest = new([], default);
    private int count;

    /// <summary>The name looked up last; empty at first.</summary>
    public ReadOnlySpan<byte> LatestName => latest.Name;

    /// <summary>The symbol looked up last.</summary>
    public Symbol Latest => latest.Symbol;

    /// <returns>False when the name is empty, too long, is not one plain word, or the table is full.</returns>
    public bool TryGet(ReadOnlySpan<byte> name, out Symbol symbol)
    {
        if (name.SequenceEqual(latest.Name) && name.Length > 0)
        {
            symbol = latest.Symbol;
            return true;
        }

        return TryFind(name, out symbol) || TryAdd(name, out symbol);
    }

    private bool TryFind(ReadOnlySpan<byte> name, out Symbol symbol)
    {
        foreach (Entry entry in buckets[BucketOf(name)] ?? [])
        {
            if (!name.SequenceEqual(entry.Name)) continue;
            latest = entry;
            symbol = entry.Symbol;
            return true;
        }

        symbol = default;
        return false;
    }

    private bool TryAdd(ReadOnlySpan<byte> name, out Symbol symbol)
    {
        symbol = default;
        if (name.Length is 0 or > LengthMax || count == SymbolsMax) return false;
        string text = Encoding.UTF8.GetString(name);
        if (text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '\\' or '\uFFFD')) return false;
        symbol = new Symbol(text);
        latest = new Entry(name.ToArray(), symbol);
        (buckets[BucketOf(name)] ??= []).Add(latest);
        count++;
        return true;
    }

    private static int BucketOf(ReadOnlySpan<byte> name)
    {
        if (name.Length == 0) return 0;
        return (name[0] * 31 + name[^1] * 17 + name[name.Length / 2] * 7 + name.Length) % Buckets;
    }

    private sealed record Entry(byte[] Name, Symbol Symbol);
}
