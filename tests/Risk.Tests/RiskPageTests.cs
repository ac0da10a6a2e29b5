using System.Reflection;
using System.Runtime.CompilerServices;

namespace Parley.Risk.Tests;

/// <summary>The page on risk names every rule and every key that there is.</summary>
public sealed class RiskPageTests
{
    public static TheoryData<string> Names =>
    [
        .. typeof(RiskRules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!),
        .. typeof(RiskLimits).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_names_every_rule_and_every_key(string name) => Page().ShouldContain($"`{name}`");

    private static string Page([CallerFilePath] string source = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "docs", "risk.md"));
}
