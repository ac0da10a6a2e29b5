using System.Text.Json.Serialization;

namespace Parley.Domain;

/// <summary>The venue's name of an instrument in upper case without separators: <c>BTCUSDT</c>.</summary>
[JsonConverter(typeof(SymbolJsonConverter))]
public readonly record struct Symbol(string Value)
{
    /// <summary>Stands for the whole account where a fact concerns no single instrument.</summary>
    public static Symbol Account { get; } = new("*");

    public override string ToString() => Value;
}
