namespace Parley.Architecture.Tests;

/// <summary>
/// Domain references nothing; pure libraries reference Domain; adapters reference Ports and Domain and never each other;
/// workflows reference pure libraries and Ports; what hosts share composes all of them but no host; only hosts, tests and
/// benchmarks see everything.
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
        // What adapters share on the wire: the network itself, numbering, limits.
        ["shared/Network"] = [Domain, Ports],
        ["shared/Venues.Binance"] = [Domain, Ports, "shared/Market", "shared/Network"],
        ["shared/Venues.Public"] = [Domain, Ports, "shared/Market", "shared/Network"],
        ["shared/Telegram"] = [Domain, Ports],
        ["shared/Azure"] = [Domain, Ports],
        ["orchestrations"] = [Domain, Ports, "shared/Features", "shared/Risk", "shared/Execution", "shared/Market"],
        ["dashboard"] = [Domain],
        // Composition that every host needs: everything but hosts.
        ["shared/Hosting"] =
        [
            Domain, Ports, "shared/Features", "shared/Risk", "shared/Execution", "shared/Market", "shared/Backtesting", "shared/Stores",
            "shared/Venues.Simulated", "shared/Venues.Binance", "shared/Venues.Public", "shared/Network", "orchestrations",
        ],
        // A whole world in one process: everything but hosts.
        ["shared/Simulation"] =
        [
            Domain, Ports, "shared/Features", "shared/Risk", "shared/Execution", "shared/Market", "shared/Stores",
            "shared/Venues.Simulated", "shared/Venues.Binance", "shared/Network", "orchestrations",
        ],
    };

    private static readonly string[] SeeEverything = ["cli", "edge", "functions", "tests", "benchmarks"];

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

    // Packages that restricted feeds lack: nobody needs them to build and test the core.
    private static readonly string[] OtherFeeds =
        ["Azure.Messaging.", "Azure.Data.", "Azure.Storage.", "Azure.Monitor.", "Microsoft.Azure.Functions.", "Microsoft.DurableTask.", "Microsoft.ML.", "Binance."];

    [Fact]
    public void Every_project_is_in_the_solution_and_in_the_core_filter_unless_it_needs_other_feeds()
    {
        string solution = File.ReadAllText(Path.Combine(House.Root, "Serverless.sln")).Replace('\\', '/');
        string filter = File.ReadAllText(Path.Combine(House.Root, "Serverless.Core.slnf")).Replace("\\\\", "/");
        House.Projects.ShouldNotBeEmpty();
        House.Projects.Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal)).ShouldBeEmpty("not in Serverless.sln");
        string[] core = [.. House.Projects.Where(p => filter.Contains($"\"{p}\"", StringComparison.Ordinal))];
        House.Projects.Except(core).Where(p => !NeedsOtherFeeds(p)).ShouldBeEmpty("not in Serverless.Core.slnf");
        core.Where(NeedsOtherFeeds).ShouldBeEmpty("in Serverless.Core.slnf, but it needs packages that restricted feeds lack");
    }

    [Fact]
    public void Exactly_these_are_left_out_of_the_core()
    {
        string filter = File.ReadAllText(Path.Combine(House.Root, "Serverless.Core.slnf"));
        House.Projects.Where(p => !filter.Contains($"\"{p}\"", StringComparison.Ordinal))
            .ShouldBe(["edge/Azure/Edge.Azure.csproj", "functions/Functions.csproj", "shared/Azure/Azure.csproj", "tests/Azure.Tests/Azure.Tests.csproj"]);
    }

    private static bool NeedsOtherFeeds(string project) =>
        House.Packages(project).Any(p => OtherFeeds.Any(prefix => p.StartsWith(prefix, StringComparison.Ordinal)))
        || House.AlwaysReferences(project).Any(NeedsOtherFeeds);

    private static string Place(string project) => Path.GetDirectoryName(project)!.Replace('\\', '/');
}
