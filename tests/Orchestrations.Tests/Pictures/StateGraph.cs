using System.Collections;
using System.Reflection;
using Parley.Features;

namespace Parley.Orchestrations.Tests;

/// <summary>
/// Compares two objects field by field, down to the last private one: whatever a restored object lacks shows here at once,
/// even where its consequences would be seen much later or never.
/// </summary>
internal sealed class StateGraph
{
    // Scratch space and spare parts; the book's sides are compared by their levels; the trigger bar is for rules alone.
    private static readonly string[] NoState =
        ["BookSide.", "UpdateBacklog.spare", "Kept.levels", "RecentPrices.sorted", "InstrumentPicture._levels", "InstrumentPicture._triggerBar"];

    /// <summary>Fields that were compared, and whether any was ever other than nothing, zero or false.</summary>
    public Dictionary<string, bool> Fields { get; } = new(StringComparer.Ordinal);

    public void ShouldBeSame(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null)
        {
            actual.ShouldBe(expected, path);
            return;
        }

        Type type = expected.GetType();
        if (expected is Delegate || type.Name.Contains("Options", StringComparison.Ordinal)) return;
        actual.GetType().ShouldBe(type, path);
        if (expected is FeatureEngine engine) ((FeatureEngine)actual).Save().AsSpan().SequenceEqual(engine.Save()).ShouldBeTrue(path);
        else if (type.IsPrimitive || type.IsEnum || expected is string or Symbol or DataIssue or NewsItem or Instrument) actual.ShouldBe(expected, path);
        else if (expected is IDictionary map) ShouldHaveSameEntries(map, (IDictionary)actual, path);
        else if (expected is IEnumerable items) ShouldHaveSameItems([.. items.Cast<object?>()], [.. ((IEnumerable)actual).Cast<object?>()], path);
        else ShouldHaveSameFields(expected, actual, type, path);
    }

    private void ShouldHaveSameEntries(IDictionary expected, IDictionary actual, string path)
    {
        actual.Count.ShouldBe(expected.Count, path);
        foreach (object key in expected.Keys) ShouldBeSame(expected[key], actual[key], path);
    }

    private void ShouldHaveSameItems(object?[] expected, object?[] actual, string path)
    {
        actual.Length.ShouldBe(expected.Length, path);
        for (int i = 0; i < expected.Length; i++) ShouldBeSame(expected[i], actual[i], $"{path}[{i}]");
    }

    private void ShouldHaveSameFields(object expected, object actual, Type type, string path)
    {
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            string name = $"{type.Name}.{field.Name}";
            if (NoState.Any(name.StartsWith)) continue;
            object? value = field.GetValue(expected);
            Fields[name] = Fields.GetValueOrDefault(name) | IsSomething(value);
            ShouldBeSame(value, field.GetValue(actual), $"{path}.{field.Name}");
        }
    }

    private static bool IsSomething(object? value) => value switch
    {
        null => false,
        Array array => array.Cast<object?>().Any(IsSomething),
        ICollection items => items.Count > 0,
        ValueType => !value.Equals(Activator.CreateInstance(value.GetType())),
        _ => true,
    };
}
