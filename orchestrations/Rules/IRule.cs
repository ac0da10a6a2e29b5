using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>What a rule strategy wants at a bar's close.</summary>
public enum RuleSignal
{
    Hold = 0,

    /// <summary>Be long.</summary>
    EnterLong = 1,

    /// <summary>Be flat.</summary>
    Exit = -1,
}

/// <summary>A rule strategy as the desk runs it: one instance per instrument, told of every trigger bar once, in order.</summary>
public interface IRule
{
    /// <param name="position">Signed base quantity held at the close.</param>
    /// <param name="averageEntry">Average price of the position; 0 when flat.</param>
    RuleSignal OnBarClosed(in Bar bar, Quantity position, decimal averageEntry);
}
