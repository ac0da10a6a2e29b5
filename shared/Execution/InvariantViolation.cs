using System.Diagnostics.CodeAnalysis;

namespace Parley.Execution;

/// <summary>Something that can never be true was: trading must stop, because the desk no longer knows what it owns.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It reads as what it is: throw new InvariantViolation.")]
public sealed class InvariantViolation(string message) : Exception(message);
