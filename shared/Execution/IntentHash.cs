using System.Buffers;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Execution;

/// <summary>Names a list of intended orders by their content, so that a replayed decision can be compared to the bit.</summary>
public static class IntentHash
{
    /// <summary>SHA-256 over <see cref="Canonical"/>; also defined for no orders at all.</summary>
    public static string Of(IReadOnlyList<PlaceOrder> intents) => ContentHash.Of(Canonical(intents));

    /// <summary>
    /// The orders as one JSON array without spaces: every property, in a fixed order, absent prices as null, enumerations
    /// by name.
    /// </summary>
    public static byte[] Canonical(IReadOnlyList<PlaceOrder> intents)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartArray();
            foreach (PlaceOrder order in intents) Write(json, order);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, PlaceOrder order)
    {
        json.WriteStartObject();
        json.WriteString("id", order.Id.Value);
        json.WriteString("symbol", order.Symbol.Value);
        json.WriteString("side", order.Side.ToString());
        json.WriteString("type", order.Type.ToString());
        json.WriteNumber("quantity", order.Quantity.Value);
        Write(json, "limit", order.Limit);
        Write(json, "stop", order.Stop);
        json.WriteString("timeInForce", order.TimeInForce.ToString());
        json.WriteBoolean("reduceOnly", order.ReduceOnly);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Price? price)
    {
        if (price is { } value) json.WriteNumber(name, value.Value);
        else json.WriteNull(name);
    }
}
