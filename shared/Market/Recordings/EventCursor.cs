using System.Buffers.Text;
using System.Text;
using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// Takes the fields of one recorded event in order. After the first one that is not what it should be, the rest read as
/// zero and <see cref="Fault"/> says what was wrong.
/// </summary>
internal ref struct EventCursor
{
    private readonly SymbolTable symbols;
    private ReadOnlySpan<byte> rest;

    public EventCursor(ReadOnlySpan<byte> line, SymbolTable symbols)
    {
        this.symbols = symbols;
        Kind = line.Length > 1 && line[1] == (byte)' ' ? (char)line[0] : '?';
        rest = line.Length > 2 ? line[2..] : default;
    }

    public char Kind { get; }

    public string? Fault { get; private set; }

    public Symbol Symbol()
    {
        ReadOnlySpan<byte> text = Field();
        if (!symbols.TryGet(text, out Symbol symbol)) Refuse("symbol", text, "a symbol");
        return symbol;
    }

    public Timeframe Timeframe()
    {
        ReadOnlySpan<byte> text = Field();
        if (!Domain.Timeframe.TryParse(Encoding.ASCII.GetString(text), out Timeframe timeframe)) Refuse("timeframe", text, "a timeframe");
        return timeframe;
    }

    public Timestamp Time(string name)
    {
        ReadOnlySpan<byte> text = Field();
        bool read = TryInteger(text, out long nanoseconds) && EpochStamp.IsPlausible(new Timestamp(nanoseconds));
        if (!read) Refuse(name, text, "a moment between 2009 and 2100 in nanoseconds");
        return new Timestamp(read ? nanoseconds : 0);
    }

    public long Integer(string name, long max = long.MaxValue)
    {
        ReadOnlySpan<byte> text = Field();
        if (TryInteger(text, out long value) && value <= max) return value;
        Refuse(name, text, "a whole number in range");
        return 0;
    }

    public Price Price(string name)
    {
        ReadOnlySpan<byte> text = Field();
        if (!FixedPoint.TryParse(text, out long raw) || raw <= 0) Refuse(name, text, "a positive price");
        return Domain.Price.FromRaw(raw);
    }

    public Quantity Quantity(string name)
    {
        ReadOnlySpan<byte> text = Field();
        if (!FixedPoint.TryParse(text, out long raw) || raw < 0) Refuse(name, text, "a quantity, zero or above");
        return Domain.Quantity.FromRaw(raw);
    }

    public double Double(string name)
    {
        ReadOnlySpan<byte> text = Field();
        if (Utf8Parser.TryParse(text, out double value, out int consumed) && consumed == text.Length) return value;
        Refuse(name, text, "a number");
        return 0;
    }

    /// <summary>True for the second of two letters, false for the first.</summary>
    public bool Letter(string name, char no, char yes)
    {
        ReadOnlySpan<byte> text = Field();
        if (text.Length != 1 || (text[0] != no && text[0] != yes)) Refuse(name, text, $"{no} or {yes}");
        return text.Length == 1 && text[0] == yes;
    }

    public void Levels(LevelList levels, long count)
    {
        levels.Clear();
        for (long i = 0; i < count && Fault is null; i++) levels.Add(Price("price").Raw, Quantity("quantity").Raw);
    }

    /// <summary>Whether every field was read and none is left.</summary>
    public bool EndsWell()
    {
        if (Fault is null && !rest.IsEmpty) Refuse($"more fields than expected: {Excerpt.Of(rest)}");
        return Fault is null;
    }

    public void Refuse(string reason) => Fault ??= reason;

    private void Refuse(string name, ReadOnlySpan<byte> text, string what) =>
        Refuse(text.IsEmpty ? $"field {name} is missing" : $"field {name}: {Excerpt.Of(text)} is not {what}");

    private ReadOnlySpan<byte> Field()
    {
        int length = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> field = length < 0 ? rest : rest[..length];
        rest = length < 0 ? default : rest[(length + 1)..];
        return field;
    }

    private static bool TryInteger(ReadOnlySpan<byte> text, out long value) =>
        Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length;
}
