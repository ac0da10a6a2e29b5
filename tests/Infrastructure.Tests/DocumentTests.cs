using System.Text.RegularExpressions;
using Parley.Infrastructure.Tests.Rules;
using Parley.Infrastructure.Tests.Support;

namespace Parley.Infrastructure.Tests;

/// <summary>docs/deploy.md says what the templates do. <c>PARLEY_WRITE_DOCS=1</c> writes its table again.</summary>
public sealed partial class DocumentTests
{
    private const string Document = "docs/deploy.md";
    private const string Rewrite = "PARLEY_WRITE_DOCS";

    [Fact]
    public void The_table_of_rights_is_that_of_the_templates()
    {
        string table = RightsTable.Write(Templates.Deployed("prod"));
        if (Environment.GetEnvironmentVariable(Rewrite) is "1")
            File.WriteAllText(Repository.PathTo(Document), Table().Replace(Repository.Read(Document), match => $"{match.Groups["begin"].Value}{table}{match.Groups["end"].Value}"));
        Table().Match(Repository.Read(Document)).Groups["table"].Value.ShouldBe(table, $"Run the tests once with {Rewrite}=1 to write {Document} again.");
    }

    [Fact]
    public void Every_variable_the_parameters_read_is_explained()
    {
        string text = Repository.Read(Document);
        IEnumerable<string> variables = Templates.ParameterPaths.SelectMany(path => Variable().Matches(Repository.Read(path)).Select(m => m.Groups["name"].Value));
        variables.Distinct().Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_secret_has_the_command_that_sets_it()
    {
        string text = Repository.Read(Document);
        Templates.Deployed("prod").References.Where(r => r.Type == "Microsoft.KeyVault/vaults/secrets").Select(s => s.Name)
            .Where(name => !text.Contains($"--name {name} ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex("(?<begin><!-- rights -->\n)(?<table>[^<]*)(?<end><!-- /rights -->)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Table();

    [GeneratedRegex(@"readEnvironmentVariable\('(?<name>[A-Z_]+)'", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
