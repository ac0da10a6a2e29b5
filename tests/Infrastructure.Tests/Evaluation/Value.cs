using System.Globalization;

namespace Parley.Infrastructure.Tests.Evaluation;

/// <summary>What an expression is before anything is deployed.</summary>
internal abstract record Value
{
    /// <summary>The value inside a string; what only Azure knows stands between ‹ and ›.</summary>
    public virtual string Render() => throw new NotSupportedException($"{GetType().Name} cannot be part of a string.");
}

internal sealed record Text(string Content) : Value
{
    public bool IsKnown => !Content.Contains('‹');

    public override string Render() => Content;
}

internal sealed record Whole(long Number) : Value
{
    public override string Render() => Number.ToString(CultureInfo.InvariantCulture);
}

internal sealed record Flag(bool Is) : Value
{
    public override string Render() => Is ? "true" : "false";
}

internal sealed record Nothing : Value
{
    public static readonly Nothing Value = new();
}

internal sealed record Items(IReadOnlyList<Value> All) : Value;

/// <summary>An object; order as written.</summary>
internal sealed record Fields(IReadOnlyList<KeyValuePair<string, Value>> All) : Value
{
    public Value? Find(string name) => All.FirstOrDefault(field => field.Key == name).Value;

    /// <summary>Follows names downwards; null where the way ends.</summary>
    public Value? Find(params ReadOnlySpan<string> path)
    {
        Value? value = this;
        foreach (string name in path) value = (value as Fields)?.Find(name);
        return value;
    }
}

/// <summary>What only Azure knows: a principal, an endpoint.</summary>
internal sealed record Unknown(string Name) : Value
{
    public override string Render() => $"‹{Name}›";
}

internal sealed record ResourceValue(Resource Resource) : Value;

internal sealed record ModuleValue(ModuleRun Module) : Value;

internal sealed record Lambda(Func<IReadOnlyList<Value>, Value> Call) : Value;
