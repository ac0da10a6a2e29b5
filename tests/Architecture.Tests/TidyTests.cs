using System.Text.RegularExpressions;

namespace Parley.Architecture.Tests;

/// <summary>House rules that would otherwise have to be remembered.</summary>
public sealed partial class TidyTests
{
    [Fact]
    public void No_source_file_is_longer_than_one_can_read()
    {
        House.Files("*.cs").Concat(House.Files("*.ts"))
            .Select(path => (path: House.Relative(path), lines: File.ReadLines(path).Count()))
            .Where(f => f.lines > 500)
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_readme_fits_on_a_few_screens() =>
        File.ReadLines(Path.Combine(House.Root, "README.md")).Count().ShouldBeLessThanOrEqualTo(120);

    [Fact]
    public void Package_versions_live_in_one_place() =>
        House.Files("*.csproj").Where(p => VersionedPackage().IsMatch(File.ReadAllText(p))).Select(House.Relative).ShouldBeEmpty();

    [Fact]
    public void No_secret_and_no_machine_path_is_committed()
    {
        IEnumerable<string> texts = new[] { "*.cs", "*.ts", "*.json", "*.yaml", "*.yml", "*.md", "*.props", "*.csproj", "*.html" }.SelectMany(House.Files);
        texts.Where(p => !p.EndsWith("TidyTests.cs", StringComparison.Ordinal))
            .SelectMany(p => File.ReadLines(p)
                .Select((line, i) => (line, i))
                .Where(l => Secret().IsMatch(l.line))
                .Select(l => $"{House.Relative(p)}:{l.i + 1}"))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AccountKey=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH==")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("path = /home/someone/project")]
    public void The_scan_sees_what_it_looks_for(string line) => Secret().IsMatch(line).ShouldBeTrue();

    [GeneratedRegex("<PackageReference[^>]*Version=", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex VersionedPackage();

    [GeneratedRegex(@"AccountKey=[A-Za-z0-9+/]{40}|-----BEGIN [A-Z ]*PRIVATE KEY|sk-[A-Za-z0-9]{20}|AKIA[0-9A-Z]{16}|/home/[a-z]+/|/root/|C:\\Users\\|/work/(main|shared)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();
}
