using System.Text.Json.Serialization;

namespace Parley.Domain;

/// <summary>The venue's name of an instrument in upper case without separators: <c>BTCUSDT</c>.</summary>
[JsonConverter(typeof(SymbolJsonConverter))]
public readonly record struct Symbol(string Value)
{
    public override string ToString() => Value;
}
