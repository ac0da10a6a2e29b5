using Parley.Domain;

namespace Parley.Simulation;

/// <summary>Something that must never be true was.</summary>
/// <param name="Invariant">Which: <c>I-08</c> …; <c>double-exposure</c>, <c>escaped-exception</c> and the like where it is no numbered one.</param>
/// <param name="Step">Number of the event after which it was seen.</param>
public sealed record Violation(string Invariant, Timestamp At, long Step, string What)
{
    public override string ToString() => $"{Invariant} at {At} (step {Step}): {What}";
}
