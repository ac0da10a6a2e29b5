using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests;

/// <summary>Every file parses, and the parser sees when one does not.</summary>
public sealed class GrammarTests
{
    public static TheoryData<string> Paths => [.. Templates.TemplatePaths, .. Templates.ParameterPaths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_file_parses(string path) => Templates.Open(path).Broken.Select(n => n.Place).ShouldBeEmpty();

    [Theory]
    [InlineData("param name string =")]
    [InlineData("resource a 'T@1' = { name: 'x' ")]
    [InlineData("var a = [for x in y { }]")]
    public void The_parser_sees_what_is_broken(string text) => BicepFile.Parse(text, "a.bicep").Broken.ShouldNotBeEmpty();
}
