namespace Parley.Simulation;

/// <summary>Runs seeds.</summary>
public static class Simulator
{
    /// <summary>Runs one seed from its beginning to its end, or to the first violation. The same terms give the same result, everywhere.</summary>
    public static SeedResult Run(SeedTerms terms) => new World(terms).Run();
}
