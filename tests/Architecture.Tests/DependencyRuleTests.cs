namespace Parley.Architecture.Tests;

/// <summary>
/// Domain references nothing; pure libraries reference Domain; adapters reference Ports and Domain and never each other;
/// workflows reference pure libraries and Ports; only hosts, tests and benchmarks see everything.
/// </summary>
public sealed class DependencyRuleTests
{
    private const string Domain = "shared/Domain";
    private const string Ports = "shared/Ports";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Domain] = [],
        [Ports] = [Domain],
        ["shared/Features"] = [Domain],
        ["shared/Risk"] = [Domain],
        // Ports hold interfaces only, so what appends to a journal stays as pure as its caller makes it.
        ["shared/Execution"] = [Domain, Ports],
        ["shared/Market"] = [Domain, Ports],
        ["shared/Backtesting"] = [Domain, Ports, "shared/Features"],
        ["shared/Stores"] = [Domain, Ports],
        ["shared/Venues.Simulated"] = [Domain, Ports],
        ["orchestrations"] = [Domain, Ports, "shared/Features", "shared/Risk", "shared/Execution", "shared/Market"],
        ["dashboard"] = [Domain],
    };

    private static readonly string[] SeeEverything = ["cli", "tests", "benchmarks"];

    public static TheoryData<string> ProjectPaths => [.. House.Projects];

    [Theory]
    [MemberData(nameof(ProjectPaths))]
    public void A_project_references_only_what_its_place_allows(string project)
    {
        string place = Place(project);
        if (SeeEverything.Contains(place.Split('/')[0])) return;
        Allowed.ShouldContainKey(place, $"{place} is not in the dependency rule: decide what it may see.");
        string[] forbidden = [.. House.References(project).Select(Place).Except(Allowed[place])];
        forbidden.ShouldBeEmpty($"{place} may reference {string.Join(", ", Allowed[place])} and nothing else.");
    }

    [Fact]
    public void Every_project_is_in_the_solution_and_the_core_filter()
    {
        string solution = File.ReadAllText(Path.Combine(House.Root, "Serverless.sln")).Replace('\\', '/');
        string filter = File.ReadAllText(Path.Combine(House.Root, "Serverless.Core.slnf")).Replace("\\\\", "/");
        House.Projects.ShouldNotBeEmpty();
        House.Projects.Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal)).ShouldBeEmpty("not in Serverless.sln");
        House.Projects.Where(p => !filter.Contains($"\"{p}\"", StringComparison.Ordinal)).ShouldBeEmpty("not in Serverless.Core.slnf");
    }

    private static string Place(string project) => Path.GetDirectoryName(project)!.Replace('\\', '/');
}
