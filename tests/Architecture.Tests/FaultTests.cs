using System.Text.RegularExpressions;

namespace Parley.Architecture.Tests;

/// <summary>
/// docs/faults.md and docs/invariants.md name, for each of their rows, the tests that bear its trait. <c>PARLEY_WRITE_DOCS=1</c>
/// writes that column anew.
/// </summary>
public sealed partial class FaultTests
{
    private const string None = "–";

    [Theory]
    [InlineData("Fault", "faults.md")]
    [InlineData("Invariant", "invariants.md")]
    public void The_catalogue_names_the_tests_there_are(string trait, string page)
    {
        ILookup<string, string> tests = Tests(trait);
        string path = Path.Combine(House.Root, "docs", page);
        string[] lines = File.ReadAllLines(path);
        string[] expected = [.. lines.Select(line => Row().Match(line) is { Success: true } row ? $"{row.Groups["front"].Value}{Cell(tests[row.Groups["id"].Value])} |" : line)];
        if (Environment.GetEnvironmentVariable("PARLEY_WRITE_DOCS") == "1") File.WriteAllLines(path, expected);
        File.ReadAllLines(path).ShouldBe(expected, "write it anew with PARLEY_WRITE_DOCS=1");
    }

    [Theory]
    [InlineData("Fault", "faults.md", 102)]
    [InlineData("Invariant", "invariants.md", 43)]
    public void A_test_names_only_what_the_catalogue_has(string trait, string page, int count)
    {
        string[] known = [.. File.ReadLines(Path.Combine(House.Root, "docs", page)).Select(line => Row().Match(line)).Where(row => row.Success).Select(row => row.Groups["id"].Value)];
        known.Length.ShouldBe(count);
        known.ShouldBeUnique();
        Tests(trait).Select(group => group.Key).Except(known).ShouldBeEmpty();
    }

    private static string Cell(IEnumerable<string> tests) => tests.Any() ? string.Join(", ", tests.Distinct().Order(StringComparer.Ordinal).Select(t => $"`{t}`")) : None;

    /// <summary>File of tests by id.</summary>
    private static ILookup<string, string> Tests(string trait) =>
        House.Files("*.cs").Where(path => House.Relative(path).StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(path => Trait().Matches(File.ReadAllText(path))
                .Where(found => found.Groups["kind"].Value == trait)
                .Select(found => (Id: found.Groups["id"].Value, File: Path.GetFileNameWithoutExtension(path))))
            .ToLookup(t => t.Id, t => t.File);

    [GeneratedRegex("""^(?<front>\| (?<id>[FI]-\d{2,3}) \|(?:[^|]*\|){1,2} )[^|]*\|$""", RegexOptions.None, 1_000)]
    private static partial Regex Row();

    [GeneratedRegex("""\[(?:.*, )?Trait\("(?<kind>Fault|Invariant)", "(?<id>[^"]*)"\)""", RegexOptions.None, 1_000)]
    private static partial Regex Trait();
}
