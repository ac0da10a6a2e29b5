using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Parley.Azure;

/// <summary>How workflows' inputs, outputs and events are written.</summary>
public static class DurableJson
{
    /// <summary>The options given, made fit for an engine that knows only the runtime type of what it writes.</summary>
    /// <remarks>The engine's own types are read and written by reflection.</remarks>
    public static JsonSerializerOptions Of(JsonSerializerOptions own)
    {
        JsonSerializerOptions options = new(own)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(own.TypeInfoResolver, new DefaultJsonTypeInfoResolver()).WithAddedModifier(LeaveToConverter),
        };
        options.Converters.Add(new NamedByBase(own));
        return options;
    }

    // A type has one way to say which it is: the converter's.
    private static void LeaveToConverter(JsonTypeInfo type)
    {
        if (type.PolymorphismOptions is not null) type.PolymorphismOptions = null;
    }

    /// <summary>What may be declared as its base type is written and read as that, so that it says which it is.</summary>
    private sealed class NamedByBase(JsonSerializerOptions own) : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => BaseOf(typeToConvert) is not null;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Named<>).MakeGenericType(typeToConvert), BaseOf(typeToConvert), own)!;

        private static Type? BaseOf(Type type)
        {
            if (type.IsDefined(typeof(JsonDerivedTypeAttribute), inherit: false)) return type;
            return type.BaseType?.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Any(a => a.DerivedType == type) == true ? type.BaseType : null;
        }
    }

    private sealed class Named<T>(Type declared, JsonSerializerOptions own) : JsonConverter<T>
        where T : class
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize(ref reader, declared, own) switch
            {
                null => null,
                T read => read,
                object other => throw new JsonException($"This is {other.GetType().Name}, not {typeof(T).Name}."),
            };

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, declared, own);
    }
}
