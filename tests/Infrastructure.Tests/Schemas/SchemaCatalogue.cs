using System.Diagnostics;
using Parley.Infrastructure.Tests.Support;

namespace Parley.Infrastructure.Tests.Schemas;

/// <summary>The shapes of all resource types the templates use.</summary>
internal static class SchemaCatalogue
{
    private static readonly TimeSpan AskMax = TimeSpan.FromMinutes(5);

    // Kept beside the package they come from, so that another version of it is asked again.
    private static readonly string Folder = Path.Combine(Repository.Tools, "node_modules", ".cache", "schemas");
    private static readonly Lazy<IReadOnlyDictionary<string, (ResourceShape? Shape, string Reason)>> Published = new(Ask);

    private static IEnumerable<string> Types =>
        Templates.TemplatePaths.SelectMany(path => Templates.Open(path).Of("resource")).Select(r => r.Target.Split('@')[0]).Distinct();

    /// <summary>The published shape, or the one written by hand when the package has none. Skips when the package is not there.</summary>
    public static ResourceShape Find(string type)
    {
        (ResourceShape? shape, string reason) = FindPublished(type);
        return shape ?? WrittenSchema.Find(type) ?? throw new InvalidOperationException($"No schema of {type} is known: {reason}");
    }

    public static (ResourceShape? Shape, string Reason) FindPublished(string type)
    {
        NodeTools.Require();
        if (!Directory.Exists(Path.Combine(Repository.Tools, "node_modules", "@azure", "mcp")))
            Assert.Skip("Resource types were not checked: npm left the optional package @azure/mcp out.");
        return Published.Value.GetValueOrDefault(type, (null, "no template uses it"));
    }

    private static Dictionary<string, (ResourceShape? Shape, string Reason)> Ask()
    {
        string[] types = [.. Types];
        string[] missing = [.. types.Where(type => !File.Exists(PathOf(type)))];
        if (missing.Length > 0)
        {
            using Process node = NodeTools.Start("schemas.mjs", [Folder, .. missing]);
            node.StandardInput.Close();
            if (!node.WaitForExit(AskMax)) node.Kill(entireProcessTree: true);
            if (node.ExitCode != 0) throw new InvalidOperationException($"schemas.mjs ended with {node.ExitCode}.");
        }
        return types.ToDictionary(type => type, type => PublishedSchema.Read(type, File.ReadAllText(PathOf(type))));
    }

    private static string PathOf(string type) => Path.Combine(Folder, type.Replace('/', '.') + ".json");
}
