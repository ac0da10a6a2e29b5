using System.Text.RegularExpressions;

namespace Parley.Architecture.Tests;

/// <summary>docs/faults.md names, for every fault, the tests that bear its trait. <c>PARLEY_WRITE_DOCS=1</c> writes that column anew.</summary>
public sealed partial class FaultTests
{
    private const string None = "–";
    private static readonly string Catalogue = Path.Combine(House.Root, "docs", "faults.md");

    [Fact]
    public void The_catalogue_names_the_tests_there_are()
    {
        ILookup<string, string> tests = Tests();
        string[] lines = File.ReadAllLines(Catalogue);
        string[] expected = [.. lines.Select(line => Row().Match(line) is { Success: true } row ? $"{row.Groups["front"].Value}{Cell(tests[row.Groups["id"].Value])} |" : line)];
        if (Environment.GetEnvironmentVariable("PARLEY_WRITE_DOCS") == "1") File.WriteAllLines(Catalogue, expected);
        File.ReadAllLines(Catalogue).ShouldBe(expected, "write it anew with PARLEY_WRITE_DOCS=1");
    }

    [Fact]
    public void A_test_names_only_faults_that_the_catalogue_has()
    {
        string[] known = [.. File.ReadLines(Catalogue).Select(line => Row().Match(line)).Where(row => row.Success).Select(row => row.Groups["id"].Value)];
        known.Length.ShouldBe(102);
        known.ShouldBeUnique();
        Tests().Select(group => group.Key).Except(known).ShouldBeEmpty();
    }

    private static string Cell(IEnumerable<string> tests) => tests.Any() ? string.Join(", ", tests.Distinct().Order(StringComparer.Ordinal).Select(t => $"`{t}`")) : None;

    /// <summary>Class of test by fault.</summary>
    private static ILookup<string, string> Tests() =>
        House.Files("*.cs").Where(path => House.Relative(path).StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(path => Trait().Matches(File.ReadAllText(path)).Select(trait => (Fault: trait.Groups["id"].Value, Class: Path.GetFileNameWithoutExtension(path))))
            .ToLookup(t => t.Fault, t => t.Class);

    [GeneratedRegex("""^(?<front>\| (?<id>F-\d{3}) \|[^|]*\|[^|]*\| )[^|]*\|$""", RegexOptions.None, 1_000)]
    private static partial Regex Row();

    [GeneratedRegex("""\[(?:.*, )?Trait\("Fault", "(?<id>[^"]*)"\)""", RegexOptions.None, 1_000)]
    private static partial Regex Trait();
}
