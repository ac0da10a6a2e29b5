namespace Parley.Simulation;

/// <summary>How a wrong protocol was noticed.</summary>
/// <param name="Within">Seeds it took; null when it got through all of them.</param>
/// <param name="By">The first violation.</param>
public sealed record MutantVerdict(Mutant Mutant, long? Within, long Seeds, SeedTerms? Terms, Violation? By);

/// <summary>The negative control: lets wrong protocols run until each is caught, or has got away.</summary>
public static class MutantHunt
{
    public static IEnumerable<Mutant> All => Enum.GetValues<Mutant>().Where(mutant => mutant != Mutant.None);

    /// <summary>
    /// Runs seeds until one fails. Only what the right protocol passes counts: a seed that fails without the mutant says
    /// nothing about it.
    /// </summary>
    public static MutantVerdict Hunt(Mutant mutant, ulong first, long seeds, VenueLevel? level, CancellationToken stop)
    {
        for (long i = 0; i < seeds && !stop.IsCancellationRequested; i++)
        {
            SeedTerms terms = new(first + (ulong)i, Mutant: mutant, Level: level);
            SeedResult result = Simulator.Run(terms);
            if (result.Passed || !Simulator.Run(terms with { Mutant = Mutant.None }).Passed) continue;
            return new(mutant, i + 1, seeds, terms, result.Violations[0]);
        }

        return new(mutant, null, seeds, null, null);
    }
}
