using System.Xml.Linq;

namespace Parley.Architecture.Tests;

/// <summary>The repository as files: projects, references, sources.</summary>
internal static class House
{
    public static string Root { get; } = FindRoot();

    /// <summary>Project paths relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Files("*.csproj").Select(Relative).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Where(path => !Relative(path).Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "node_modules" or ".git" or "dist" or "parley-data"));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Projects a project references, relative to the root, those it references on a condition included.</summary>
    public static IReadOnlyList<string> References(string project) => [.. Items(project, "ProjectReference").Select(r => Target(project, r))];

    /// <summary>Projects a project references in every build of it.</summary>
    public static IReadOnlyList<string> AlwaysReferences(string project) =>
        [.. Items(project, "ProjectReference").Where(r => r.AncestorsAndSelf().All(e => e.Attribute("Condition") is null)).Select(r => Target(project, r))];

    /// <summary>Names of the packages a project references itself.</summary>
    public static IReadOnlyList<string> Packages(string project) =>
        [.. Items(project, "PackageReference").Select(r => r.Attribute("Include")!.Value)];

    private static IEnumerable<XElement> Items(string project, string name) => XDocument.Load(Path.Combine(Root, project)).Descendants(name);

    private static string Target(string project, XElement reference) =>
        Relative(Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value.Replace('\\', '/'))));

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Serverless.sln"))) directory = Path.GetDirectoryName(directory);
        if (directory is not null) return directory;
        // Build output may lie outside the repository; then the sources say where they are.
        return Path.GetFullPath(Path.Combine(SourceDirectory(), "../.."));
    }

    private static string SourceDirectory([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetDirectoryName(path)!;
}
