using Parley.Domain;

namespace Parley.Market;

/// <summary>What a tick batch says about itself.</summary>
/// <param name="Version">Of the encoding.</param>
/// <param name="Instrument">Whose market it is, with its whole grid.</param>
/// <param name="First">Of the first event.</param>
/// <param name="Count">Events, 1 or more.</param>
public sealed record TickBatchHeader(int Version, Instrument Instrument, TickPosition First, int Count)
{
    /// <summary>Of the last event.</summary>
    public TickPosition Last => First with { Sequence = First.Sequence + Count - 1 };
}
