using System.Collections;
using Parley.Domain;

namespace Parley.Features;

/// <summary>The features of one family: what each is, and how it is read from the family's state.</summary>
/// <typeparam name="T">The family.</typeparam>
internal sealed class FormulaList<T>(FeatureKind kind, string family) : IEnumerable<FeatureDefinition>
{
    private readonly List<FeatureDefinition> definitions = [];
    private Func<T, Timestamp, double>[] readers = [];

    public IReadOnlyList<FeatureDefinition> Definitions => definitions;

    /// <param name="indicator">The type that computes it: its cost is measured under this name.</param>
    /// <param name="warmUp">Closed bars for bar features, seconds of venue time for flow, events else.</param>
    /// <param name="read">The value at a moment of venue time; NaN when not known. Changes nothing.</param>
    public void Add(
        string indicator, string name, string units, int warmUp, string definition, string source, Func<T, Timestamp, double> read)
    {
        definitions.Add(new(kind, family, indicator, name, units, warmUp, definition, source));
        readers = [.. readers, read];
    }

    public void Read(T state, Timestamp asOf, Span<double> destination)
    {
        for (int i = 0; i < readers.Length; i++) destination[i] = readers[i](state, asOf);
    }

    public IEnumerator<FeatureDefinition> GetEnumerator() => definitions.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
