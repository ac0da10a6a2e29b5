using System.Text.RegularExpressions;

namespace Parley.Architecture.Tests;

/// <summary>Pure code takes time, chance and identity as arguments. What it must not name, it must not name anywhere.</summary>
public sealed partial class PurityTests
{
    private static readonly string[] PurePlaces =
        ["shared/Domain/", "shared/Features/", "shared/Risk/", "shared/Execution/", "shared/Backtesting/", "orchestrations/"];

    [Fact]
    public void Pure_code_names_no_clock_no_chance_no_input_and_no_output()
    {
        string[] sources = [.. House.Files("*.cs").Where(p => PurePlaces.Any(place => House.Relative(p).StartsWith(place, StringComparison.Ordinal)))];
        sources.Length.ShouldBeGreaterThan(20);
        sources.SelectMany(Offences).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("var t = DateTime.UtcNow;")]
    [InlineData("Guid.NewGuid()")]
    [InlineData("new Random()")]
    [InlineData("Console.WriteLine(1);")]
    public void The_rule_sees_an_offence(string line) => Impure().IsMatch(line).ShouldBeTrue();

    private static IEnumerable<string> Offences(string path) =>
        File.ReadLines(path)
            .Select((line, i) => (line, number: i + 1))
            .Where(l => !l.line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Impure().IsMatch(l.line))
            .Select(l => $"{House.Relative(path)}:{l.number}: {l.line.Trim()}");

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\.(Now|UtcNow|Today)\b|\bStopwatch\b|\bGuid\.NewGuid\b|\bRandom\.Shared\b|new Random\(\)|\bEnvironment\.(TickCount|GetEnvironmentVariable|MachineName)|\bTask\.Run\b|\bThread\.|\bHttpClient\b|\bConsole\.|\bParallel\.", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Impure();
}
