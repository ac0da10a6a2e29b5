namespace Parley.Simulation;

/// <summary>
/// Makes a failing seed smaller: fewer families of faults, fewer orders, an earlier end of the faults, for as long as the
/// same invariant breaks. What is left is easier to read; the seed stays the same.
/// </summary>
public static class Shrinker
{
    private const int OrderShareMax = 64;

    public static SeedResult Shrink(SeedResult failing)
    {
        if (failing.Passed) return failing;
        SeedResult smallest = failing;
        smallest = DropFamilies(smallest);
        smallest = HalveOrders(smallest);
        return CutSteps(smallest);
    }

    private static SeedResult DropFamilies(SeedResult smallest)
    {
        foreach (FaultFamily family in Enum.GetValues<FaultFamily>())
        {
            if (family is FaultFamily.None or FaultFamily.All || !smallest.Scenario.Families.HasFlag(family)) continue;
            smallest = Try(smallest, smallest.Terms with { Families = smallest.Terms.Families & ~family }) ?? smallest;
        }

        return smallest;
    }

    private static SeedResult HalveOrders(SeedResult smallest)
    {
        while (smallest.Terms.OrderShare < OrderShareMax)
        {
            if (Try(smallest, smallest.Terms with { OrderShare = smallest.Terms.OrderShare * 2 }) is not { } smaller) break;
            smallest = smaller;
        }

        return smallest;
    }

    private static SeedResult CutSteps(SeedResult smallest)
    {
        smallest = Try(smallest, smallest.Terms with { Steps = Math.Min(smallest.Terms.Steps, smallest.Steps) }) ?? smallest;
        long passes = 0;
        long fails = smallest.Terms.Steps;
        while (fails - passes > 1 + fails / 100)
        {
            long middle = passes + (fails - passes) / 2;
            if (Try(smallest, smallest.Terms with { Steps = middle }) is { } smaller) (smallest, fails) = (smaller, middle);
            else passes = middle;
        }

        return smallest;
    }

    private static SeedResult? Try(SeedResult known, SeedTerms terms)
    {
        SeedResult result = Simulator.Run(terms);
        return !result.Passed && result.Violations[0].Invariant == known.Violations[0].Invariant ? result : null;
    }
}
