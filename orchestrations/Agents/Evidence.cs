using Parley.Domain;

namespace Parley.Orchestrations.Agents;

/// <summary>
/// Collects what speaks for long (positive) and short (negative), remembers the fields it read, and turns the balance
/// into a verdict. A field that is not known weighs nothing but lowers the coverage.
/// </summary>
internal sealed class Evidence(Snapshot snapshot, string group)
{
    private readonly List<(double Pull, string Reason)> _pulls = [];
    private readonly List<Citation> _citations = [];
    private double _weightKnown;
    private double _weightAll;

    /// <summary>Share of the weight whose fields were known, in [0, 1].</summary>
    public double Coverage => _weightAll > 0 ? _weightKnown / _weightAll : 0;

    /// <summary>Balance in [−1, 1].</summary>
    public double Score
    {
        get
        {
            double sum = 0;
            foreach ((double pull, _) in _pulls) sum += pull;
            return _weightKnown > 0 ? Math.Clamp(sum / _weightKnown, -1, 1) : 0;
        }
    }

    public IReadOnlyList<Citation> Citations => _citations;

    /// <summary>Reads a field and cites it; null when unknown.</summary>
    public double? Read(string name)
    {
        double? value = snapshot.Find(group, name);
        if (value is { } known) Cite($"{group}.{name}", known);
        return value;
    }

    public void Cite(string field, double value)
    {
        foreach (Citation citation in _citations)
            if (citation.Field == field) return;
        _citations.Add(new(field, value));
    }

    /// <summary>Adds a consideration.</summary>
    /// <param name="weight">How much it matters, above 0.</param>
    /// <param name="pull">In [−1, 1], positive for long; null when its fields are unknown.</param>
    public void Weigh(double weight, double? pull, Func<double, string> reason)
    {
        _weightAll += weight;
        if (pull is not { } known) return;
        _weightKnown += weight;
        double clamped = Math.Clamp(known, -1, 1);
        if (clamped != 0) _pulls.Add((weight * clamped, reason(clamped)));
    }

    /// <summary>The strongest reasons that pull the given way, strongest first.</summary>
    public IReadOnlyList<string> ReasonsFor(double direction, int most = 4)
    {
        List<(double Pull, string Reason)> aligned = _pulls.FindAll(p => p.Pull * direction > 0);
        // Ties keep their order: List.Sort is not stable, and equal snapshots must give equal text.
        return [.. aligned.OrderByDescending(p => Math.Abs(p.Pull)).Take(most).Select(p => p.Reason)];
    }
}
